package io.discreet.mechanisms.quantiles;

import java.util.Arrays;
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
  private final Consistency fit;
  private final double variance;

  /** What {@link Consistency#weigh} returned. */
  private final double[][] weighed;

  /** The children of the root as {@link Siblings} estimates them. */
  private final double[] top;

  private final double rows;

  /** ranks[i] estimates how many rows lie in used leaves before i, nearly without bias. */
  private final double[] ranks;

  /**
   * @param noisy the used nodes by level, from the children of the root down
   * @param variance of the noise of each node
   */
  NoisyQuantiles(QuantileTree tree, double[][] noisy, double variance) {
    this.tree = tree;
    this.leafOf = new LeafOf(tree);
    this.fit = new Consistency(tree);
    this.weighed = fit.weigh(noisy);
    this.ranks = NeverFalling.of(fit.sums(weighed));
    this.variance = variance;
    this.top = weighed[0].clone();
    this.rows = siblings(0).fitTop(top, tree.widthOfLast(0));
  }

  /** The last child may be known better than the first, by what is missing below it. */
  private Siblings siblings(int level) {
    return new Siblings(Math.sqrt(variance * fit.variance(level, 0)));
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
    siblings(level).fit(counts, end == weighed[level].length ? tree.widthOfLast(level) : 1, total);
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
    RankNodes nodes = new RankNodes(tree, q);
    double squared = deviations * deviations * variance;
    int end = 1;
    while (end < ranks.length) {
      int passed = widthPassed(end, q, deviations, nodes);
      if (passed > 0) {
        end += passed;
        continue;
      }
      double plain = surplus(end, q);
      if (reaches(plain, deviations, squared * nodes.weight(end))) {
        double after = plain + deviations * error(nodes, end);
        double before = surplus(end - 1, q) + deviations * error(nodes, end - 1);
        if (after > before) {
          return value(end - 1, Math.max(0, -before / (after - before)));
        }
      }
      end++;
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
   * Of the nodes above the leaves whose first leaf begins at an end, how many leaves the widest one
   * has that no end below it reaches, by bounds on their errors, since ranks never fall; 0 without
   * such a node.
   */
  private int widthPassed(int end, double q, double deviations, RankNodes nodes) {
    double squared = deviations * deviations * variance;
    int width = 0;
    int wider = B;
    for (int height = 1; height < weighed.length && end % wider == 0; height++) {
      int node = end / wider;
      if (node >= weighed[weighed.length - 1 - height].length - 1) {
        break;
      }
      double weight = deviations >= 0 ? nodes.most(height, node) : nodes.least(height, node);
      if (reaches(surplus(end + wider - 1, q), deviations, squared * weight)) {
        break;
      }
      width = wider;
      wider *= B;
    }
    return width;
  }

  private double surplus(int end, double q) {
    return ranks[end] - ranks[0] - q * rankOfAll();
  }

  private double error(RankNodes nodes, int end) {
    return Math.sqrt(variance * nodes.weight(end));
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

  /**
   * Ends of an interval, in lattice units.
   *
   * @param low the lower end
   * @param high the upper end, at least {@code low}
   */
  public record Interval(double low, double high) {}
}
