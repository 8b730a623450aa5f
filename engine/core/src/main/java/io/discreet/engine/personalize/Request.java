package io.discreet.engine.personalize;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.failure.Quote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One question to the personalizer: checks its names and finds the releases that can answer it. */
final class Request {

  /** Bounds the number of levels, of which there are two to the number of axes. */
  private static final int MOST_AXES = 8;

  private static final int CELLS_IN_A_MESSAGE = 12;

  private final List<Population> populations;
  private final Map<String, String> segment;
  private final int top;

  Request(List<Population> populations, Map<String, String> segment, int top) {
    if (top < 1) {
      throw new InputException("the number of recommendations must be at least 1, got " + top);
    }
    if (segment.size() > MOST_AXES) {
      throw new InputException(
          "a segment has at most " + MOST_AXES + " axes, got " + segment.size());
    }
    if (populations.isEmpty()) {
      throw new InputException(
          "recommendations need a release that counts customers: ask for COUNT(DISTINCT customer)"
              + " by the items and by the axes of the segment");
    }
    this.populations = populations;
    this.segment = segment;
    this.top = top;
    Set<String> known = axes();
    for (String axis : segment.keySet()) {
      requireKnown("segment axis", axis, known);
    }
    requireKnownCells();
  }

  Advice advise() {
    return advise(onlyItemAxis());
  }

  Advice advise(String itemAxis) {
    Population population = populationOf(itemAxis, segment.keySet());
    return new Adviser(population.countsOf(itemAxis), itemAxis).advise(ordered(population), top);
  }

  /** The items among {@code candidates} that releases count, best first; all where it is null. */
  List<Affinity> rank(String itemAxis, @Nullable Collection<String> candidates) {
    Population population = populationOf(itemAxis, segment.keySet());
    Hierarchy hierarchy = population.hierarchyOf(itemAxis);
    Level level = ordered(population);
    ExpectedShares expected = hierarchy.at(level);
    if (expected.releases().isEmpty()) {
      return List.of(); // nothing was told from noise, not even what all customers take
    }
    List<String> releases = List.copyOf(expected.releases());
    List<Affinity> ranked = new ArrayList<>();
    for (String item : candidates == null ? hierarchy.items() : new LinkedHashSet<>(candidates)) {
      int place = hierarchy.place(item);
      if (place >= 0) {
        double share = expected.share()[place];
        double reach = Quantiles.Z_975 * Math.sqrt(expected.variance()[place]);
        ranked.add(
            new Affinity(
                item,
                level,
                share,
                Math.max(0, share - reach),
                share + reach,
                expected.ownWeight()[place],
                releases));
      }
    }
    ranked.sort(
        Comparator.comparingDouble((Affinity one) -> -one.share()).thenComparing(Affinity::item));
    return ranked.subList(0, Math.min(top, ranked.size()));
  }

  /** What noise and silence cost each group of an axis of the releases. */
  List<GroupFairness> fairness(String groupAxis, String itemAxis) {
    requireKnown("group axis", groupAxis, axes());
    if (groupAxis.equals(itemAxis)) {
      throw new InputException(
          "group axis '" + groupAxis + "' is the item axis as well; give one of them another axis");
    }
    List<GroupFairness> groups =
        new Fairness(populationOf(itemAxis, Set.of(groupAxis)), groupAxis, itemAxis).groups();
    if (groups.isEmpty()) {
      throw new InputException(
          "no release counts customers by "
              + groupAxis
              + " and "
              + itemAxis
              + ": ask for COUNT(DISTINCT customer) by both");
    }
    return groups;
  }

  private Population populationOf(String itemAxis, Set<String> near) {
    requireKnown("item axis", itemAxis, axes());
    if (segment.containsKey(itemAxis)) {
      throw new InputException(
          "item axis '" + itemAxis + "' is an axis of the segment as well; leave it out of one");
    }
    return populationFor(itemAxis, near);
  }

  private Set<String> axes() {
    Set<String> names = new TreeSet<>();
    for (Population population : populations) {
      for (CustomerCounts counts : population.counts()) {
        counts.axes().forEach(axis -> names.add(axis.name()));
      }
    }
    return names;
  }

