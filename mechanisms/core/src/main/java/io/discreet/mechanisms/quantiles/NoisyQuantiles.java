package io.discreet.mechanisms.quantiles;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Any number of quantiles of one release: post-processing of noisy counts, at no further cost.
 *
 * <p>A quantile is searched from the top of the tree down, among counts that {@link Siblings}
 * estimates where it looks. An interval is made of ranks of the least-squares fit, whose error is
 * known, made monotone by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955).
 * Thread-safe.
 */
public final class NoisyQuantiles {

  private static final int B = QuantileTree.BRANCHING;

  private final QuantileTree tree;
  private final LeafOf leafOf;
  private final int[] usedNodes;
  private final Consistency fit;
  private final double variance;

  /** What {@link Consistency#weigh} left. */
  private final double[][] weighed;

  /** The children of the root as {@link Siblings} estimates them. */
  private final double[] top;

  private final double rows;

  /** ranks[i] estimates how many rows lie in used leaves before i, nearly without bias. */
  private final double[] ranks;

  private NoisyQuantiles(
      QuantileTree tree, Consistency fit, double[][] weighed, double[] ranks, double variance) {
    this.tree = tree;
    this.leafOf = new LeafOf(tree);
    this.usedNodes = IntStream.range(0, tree.levels()).map(tree::usedNodes).toArray();
    this.fit = fit;
    this.weighed = weighed;
    this.ranks = ranks;
    this.variance = variance;
    this.top = weighed[0].clone();
    this.rows = siblings(0).fitTop(top, tree.widthOfLast(0));
  }

  /**
   * @param noisy the used nodes by level, from the children of the root down; not kept
   * @param variance of the noise of each node
   */
  static NoisyQuantiles of(QuantileTree tree, double[][] noisy, double variance) {
    Consistency fit = new Consistency(tree);
    fit.weigh(noisy);
    double[][] weighed = Arrays.stream(noisy).map(double[]::clone).toArray(double[][]::new);
    double[] ranks = monotone(sums(fit.leaves(noisy)));
    return new NoisyQuantiles(tree, fit, weighed, ranks, variance);
  }

  /** The last child may be known better than the first, by what is missing below it. */
  private Siblings siblings(int level) {
    return new Siblings(Math.sqrt(variance * fit.variance(level, 0)));
  }

  private static double[] sums(double[] leaves) {
    double[] sums = new double[leaves.length + 1];
    for (int i = 0; i < leaves.length; i++) {
      sums[i + 1] = sums[i] + leaves[i];
    }
    return sums;
  }

  /** The rows, about. */
  public double rows() {
    return rows;
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
    return rows > 0 ? search(q) : (double) tree.least() + q * range();
  }

  private double search(double q) {
    double[] counts = top;
    double rank = q * sum(top, top.length);
    int first = 0;
    for (int level = 0; ; level++) {
      int child = childAt(counts, rank);
      double within = Math.max(0, Math.min(counts[child], rank - sum(counts, child)));
      if (level == weighed.length - 1) {
        return value(first + child, counts[child] > 0 ? within / counts[child] : 0);
      }
      first = (first + child) * B;
      rank = within;
      counts = children(level + 1, first, counts[child]);
    }
  }

