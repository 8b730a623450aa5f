package io.discreet.mechanisms.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

/**
 * The curves in 120 decimal digits by plain Taylor series: shares no code with what it checks.
 *
 * <p>Good for arguments of Q up to 15, where its alternating series loses 50 of the digits.
 */
public final class DecimalCurve {

  private static final MathContext DIGITS = new MathContext(120);
  private static final BigDecimal TINY = new BigDecimal("1e-120");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal ROOT_OF_TWO_PI =
      new BigDecimal(ApfloatMath.pi(125).toString(true)).multiply(TWO).sqrt(DIGITS);

  private DecimalCurve() {}

  /** δ(μ, ε) of μ-GDP. */
  public static BigDecimal delta(double mu, double epsilon) {
    BigDecimal m = new BigDecimal(mu);
    BigDecimal e = new BigDecimal(epsilon);
    BigDecimal half = m.divide(TWO);
    BigDecimal ratio = e.divide(m, DIGITS);
    return upper(ratio.subtract(half)).subtract(exp(e).multiply(upper(ratio.add(half)), DIGITS));
  }

  /** Q(x) = ½ − Σ (−1)^n x^(2n+1) / (2^n n! (2n+1)) / √(2π). */
  public static BigDecimal upper(BigDecimal x) {
    if (x.abs().compareTo(BigDecimal.valueOf(15)) > 0) {
      throw new IllegalArgumentException("the series is good up to 15, got " + x);
    }
    BigDecimal step = x.multiply(x, DIGITS).divide(TWO, DIGITS).negate();
    BigDecimal power = x;
    BigDecimal sum = x;
    for (int n = 1; power.abs().compareTo(TINY) > 0; n++) {
      power = power.multiply(step).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), DIGITS), DIGITS);
    }
    return new BigDecimal("0.5").subtract(sum.divide(ROOT_OF_TWO_PI, DIGITS));
  }

  /** e^x for x from 0 up. */
  public static BigDecimal exp(BigDecimal x) {
    BigDecimal power = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int n = 1; power.compareTo(TINY) > 0; n++) {
      power = power.multiply(x).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(power, DIGITS);
    }
    return sum;
  }

  /** ln x by another library. */
  public static BigDecimal log(BigDecimal x) {
    Apfloat exact = new Apfloat(x.round(DIGITS), 120);
    return new BigDecimal(ApfloatMath.log(exact).toString(true));
  }
}
