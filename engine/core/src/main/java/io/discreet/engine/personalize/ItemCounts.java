package io.discreet.engine.personalize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one release says about the items of one level.
 *
 * @param items the named items, without the reserved cells
 * @param index the place of each item
 * @param counts of customers, one for each item; noisy, so that they may be negative
 * @param variances of the noise in them, above 0
 * @param summedAxes over how many axes cells were summed
 */
record ItemCounts(
    List<String> items,
    Map<String, Integer> index,
    double[] counts,
    double[] variances,
    int summedAxes) {

  /** Leaves out the reserved cells and those that the release does not hold (variance 0). */
  static ItemCounts ofNamed(
      List<String> cells, double[] counts, double[] variances, int summedAxes) {
    List<String> items = new ArrayList<>();
    Map<String, Integer> index = new HashMap<>();
    double[] kept = new double[cells.size()];
    double[] keptVariances = new double[cells.size()];
    for (int cell = 0; cell < cells.size(); cell++) {
      if (variances[cell] > 0 && !CellAxis.isReserved(cells.get(cell))) {
        kept[items.size()] = counts[cell];
        keptVariances[items.size()] = variances[cell];
        index.put(cells.get(cell), items.size());
        items.add(cells.get(cell));
      }
    }
    return new ItemCounts(items, index, kept, keptVariances, summedAxes);
  }

  /** The same counts with the items in another order; both must hold the same items. */
  ItemCounts inOrderOf(ItemCounts other) {
    double[] ordered = new double[other.items.size()];
    double[] orderedVariances = new double[other.items.size()];
    for (int item = 0; item < ordered.length; item++) {
      int here = Objects.requireNonNull(index.get(other.items.get(item)));
      ordered[item] = counts[here];
      orderedVariances[item] = variances[here];
    }
    return new ItemCounts(other.items, other.index, ordered, orderedVariances, summedAxes);
  }

  double totalVariance() {
    double total = 0;
    for (double variance : variances) {
      total += variance;
    }
    return total;
  }
}