  /** The first child with which the counts reach a rank, one that has some of them. */
  private static int childAt(double[] counts, double rank) {
    int child = 0;
    double missing = rank;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > 0 && (counts[child] == 0 || missing > counts[child])) {
        missing -= counts[child];
        child = i;
      }
    }
    return child;
  }

  /** The children from a level's node {@code first} on, whose parent has this total. */
  private double[] children(int level, int first, double total) {
    int end = first + fit.children(level - 1, first / B);
    double[] counts = Arrays.copyOfRange(weighed[level], first, end);
    siblings(level).fit(counts, end == usedNodes[level] ? tree.widthOfLast(level) : 1, total);
    return counts;
  }

  private static double sum(double[] counts, int end) {
    double sum = 0;
    for (int i = 0; i < end; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /**
   * Returns an interval that contains the quantile of the rows that were counted with at least the
   * given confidence, approximately: the noise of a rank is taken as normal, with the variance of
   * the plain sum of nodes, which that of the fit does not exceed. {@link #quantile} lies in it.
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
    if (rankOfAll() <= 0) {
      return new Interval((double) tree.least(), (double) tree.greatest());
    }
    double deviations = Math.sqrt(2) * InverseErfc.value(1 - confidence);
    double low = valueWhere(q, deviations);
    double high = valueWhere(q, -deviations);
    double middle = quantile(q);
    return new Interval(Math.min(Math.min(low, high), middle), Math.max(high, middle));
  }

  private double rankOfAll() {
    return ranks[ranks.length - 1] - ranks[0];
  }

  /** The value where rank + deviations · error first reaches the part q of all rows. */
  private double valueWhere(double q, double deviations) {
    int leaves = ranks.length - 1;
    double squared = deviations * deviations * variance;
    for (int end = firstPossible(q, deviations); end <= leaves; end++) {
      double plain = surplus(end, q);
      if (reaches(plain, deviations, squared * nodes(end, q))) {
        double after = surplus(end, q, deviations);
        double before = surplus(end - 1, q, deviations);
        if (after > before) {
          return value(end - 1, Math.max(0, -before / (after - before)));
        }
      }
    }
    return (double) tree.greatest();
  }

  /** Whether surplus + deviations · error is 0 or more, without its root. */
  private static boolean reaches(double surplus, double deviations, double squaredError) {
    double squared = surplus * surplus;
    return deviations >= 0
        ? surplus >= 0 || squared <= squaredError
        : surplus >= 0 && squared >= squaredError;
  }

  /**
   * From 1 on, the first end whose surplus may be 0 or more, by a bound on its error: ranks never
   * fall, so that it is found by halving.
   */
  private int firstPossible(double q, double deviations) {
    double most = Math.sqrt(variance * 2 * B * QuantileTree.MAX_LEVELS);
    double least = -Math.max(0, deviations) * most;
    int low = 1;
    int high = ranks.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (surplus(middle, q) < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private double surplus(int end, double q) {
    return ranks[end] - ranks[0] - q * rankOfAll();
  }

  private double surplus(int end, double q, double deviations) {
    return surplus(end, q) + deviations * Math.sqrt(variance * nodes(end, q));
  }

  /** The variance of (1 − q) · rows before − q · rows after, over that of a node, at most. */
  private double nodes(int end, double q) {
    return (1 - q) * (1 - q) * nodesBefore(end) + q * q * nodesAfter(end);
  }

  /** The nodes that cover the leaves before an end: the sum of its digits, or all of the top. */
  private int nodesBefore(int end) {
    if (end == usedNodes[usedNodes.length - 1]) {
      return usedNodes[0];
    }
    int digits = 0;
    for (int rest = end; rest > 0; rest /= B) {
      digits += rest % B;
    }
    return digits;
  }

  /** The nodes that cover the used leaves from an end on; what they hold beyond those is empty. */
  private int nodesAfter(int end) {
    int nodes = 0;
    int from = end;
    for (int level = usedNodes.length - 1; level > 0; level--) {
      int parent = (from + B - 1) / B;
      nodes += Math.min(parent * B, usedNodes[level]) - from;
      from = parent;
    }
    return nodes + usedNodes[0] - from;
  }

  /** The least value of a leaf with which a part of it is reached; its values count alike. */
  private double value(int leaf, double within) {
    long first = leafOf.first(leaf);
    double width = (double) (leafOf.first(leaf + 1) - first);
    double before = Math.max(0, Math.ceil(within * width) - 1);
    return (double) tree.least() + (double) first + before;
  }

  private double range() {
    return (double) (tree.greatest() - tree.least());
  }

  private static void checkPart(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("a quantile's part must be from 0 to 1, got " + q);
    }
  }

  /** Replaces a sequence by the nearest that never falls, by squares. */
  private static double[] monotone(double[] values) {
    // Pools never outrun values: sums of pools take the place of values that were read.
    int[] size = new int[values.length];
    int pools = 0;
    for (double value : values) {
      double sum = value;
      int joined = 1;
      // Means are compared without dividing.
      while (pools > 0 && values[pools - 1] * joined > sum * size[pools - 1]) {
        pools--;
        sum += values[pools];
        joined += size[pools];
      }
      values[pools] = sum;
      size[pools++] = joined;
    }
    int end = values.length;
    for (int pool = pools - 1; pool >= 0; pool--) {
      int from = end - size[pool];
      Arrays.fill(values, from, end, values[pool] / size[pool]);
      end = from;
    }
    return values;
  }

  /**
   * Ends of an interval, in lattice units.
   *
   * @param low the lower end
   * @param high the upper end, at least {@code low}
   */
  public record Interval(double low, double high) {}
}
