package io.discreet.engine.personalize;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  private final List<CellAxis> axes;

  /** Row-major: the code of axis a in row r is at {@code r * axes.size() + a}. */
  private final int[] codes;

  private final double[] counts;
  private final double[] variances;
  private final boolean everyCell;

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
    List<Row> rows = release.rows();
    this.axes = new ArrayList<>();
    for (Release.Axis axis : release.dimensions()) {
      axes.add(new CellAxis(axis.name(), rows, axes.size()));
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
      Estimate estimate = remembered.at(row, measure).estimate();
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

  List<CellAxis> axes() {
    return axes;
  }

  Optional<CellAxis> axis(String name) {
    return axes.stream().filter(axis -> axis.name().equals(name)).findFirst();
  }

  /**
   * The counts of each item among the customers of a level, summed over the axes that the level
   * does not name. Variances add up, because every cell was noised by itself.
   *
   * <p>Empty where the release lacks an axis or the cell, where a cell is missing from a sum, and
   * where the sum would run over months, in each of which a customer counts again.
   */
  Optional<ItemCounts> at(Level level, String itemAxis) {
    int[] wanted = new int[axes.size()];
    int item = -1;
    int named = 0;
    int summed = 0;
    for (int axis = 0; axis < wanted.length; axis++) {
      String name = axes.get(axis).name();
      String cell = level.cells().get(name);
      wanted[axis] = cell == null ? -1 : axes.get(axis).code(cell);
      if (name.equals(itemAxis)) {
        item = axis;
      } else if (cell == null) {
        summed++;
        if (!everyCell || axes.get(axis).isCalendar()) {
          return Optional.empty();
        }
      } else if (wanted[axis] < 0) {
        return Optional.empty();
      } else {
        named++;
      }
    }
    if (item < 0 || named < level.cells().size()) {
      return Optional.empty();
    }
    return Optional.of(sum(wanted, item, summed));
  }

  private ItemCounts sum(int[] wanted, int itemAxis, int summedAxes) {
    List<String> cells = axes.get(itemAxis).cells();
    double[] itemCounts = new double[cells.size()];
    double[] itemVariances = new double[cells.size()];
    rows:
    for (int row = 0, code = 0; row < counts.length; row++, code += wanted.length) {
      for (int axis = 0; axis < wanted.length; axis++) {
        if (wanted[axis] >= 0 && wanted[axis] != codes[code + axis]) {
          continue rows;
        }
      }
      int item = codes[code + itemAxis];
      itemCounts[item] += counts[row];
      itemVariances[item] += variances[row];
    }
    return ItemCounts.ofNamed(cells, itemCounts, itemVariances, summedAxes);
  }
}
