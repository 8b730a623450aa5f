package io.discreet.engine.personalize;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The noisy numbers of customers that one question was answered with, as arrays: one count and its
 * variance for each cell, and the cell's codes.
 */
final class CustomerCounts {

  /** No noise of a release is smaller in earnest; it keeps inverse variances finite. */
  private static final double LEAST_VARIANCE = 1e-12;

  /** More than any count and its noise: squares and products of such numbers stay finite. */
  private static final double MOST = 1e19;

  private final Release release;
  private final List<String> releases;

  /** The charges of all draws that the numbers may rest on; several answers can share one. */
  private final Set<String> draws;

  private final boolean jointly;
  private final List<CellAxis> axes;

  /** Row-major: the code of axis a in row r is at {@code r * axes.size() + a}. */
  private final int[] codes;

  private final double[] counts;
  private final double[] variances;
  private final boolean everyCell;

  /** Sums by the axes that a level names, made when first asked for. */
  private final Map<Named, Map<List<Integer>, Sums>> margins = new ConcurrentHashMap<>();

  /**
   * Which axes keep their cells in a sum.
   *
   * @param axes for each axis whether a level names it
   * @param item the axis of the items
   */
  private record Named(List<Boolean> axes, int item) {}

  /** By code of the item: sums of counts and of variances; 0 where no row has the item. */
  private record Sums(double[] counts, double[] variances) {}

  /**
   * The numbers of customers in a release that holds some, with what earlier ones remember.
   *
   * @throws InputException if it cannot be an answer: a segment twice, a number beyond all people
   */
  CustomerCounts(Remembered remembered) {
    Release release = remembered.release();
    int measure = measureOf(release);
    this.release = release;
    this.releases = remembered.releases(measure);
    this.draws =
        remembered.history().stream()
            .map(one -> one.jointly().map(Release.Joint::charge).orElse(one.id()))
            .collect(Collectors.toUnmodifiableSet());
    this.jointly = remembered.history().stream().anyMatch(one -> one.jointly().isPresent());
    // Totals over cells repeat what the cells say.
    int[] positions =
        IntStream.range(0, release.rows().size())
            .filter(row -> !release.rows().get(row).segment().contains(Row.ALL))
            .toArray();
    List<Row> rows = Arrays.stream(positions).mapToObj(release.rows()::get).toList();
    this.axes = new ArrayList<>();
    for (Release.Axis axis : release.dimensions()) {
      axes.add(new CellAxis(axis, rows, axes.size()));
    }
    this.codes = new int[rows.size() * axes.size()];
    this.counts = new double[rows.size()];
    this.variances = new double[rows.size()];
    Set<List<String>> seen = new HashSet<>();
    for (int row = 0; row < rows.size(); row++) {
      List<String> segment = rows.get(row).segment();
      if (!seen.add(segment)) {
        throw new InputException("release " + release.id() + ": holds a segment twice");
      }
      for (int axis = 0; axis < axes.size(); axis++) {
        codes[row * axes.size() + axis] = axes.get(axis).code(segment.get(axis));
      }
      Estimate estimate = remembered.at(positions[row], measure).estimate();
      if (Math.abs(estimate.value()) > MOST || estimate.standardError() > MOST) {
        throw new InputException(
            "release " + release.id() + ": a number of customers is above " + MOST);
      }
      counts[row] = estimate.value();
      variances[row] =
          Math.max(LEAST_VARIANCE, estimate.standardError() * estimate.standardError());
    }
    long cells = 1;
    for (CellAxis axis : axes) {
      // Stops growing past the number of rows, so that it cannot overflow.
      cells = cells > rows.size() ? cells : cells * axis.cells().size();
    }
    // Of discovered segments those with few customers are missing, whole cells of an axis too.
    this.everyCell = cells == rows.size() && release.selection().isEmpty();
  }

  /** Whether a release holds numbers of customers. */
  static boolean isHeldBy(Release release) {
    return measureOf(release) >= 0;
  }

