package io.discreet.mechanisms.accounting;

import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

/** δ(μ, ε) by another library's erfc in 120 digits: shares no code with what it checks. */
final class ApfloatCurve {

  private static final int DIGITS = 120;

  private ApfloatCurve() {}

  static Apfloat delta(double mu, double epsilon) {
    Apfloat m = new Apfloat(mu, DIGITS);
    Apfloat e = new Apfloat(epsilon, DIGITS);
    Apfloat half = m.divide(new Apfloat(2, DIGITS));
    Apfloat a = e.divide(m).subtract(half);
    Apfloat b = e.divide(m).add(half);
    return upper(a).subtract(ApfloatMath.exp(e).multiply(upper(b)));
  }

  private static Apfloat upper(Apfloat x) {
    Apfloat root = ApfloatMath.sqrt(new Apfloat(2, DIGITS));
    return ApfloatMath.erfc(x.divide(root)).divide(new Apfloat(2, DIGITS));
  }
}