  private static void requireKnown(String what, String name, Collection<String> known) {
    if (!known.contains(name)) {
      throw new InputException(
          what
              + " '"
              + Quote.shorten(name)
              + "': no release counts customers by it"
              + (known.isEmpty() ? "" : ", only by " + String.join(", ", known))
              + Nearest.hint(name, known));
    }
  }

  private void requireKnownCells() {
    segment.forEach(
        (name, cell) -> {
          if (!isKnown(name, cell)) {
            Set<String> cells = cellsOf(name);
            throw new InputException(
                "segment axis '"
                    + name
                    + "': no release has the cell '"
                    + Quote.shorten(cell)
                    + "', only "
                    + some(cells)
                    + Nearest.hint(cell, cells));
          }
        });
  }

  private boolean isKnown(String axis, String cell) {
    for (Population population : populations) {
      for (CustomerCounts counts : population.counts()) {
        Optional<CellAxis> known = counts.axis(axis);
        if (known.isPresent() && known.get().code(cell) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private Set<String> cellsOf(String name) {
    Set<String> cells = new LinkedHashSet<>();
    for (Population population : populations) {
      for (CustomerCounts counts : population.counts()) {
        counts.axis(name).ifPresent(axis -> cells.addAll(axis.cells()));
      }
    }
    return cells;
  }

  /** The first few: an axis may have thousands of cells. */
  private static String some(Collection<String> cells) {
    String first =
        cells.stream()
            .limit(CELLS_IN_A_MESSAGE)
            .map(Quote::shorten)
            .collect(Collectors.joining(", "));
    int more = cells.size() - CELLS_IN_A_MESSAGE;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** The axis that can be items; with a segment, one that was released together with it. */
  String onlyItemAxis() {
    Set<String> candidates = new TreeSet<>();
    for (Population population : populations) {
      for (CustomerCounts counts : population.counts()) {
        if (segment.isEmpty()
            || segment.keySet().stream().anyMatch(axis -> counts.axis(axis).isPresent())) {
          for (CellAxis axis : counts.axes()) {
            if (!segment.containsKey(axis.name()) && !axis.isComputed()) {
              candidates.add(axis.name());
            }
          }
        }
      }
    }
    if (candidates.isEmpty()) {
      throw new InputException(
          "no release counts customers by items"
              + (segment.isEmpty()
                  ? ": ask for COUNT(DISTINCT customer) by the items"
                  : " within "
                      + String.join(", ", new TreeSet<>(segment.keySet()))
                      + ": ask for COUNT(DISTINCT customer) by these and by the items"));
    }
    if (candidates.size() > 1) {
      throw new InputException(
          "more than one axis can be the items: "
              + String.join(", ", candidates)
              + "; name the one to recommend (--item)");
    }
    return candidates.iterator().next();
  }

  /** The one whose releases have most of the axes near; then all rows; then the newest. */
  private Population populationFor(String itemAxis, Set<String> near) {
    List<Population> able =
        populations.stream()
            .filter(population -> !population.countsOf(itemAxis).isEmpty())
            .toList();
    Set<String> purposes = new TreeSet<>();
    able.forEach(population -> purposes.add(population.key().purpose()));
    if (purposes.size() > 1) {
      // Who consented to one purpose did not consent to another.
      throw new InputException(
          "releases by "
              + itemAxis
              + " were asked for more than one purpose: "
              + String.join(", ", purposes)
              + "; name the one to recommend for (--purpose)");
    }
    return able.stream()
        .max(
            Comparator.comparingInt((Population population) -> population.reach(near, itemAxis))
                .thenComparing(population -> population.key().condition().isEmpty())
                .thenComparing(
                    population -> population.newest(itemAxis).orElseThrow(),
                    Population.NEWEST_LAST))
        .orElseThrow();
  }

  /** The segment with its axes in the order of the release that has most of them. */
  private Level ordered(Population population) {
    Map<String, String> cells = new LinkedHashMap<>();
    population.counts().stream()
        .sorted(Comparator.comparingInt((CustomerCounts counts) -> -counts.axes().size()))
        .flatMap(counts -> counts.axes().stream())
        .map(CellAxis::name)
        .filter(segment::containsKey)
        .forEach(axis -> cells.putIfAbsent(axis, segment.getOrDefault(axis, "")));
    new TreeSet<>(segment.keySet())
        .forEach(axis -> cells.putIfAbsent(axis, segment.getOrDefault(axis, "")));
    return new Level(cells);
  }
}
