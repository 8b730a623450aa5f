package io.discreet.mechanisms.marginals;

import java.util.Collection;

/** What marginals cost that are noised each on its own: the comparison for a joint plan. */
final class SeparateNoise {

  private SeparateNoise() {}

  /**
   * The root mean squared error of a cell at the best split of μ²: Σ cells σ² is least under Σ 1/σ²
   * = μ² where 1/σ² is in proportion to √cells.
   */
  static double rootMeanSquaredError(
      Domain domain, Collection<AttributeSet> marginals, double muSquared) {
    double roots = 0;
    double cells = 0;
    for (AttributeSet marginal : marginals) {
      roots += Math.sqrt(domain.cells(marginal));
      cells += domain.cells(marginal);
    }
    return roots / Math.sqrt(cells * muSquared);
  }
}
