package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.util.OptionalDouble;

/**
 * A customer's own limit on a period's spend. It can only lower what the policy gives.
 *
 * @param kind how the customer chose it
 * @param epsilon the ε that the period may cost, finite and above 0; empty exactly for {@link
 *     Kind#OPEN}
 */
public record Cap(Kind kind, OptionalDouble epsilon) {

  /** No limit beyond the policy's: how a cap is taken back. */
  public static final Cap OPEN = new Cap(Kind.OPEN, OptionalDouble.empty());

  public Cap {
    if ((kind == Kind.OPEN) != epsilon.isEmpty()) {
      throw new IllegalArgumentException("a cap has an epsilon exactly when it is not open");
    }
    // Written as !(x > 0) so that NaN is refused too.
    if (epsilon.isPresent()
        && (!(epsilon.getAsDouble() > 0) || Double.isInfinite(epsilon.getAsDouble()))) {
      throw new InputException(
          "a cap's epsilon must be finite and above 0, got " + epsilon.getAsDouble());
    }
  }

  /** A quarter of the policy's ε. */
  public static Cap strict(double policyEpsilon) {
    return of(Kind.STRICT, policyEpsilon / 4);
  }

  /** Half of the policy's ε. */
  public static Cap balanced(double policyEpsilon) {
    return of(Kind.BALANCED, policyEpsilon / 2);
  }

  /** An ε of the customer's own. */
  public static Cap own(double epsilon) {
    return of(Kind.EPSILON, epsilon);
  }

  /** A cap of ε. */
  public static Cap of(Kind kind, double epsilon) {
    return new Cap(kind, OptionalDouble.of(epsilon));
  }

  /** How a customer chooses a cap: a named strictness, or an ε of their own. */
  public enum Kind {
    STRICT,
    BALANCED,
    EPSILON,
    OPEN
  }
}
