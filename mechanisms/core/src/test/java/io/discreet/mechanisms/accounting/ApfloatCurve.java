package io.discreet.mechanisms.accounting;

import java.math.BigDecimal;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

/** δ(μ, ε) by another library's erfc in 60 digits: shares no code with what it checks. */
final class ApfloatCurve {

  private static final int DIGITS = 60;

  private ApfloatCurve() {}

  static Apfloat delta(double mu, double epsilon) {
    Apfloat m = exactly(mu);
    Apfloat e = exactly(epsilon);
    Apfloat half = m.divide(new Apfloat(2, DIGITS));
    Apfloat a = e.divide(m).subtract(half);
    Apfloat b = e.divide(m).add(half);
    return upper(a).subtract(ApfloatMath.exp(e).multiply(upper(b)));
  }

  /** Apfloat's own conversion of a double is not exact. */
  static Apfloat exactly(double value) {
    return new Apfloat(new BigDecimal(value), DIGITS);
  }

  private static Apfloat upper(Apfloat x) {
    Apfloat root = ApfloatMath.sqrt(new Apfloat(2, DIGITS));
    return ApfloatMath.erfc(x.divide(root)).divide(new Apfloat(2, DIGITS));
  }
}
