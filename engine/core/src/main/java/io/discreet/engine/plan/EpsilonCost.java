package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;

/**
 * An ε of the query's own, at the policy's δ for noise.
 *
 * @param epsilon finite, above 0
 */
public record EpsilonCost(double epsilon) implements Cost {

  public EpsilonCost {
    // Written as !(x > 0) so that NaN is refused too.
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new InputException("epsilon must be finite and above 0, got " + epsilon);
    }
  }
}
