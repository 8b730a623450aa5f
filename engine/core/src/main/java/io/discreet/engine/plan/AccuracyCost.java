package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;

/**
 * The accuracy that a single count or sum should have; the plan derives the cost.
 *
 * @param halfWidth of the 95 % interval, in the measure's own scale; finite, above 0
 */
public record AccuracyCost(double halfWidth) implements Cost {

  public AccuracyCost {
    // Written as !(x > 0) so that NaN is refused too.
    if (!(halfWidth > 0) || Double.isInfinite(halfWidth)) {
      throw new InputException("an accuracy must be finite and above 0, got " + halfWidth);
    }
  }
}
