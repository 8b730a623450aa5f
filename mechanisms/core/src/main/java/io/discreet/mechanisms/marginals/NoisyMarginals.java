package io.discreet.mechanisms.marginals;

import java.util.Map;
import java.util.Objects;

/**
 * The noisy answers of a {@link MarginalPlan}. They agree with each other: adding up a marginal
 * over some of its attributes gives the marginal over the others, to the rounding of doubles.
 *
 * <p>Post-processing: sees noisy values only.
 */
public final class NoisyMarginals {

  private final Domain domain;
  private final Map<AttributeSet, double[]> residuals;

  NoisyMarginals(Domain domain, Map<AttributeSet, double[]> residuals) {
    this.domain = domain;
    this.residuals = residuals;
  }

  /**
   * Returns the estimated customers in each cell of the marginal over {@code set}, in row-major
   * order: unbiased, with the variance that the plan states, below 0 where noise is.
   *
   * @param set a marginal of the workload, or some of the attributes of one
   * @throws IllegalArgumentException if it is neither
   */
  public double[] counts(AttributeSet set) {
    if (!residuals.containsKey(set)) {
      throw new IllegalArgumentException("the plan has no answer for a marginal over " + set);
    }
    double[] counts = new double[domain.cells(set)];
    for (AttributeSet subset : set.subsets()) {
      double[] residual = Objects.requireNonNull(residuals.get(subset));
      int[] cells = domain.coarser(set, subset);
      double sharers = (double) counts.length / residual.length;
      for (int i = 0; i < counts.length; i++) {
        counts[i] += residual[cells[i]] / sharers;
      }
    }
    return counts;
  }

  /** The estimated number of customers in all cells of any marginal. */
  public double total() {
    return counts(AttributeSet.NONE)[0];
  }
}
