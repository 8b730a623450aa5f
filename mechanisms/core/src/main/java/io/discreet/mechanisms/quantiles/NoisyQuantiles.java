package io.discreet.mechanisms.quantiles;

import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Any number of quantiles of one release: post-processing of noisy counts, at no further cost.
 *
 * <p>Ranks at the ends of leaves come from the least-squares fit of the tree, made monotone by
 * pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955). Thread-safe.
 */
public final class NoisyQuantiles {

  private final QuantileTree tree;
  private final double variance;

  /** ranks[i] estimates how many rows lie in leaves before i; it never falls. */
  private final double[] ranks;

  NoisyQuantiles(QuantileTree tree, double[] leaves, double variance) {
    this.tree = tree;
    this.variance = variance;
    double[] sums = new double[leaves.length + 1];
    for (int i = 0; i < leaves.length; i++) {
      sums[i + 1] = sums[i] + leaves[i];
    }
    ranks = monotone(sums);
  }

  /** The rows, about. */
  public double rows() {
    return ranks[ranks.length - 1] - ranks[0];
  }

  /**
   * Returns about the least value that at least a part {@code q} of the rows does not exceed, in
   * lattice units; in between where several values share a leaf. Without any rows to speak of, the
   * ranges are all that is known: the value at part {@code q} of the range.
   *
   * @param q in [0, 1]
   */
  public double quantile(double q) {
    checkPart(q);
    return rows() > 0 ? valueWhere(q, 0) : (double) tree.least() + q * range();
  }

  /**
   * Returns an interval that contains the quantile of the rows that were counted with at least the
   * given confidence, approximately: the noise of a rank is taken as normal, with the variance of
   * the plain sum of nodes, which that of the fit does not exceed.
   *
   * @param q in [0, 1]
   * @param confidence in (0, 1)
   */
  public Interval interval(double q, double confidence) {
    checkPart(q);
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, got " + confidence);
    }
    if (rows() <= 0) {
      return new Interval((double) tree.least(), (double) tree.greatest());
    }
    double deviations = Math.sqrt(2) * InverseErfc.value(1 - confidence);
    double high = valueWhere(q, -deviations);
    return new Interval(Math.min(valueWhere(q, deviations), high), high);
  }

  /** The value where rank + deviations · error first reaches the part q of all rows. */
  private double valueWhere(double q, double deviations) {
    int leaves = ranks.length - 1;
    double before = surplus(0, q, deviations);
    for (int end = 1; end <= leaves; end++) {
      double after = surplus(end, q, deviations);
      if (after >= 0 && after > before) {
        double within = Math.max(0, -before / (after - before));
        return value(end - 1, within);
      }
      before = after;
    }
    return (double) tree.greatest();
  }

  private double surplus(int end, double q, double deviations) {
    double rank = ranks[end] - ranks[0];
    return rank - q * rows() + deviations * Math.sqrt(variance * nodes(end, q));
  }

  /** The variance of (1 − q) · rows before − q · rows after, over that of a node, at most. */
  private double nodes(int end, double q) {
    int before = 0;
    for (int rest = end; rest > 0; rest /= QuantileTree.BRANCHING) {
      before += rest % QuantileTree.BRANCHING;
    }
    int after = 0;
    for (int rest = ranks.length - 1 - end; rest > 0; rest /= QuantileTree.BRANCHING) {
      after += rest % QuantileTree.BRANCHING;
    }
    // All leaves carry over into one node above the highest level, which is not counted.
    before = end == ranks.length - 1 ? QuantileTree.BRANCHING : before;
    after = end == 0 ? QuantileTree.BRANCHING : after;
    return (1 - q) * (1 - q) * before + q * q * after;
  }

  /** A part of the way through a leaf; the values of a leaf are taken as spread evenly. */
  private double value(int leaf, double within) {
    double width = (double) tree.valuesPerLeaf();
    double value = (double) tree.least() + leaf * width + Math.floor(within * width);
    return Math.min(value, (double) tree.greatest());
  }

  private double range() {
    return (double) (tree.greatest() - tree.least());
  }

  private static void checkPart(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("a quantile's part must be from 0 to 1, got " + q);
    }
  }

  /** The nearest sequence that never falls, by squares. */
  private static double[] monotone(double[] values) {
    double[] mean = new double[values.length];
    int[] size = new int[values.length];
    int pools = 0;
    for (double value : values) {
      mean[pools] = value;
      size[pools] = 1;
      while (pools > 0 && mean[pools - 1] > mean[pools]) {
        int joined = size[pools - 1] + size[pools];
        mean[pools - 1] = (mean[pools - 1] * size[pools - 1] + mean[pools] * size[pools]) / joined;
        size[pools - 1] = joined;
        pools--;
      }
      pools++;
    }
    double[] fitted = new double[values.length];
    int at = 0;
    for (int pool = 0; pool < pools; pool++) {
      for (int i = 0; i < size[pool]; i++) {
        fitted[at++] = mean[pool];
      }
    }
    return fitted;
  }

  /**
   * Ends of an interval, in lattice units.
   *
   * @param low the lower end
   * @param high the upper end, at least {@code low}
   */
  public record Interval(double low, double high) {}
}