  private static int measureOf(Release release) {
    List<MeasureInfo> measures = release.measures();
    for (int measure = 0; measure < measures.size(); measure++) {
      if (measures.get(measure).kind() == MeasureInfo.Kind.CUSTOMERS) {
        return measure;
      }
    }
    return -1;
  }

  Release release() {
    return release;
  }

  /** The ids of the releases that the numbers rest on: this one, then those before it. */
  List<String> releases() {
    return releases;
  }

  /** Whether some noise here may be in the other's numbers as well. */
  boolean sharesDraw(CustomerCounts other) {
    return !Collections.disjoint(draws, other.draws);
  }

  /** Whether the noise of some cells was drawn together, so that it is not independent. */
  boolean jointly() {
    return jointly;
  }

  List<CellAxis> axes() {
    return axes;
  }

  Optional<CellAxis> axis(String name) {
    return axes.stream().filter(axis -> axis.name().equals(name)).findFirst();
  }

  /** The cells of some of the axes that have rows; empty where an axis is not here. */
  Set<Level> levels(Set<String> names) {
    Set<Level> levels = new LinkedHashSet<>();
    List<Integer> positions = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      if (names.contains(axes.get(axis).name())) {
        positions.add(axis);
      }
    }
    if (positions.size() < names.size()) {
      return levels;
    }
    for (int row = 0; row < counts.length; row++) {
      Map<String, String> cells = new LinkedHashMap<>();
      for (int axis : positions) {
        CellAxis one = axes.get(axis);
        cells.put(one.name(), one.cells().get(codes[row * axes.size() + axis]));
      }
      levels.add(new Level(cells));
    }
    return levels;
  }

  /**
   * The counts of each item among the customers of a level, summed over the axes that the level
   * does not name. Variances add up, because every cell was noised by itself; of cells that were
   * drawn together no sum over whole axes varies more than that.
   *
   * <p>Empty where the release lacks an axis or the cell, where a cell is missing from a sum, and
   * where the sum would run over months, in each of which a customer counts again.
   */
  Optional<ItemCounts> at(Level level, String itemAxis) {
    List<Boolean> named = new ArrayList<>();
    List<Integer> cell = new ArrayList<>();
    int item = -1;
    int summed = 0;
    for (int axis = 0; axis < axes.size(); axis++) {
      String name = axes.get(axis).name();
      String label = level.cells().get(name);
      boolean isItem = name.equals(itemAxis);
      named.add(label != null && !isItem);
      if (isItem) {
        item = axis;
      } else if (label != null) {
        cell.add(axes.get(axis).code(label));
      } else if (everyCell && !axes.get(axis).isComputed()) {
        summed++;
      } else {
        return Optional.empty();
      }
    }
    if (item < 0 || cell.size() < level.cells().size()) {
      return Optional.empty();
    }
    Sums sums = margins.computeIfAbsent(new Named(named, item), this::margin).get(cell);
    if (sums == null) {
      return Optional.empty();
    }
    List<String> items = axes.get(item).cells();
    return Optional.of(ItemCounts.ofNamed(items, sums.counts(), sums.variances(), summed));
  }

  /** One walk over the rows gives the sums of all cells of the named axes. */
  private Map<List<Integer>, Sums> margin(Named by) {
    int items = axes.get(by.item()).cells().size();
    Map<List<Integer>, Sums> margin = new HashMap<>();
    for (int row = 0, code = 0; row < counts.length; row++, code += axes.size()) {
      List<Integer> cell = new ArrayList<>();
      for (int axis = 0; axis < axes.size(); axis++) {
        if (by.axes().get(axis)) {
          cell.add(codes[code + axis]);
        }
      }
      Sums sums =
          margin.computeIfAbsent(cell, key -> new Sums(new double[items], new double[items]));
      int item = codes[code + by.item()];
      sums.counts()[item] += counts[row];
      sums.variances()[item] += variances[row];
    }
    return margin;
  }
}
