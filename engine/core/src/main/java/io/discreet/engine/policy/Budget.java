package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.util.Optional;

/**
 * Every customer's privacy budget in one period.
 *
 * @param epsilon ε in nats, finite and above 0
 * @param delta δ in all, in [0, 1); 0 chooses the pure-ε currency
 * @param selectionDelta the part of δ that private partition selection may spend; below {@code
 *     delta}, or 0
 * @param noise who draws the noise; a library only with {@code delta} 0
 * @param coverageReserve what is kept for estimates of coverage; empty where none can be asked
 */
public record Budget(
    double epsilon,
    double delta,
    double selectionDelta,
    BudgetPeriod period,
    WhenSpent whenSpent,
    NoiseChoice noise,
    Optional<CoverageReserve> coverageReserve) {

  public Budget {
    // Written as !(x > 0) so that NaN is refused too.
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new InputException("budget.epsilon must be finite and above 0, got " + epsilon);
    }
    if (!(delta >= 0 && delta < 1)) {
      throw new InputException("budget.delta must be at least 0 and below 1, got " + delta);
    }
    if (!(selectionDelta >= 0) || (selectionDelta > 0 && selectionDelta >= delta)) {
      throw new InputException(
          "budget.selection-delta must be at least 0 and below budget.delta, got "
              + selectionDelta);
    }
    if (noise == NoiseChoice.GOOGLE && delta != 0) {
      throw new InputException(
          "budget.noise: google needs budget.delta 0 (its Laplace noise), got delta "
              + delta
              + ": the library's Gaussian is a binomial approximation that is (epsilon, delta)-DP"
              + " but not mu-GDP, so that no ledger of mu^2 can carry it");
    }
  }

  /** A budget of which nothing is kept for estimates of coverage. */
  public Budget(
      double epsilon,
      double delta,
      double selectionDelta,
      BudgetPeriod period,
      WhenSpent whenSpent,
      NoiseChoice noise) {
    this(epsilon, delta, selectionDelta, period, whenSpent, noise, Optional.empty());
  }

  /** The same, whose noise is drawn by Discreet itself. */
  public Budget(
      double epsilon,
      double delta,
      double selectionDelta,
      BudgetPeriod period,
      WhenSpent whenSpent) {
    this(epsilon, delta, selectionDelta, period, whenSpent, NoiseChoice.EXACT);
  }

  /** The δ that is left for noise, rounded down: what the noise budget is calibrated to. */
  public double noiseDelta() {
    return selectionDelta == 0 ? delta : Math.nextDown(delta - selectionDelta);
  }

  /** Whether the books are kept in pure ε rather than in μ². */
  public boolean pure() {
    return delta == 0;
  }

  /** After which time a customer's budget is granted anew; days begin in the policy's time zone. */
  public enum BudgetPeriod {
    /** Never: one budget for all time. */
    NONE,
    DAY,
    /** From Monday to Sunday. */
    WEEK,
    MONTH,
    QUARTER,
    YEAR
  }

  /** Who draws the noise. */
  public enum NoiseChoice {
    /** Discreet: rounded Gaussian or Laplace noise, exactly distributed. */
    EXACT,
    /** Google's differential-privacy library: Laplace noise for pure-ε books. */
    GOOGLE
  }

  /** What happens to a query for which some customer's budget may not suffice. */
  public enum WhenSpent {
    /** The customer silently stays out. */
    DROP,
    /** The query is refused on the public worst case. */
    REFUSE
  }
}
