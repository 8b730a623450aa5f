package io.discreet.mechanisms.marginals;

import io.discreet.mechanisms.noise.RandomBits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * ResidualPlanner: the marginals of a workload answered together, with the least weighted sum of
 * variances that unbiased linear answers with Gaussian noise can have at their cost.
 *
 * <p>Source: Xiao, He, Zhang and Kifer, <i>An optimal and scalable matrix mechanism for noisy
 * marginals under convex loss functions</i>, NeurIPS 2023: the residual bases, that independent
 * noise on each is optimal, what it costs, reconstruction with variances, and the closed form for a
 * sum of variances.
 *
 * <h2>What is measured</h2>
 *
 * For each set A of attributes that lies in a marginal of the workload: what the marginal x over A
 * says that no smaller one does, P x with P = ⊗ (I − 11ᵀ/n) over the attributes of A. The paper
 * writes it as R x with R = ⊗ [1 | −I]. Each is a function of the other: R = R P, and P = R⁺ R. The
 * paper's noise has covariance σ² R Rᵀ, which is that of R z for independent z; ours is P z. A
 * marginal over B is the sum over A ⊆ B of P x, each spread evenly over the attributes that A
 * lacks.
 *
 * <h2>What it costs</h2>
 *
 * A customer who is counted is in one cell of each marginal and adds P e to each P x: ‖P e‖² is ∏
 * (n − 1)/n, the same for every cell. What is drawn is the vector of integers unit · P x + round(Z)
 * over all A, with independent Gaussian Z of standard deviation unit · σ, and {@code unit} a
 * multiple of the number of cells. Since unit · P x is a vector of integers, this is round(unit · P
 * x + Z): the rounding of the textbook Gaussian mechanism, whose loss is μ² = Σ ∏ (n − 1)/n / σ²
 * over all A (Dong, Roth and Su 2022: the Gaussian mechanism, and its composition). All else is
 * computed from those integers, and the centring of the noise is: P (P x + z) = P (x + z), which
 * has the paper's distribution.
 *
 * <p>The other order would not do. P (x + round(z)) is no function of P (x + z), so that of x +
 * round(z) only ‖e‖² = 1 could be charged in place of ∏ (n − 1)/n.
 *
 * <p>{@link #costUnits} is that loss, rounded up, of a customer who is counted, whatever the cell;
 * a customer who is not counted adds 0 to every coordinate and pays nothing. The unit of privacy is
 * one customer added or removed.
 */
public final class MarginalPlan {

  /** A part in 2⁴⁰ is left over, so that rounded shares never exceed what is shared out. */
  private static final double SHARED_OUT = 1 - 0x1p-40;

  private final Workload workload;
  private final SortedMap<AttributeSet, Residual> residuals;

  private MarginalPlan(Workload workload, SortedMap<AttributeSet, Residual> residuals) {
    this.workload = workload;
    this.residuals = residuals;
  }

  /**
   * Returns the plan of least Σ weight · variance, over all cells of all marginals, among those
   * that cost a customer at most {@code units}.
   *
   * <p>With p the cost and v the weighted variance of a part at σ = 1, Σ v σ² is least under Σ p/σ²
   * ≤ c where each part pays in proportion to √(p v).
   *
   * @param units of μ², see {@link io.discreet.mechanisms.accounting.Currency#gaussian}
   * @throws IllegalArgumentException if the units are too few for so many parts: some part would
   *     have less than one, or a scale beyond that of the noise
   */
  public static MarginalPlan leastSumOfVariances(Workload workload, long units) {
    Domain domain = workload.domain();
    SortedMap<AttributeSet, Double> variances = new TreeMap<>();
    workload
        .weights()
        .forEach(
            (marginal, weight) -> {
              for (AttributeSet part : marginal.subsets()) {
                double all =
                    weight
                        * domain.cells(marginal)
                        * Residual.shareOfVariance(part, marginal, domain);
                variances.merge(part, all, Double::sum);
              }
            });
    SortedMap<AttributeSet, Double> pay = new TreeMap<>();
    variances.forEach(
        (part, variance) ->
            pay.put(part, Math.sqrt(variance * Residual.shareOfVariance(part, part, domain))));
    double sum = pay.values().stream().mapToDouble(Double::doubleValue).sum();
    SortedMap<AttributeSet, Residual> residuals = new TreeMap<>();
    pay.forEach(
        (part, share) -> {
          long own = (long) (units * (share / sum) * SHARED_OUT);
          if (own < 1) {
            throw new IllegalArgumentException(
                "too few units of cost for a plan of " + pay.size() + " parts, got " + units);
          }
          residuals.put(part, Residual.costing(part, domain, own));
        });
    return new MarginalPlan(workload, residuals);
  }

  /** What is asked for. */
  public Workload workload() {
    return workload;
  }

  /** What each customer who is counted pays, in units of μ², rounded up. */
  public long costUnits() {
    return residuals.values().stream().mapToLong(Residual::costUnits).reduce(0, Math::addExact);
  }

  /**
   * Returns what of {@link #costUnits} pays for the parts that the marginal over {@code set} is
   * read from: the loss to somebody who sees no other marginal.
   *
   * @param set a marginal of the workload, or some of the attributes of one
   * @throws IllegalArgumentException if it is neither
   */
  public long costUnits(AttributeSet set) {
    return parts(set).stream().mapToLong(Residual::costUnits).reduce(0, Math::addExact);
  }

  /**
   * Returns the variance of each cell of the marginal over {@code set}, in squared customers: that
   * of the rounded noise, within 10⁻¹² of itself.
   *
   * @param set a marginal of the workload, or some of the attributes of one
   * @throws IllegalArgumentException if it is neither
   */
  public double variance(AttributeSet set) {
    return parts(set).stream().mapToDouble(part -> part.variance(set, workload.domain())).sum();
  }

  /**
   * Returns a w, rounded up, such that a cell of the marginal over {@code set} is within w of the
   * exact count with the given confidence or more. An error is a Gaussian and a rounding; the
   * rounding is bounded.
   *
   * @param set as in {@link #variance}
   * @param confidence in (0, 1)
   */
  public double halfWidth(AttributeSet set, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, got " + confidence);
    }
    Domain domain = workload.domain();
    double variance = 0;
    double rounding = 0;
    for (Residual part : parts(set)) {
      variance += part.gaussianVariance(set, domain);
      rounding += part.mostRounding(set, domain);
    }
    double deviations = Math.sqrt(2) * InverseErfc.value(1 - confidence);
    return (deviations * Math.sqrt(variance) + rounding) * (1 + 0x1p-40);
  }

  /** The root of the mean variance of all cells of all marginals, in customers. */
  public double rootMeanSquaredError() {
    double sum = 0;
    for (AttributeSet marginal : workload.weights().keySet()) {
      sum += workload.domain().cells(marginal) * variance(marginal);
    }
    return Math.sqrt(sum / workload.cells());
  }

  /** New counts, all 0, for {@link #release}. */
  public MarginalCounts newCounts() {
    List<AttributeSet> finest = new ArrayList<>();
    for (AttributeSet set : workload.weights().keySet()) {
      if (workload.weights().keySet().stream()
          .noneMatch(other -> !other.equals(set) && set.isSubsetOf(other))) {
        finest.add(set);
      }
    }
    return new MarginalCounts(workload.domain(), finest);
  }

  /**
   * Answers all marginals with fresh noise, once. Costs {@link #costUnits} of every customer in the
   * counts.
   *
   * @throws IllegalArgumentException if the counts are of another plan
   */
  public NoisyMarginals release(MarginalCounts counts, RandomBits bits) {
    return answered(measured(counts, bits));
  }

  /** The integers with noise, all that a release tells about anybody. */
  Map<AttributeSet, long[]> measured(MarginalCounts counts, RandomBits bits) {
    if (!counts.domain().equals(workload.domain())) {
      throw new IllegalArgumentException("these are counts of another domain than the plan's");
    }
    SortedMap<AttributeSet, long[]> measured = new TreeMap<>();
    residuals.forEach(
        (set, residual) -> measured.put(set, residual.measured(counts.marginal(set), bits)));
    return measured;
  }

  NoisyMarginals answered(Map<AttributeSet, long[]> measured) {
    SortedMap<AttributeSet, double[]> answers = new TreeMap<>();
    measured.forEach((set, integers) -> answers.put(set, part(set).answered(integers)));
    return new NoisyMarginals(workload.domain(), answers);
  }

  /** The parts that the noise is added to; for tests of what it costs. */
  Collection<Residual> residuals() {
    return residuals.values();
  }

  private List<Residual> parts(AttributeSet set) {
    return set.subsets().stream().map(this::part).toList();
  }

  private Residual part(AttributeSet set) {
    Residual part = residuals.get(set);
    if (part == null) {
      throw new IllegalArgumentException("the plan has no answer for a marginal over " + set);
    }
    return part;
  }
}
