package io.discreet.engine.personalize;

import io.discreet.engine.release.Release;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What noise and silence cost each declared group, from releases alone: small groups have larger
 * relative errors, and more of their segments are left without a recommendation of their own.
 *
 * <p>The segments are the cells of the newest release that has the group's axis and the item axis
 * and the most axes besides.
 */
final class Fairness {

  private final Population population;
  private final String groupAxis;
  private final String itemAxis;

  Fairness(Population population, String groupAxis, String itemAxis) {
    this.population = population;
    this.groupAxis = groupAxis;
    this.itemAxis = itemAxis;
  }

  /** One for each named cell of the group's axis, in the order of the release. */
  List<GroupFairness> groups() {
    Optional<CustomerCounts> finest =
        population.countsOf(itemAxis).stream()
            .filter(counts -> counts.axis(groupAxis).isPresent())
            .max(
                Comparator.comparingInt((CustomerCounts counts) -> counts.axes().size())
                    .thenComparing(CustomerCounts::release, Population.NEWEST_LAST));
    if (finest.isEmpty()) {
      return List.of();
    }
    CustomerCounts counts = finest.get();
    Map<String, List<Level>> segments = new LinkedHashMap<>();
    for (String group : counts.axis(groupAxis).orElseThrow().cells()) {
      if (!CellAxis.isReserved(group)) {
        segments.put(group, new ArrayList<>());
      }
    }
    for (Level level : counts.levels(segmentAxes(counts))) {
      List<Level> ofGroup = segments.get(level.cells().getOrDefault(groupAxis, ""));
      if (ofGroup != null && level.cells().values().stream().noneMatch(CellAxis::isReserved)) {
        ofGroup.add(level);
      }
    }
    Adviser adviser = new Adviser(population.countsOf(itemAxis), itemAxis);
    List<GroupFairness> groups = new ArrayList<>();
    segments.forEach((group, levels) -> groups.add(group(group, levels, counts, adviser)));
    return groups;
  }

  private Set<String> segmentAxes(CustomerCounts counts) {
    Set<String> axes = new LinkedHashSet<>();
    for (CellAxis axis : counts.axes()) {
      if (!axis.name().equals(itemAxis)) {
        axes.add(axis.name());
      }
    }
    return axes;
  }

  private GroupFairness group(
      String group, List<Level> levels, CustomerCounts counts, Adviser adviser) {
    List<Double> errors = new ArrayList<>();
    int ownWords = 0;
    int silent = 0;
    for (Level level : levels) {
      counts.at(level, itemAxis).ifPresent(items -> addErrors(items, errors));
      List<Recommendation> found = adviser.advise(level, 1).recommendations();
      silent += found.isEmpty() ? 1 : 0;
      ownWords += !found.isEmpty() && found.get(0).level().equals(level) ? 1 : 0;
    }
    Release release = counts.release();
    return new GroupFairness(
        groupAxis, group, levels.size(), median(errors), ownWords, silent, release.id());
  }

  private static void addErrors(ItemCounts items, List<Double> errors) {
    for (int item = 0; item < items.items().size(); item++) {
      double error = Math.sqrt(items.variances()[item]);
      errors.add(error / Math.max(error, items.counts()[item]));
    }
  }

  /** 1, all noise, where there is nothing. */
  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return 1;
    }
    int upper = sorted.length / 2;
    return Arrays.stream(sorted, (sorted.length - 1) / 2, upper + 1).average().orElse(1);
  }
}
