package io.discreet.mechanisms.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enclosures hold the true value and are narrow; the truth is another library's. */
class EnclosureTest {

  private static final int BITS = 200;
  private static final int DIGITS = 90;

  private static Apfloat exactly(double x) {
    return new Apfloat(new BigDecimal(x), DIGITS);
  }

  private static void assertEncloses(Enclosure enclosure, Apfloat truth, int mostUnits) {
    Apfloat units = truth.multiply(new Apfloat(new BigDecimal(BigInteger.TWO.pow(BITS)), DIGITS));
    assertThat(new Apfloat(enclosure.low())).isLessThanOrEqualTo(units);
    assertThat(new Apfloat(enclosure.high())).isGreaterThanOrEqualTo(units);
    assertThat(enclosure.width()).isLessThanOrEqualTo(BigInteger.valueOf(mostUnits));
  }

  @Test
  void pi_moreBitsThanKept_isEnclosed() {
    assertEncloses(Elementary.pi(BITS), ApfloatMath.pi(DIGITS), 2);
    assertThat(Elementary.pi(2000).withBits(BITS).low()).isEqualTo(Elementary.pi(BITS).low());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-130, -20.5, -1, -1e-9, 0, 1e-9, 0.3, 1, 7.25})
  void exp_points_areEnclosed(double x) {
    assertEncloses(Elementary.exp(Enclosure.of(x, BITS)), ApfloatMath.exp(exactly(x)), 2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 0.1, 0.5, 0.75, 1, 1.0000001, 3, 12345})
  void log_points_areEnclosed(double x) {
    assertEncloses(Elementary.log(Enclosure.of(x, BITS)), ApfloatMath.log(exactly(x)), 64);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-9, -2.5, -1e-3, 0, 1e-3, 0.5, 3, 7.99, 8, 8.5, 11})
  void upper_points_areEnclosed(double x) {
    Apfloat root = ApfloatMath.sqrt(new Apfloat(2, DIGITS));
    Apfloat truth = ApfloatMath.erfc(exactly(x).divide(root)).divide(new Apfloat(2, DIGITS));
    assertEncloses(NormalTail.upper(Enclosure.of(x, BITS)), truth, 4);
  }

  @Test
  void upper_wideArguments_holdBothEnds() {
    for (double x : new double[] {-3, -1e-20, 0, 1e-20, 2, 9}) {
      Enclosure point = Enclosure.of(x, BITS);
      BigInteger reach = BigInteger.ONE.shiftLeft(BITS - 60);
      Enclosure wide = new Enclosure(point.low().subtract(reach), point.high().add(reach), BITS);
      Enclosure left = new Enclosure(wide.low(), wide.low(), BITS);
      Enclosure right = new Enclosure(wide.high(), wide.high(), BITS);
      Enclosure tail = NormalTail.upper(wide);
      assertThat(tail.high()).isGreaterThanOrEqualTo(NormalTail.upper(left).low());
      assertThat(tail.low()).isLessThanOrEqualTo(NormalTail.upper(right).high());
    }
  }

  @Test
  void mills_bothMethods_agreeWhereTheyMeet() {
    double x = 8;
    Enclosure below = NormalTail.mills(Enclosure.of(Math.nextDown(x), BITS));
    Enclosure above = NormalTail.mills(Enclosure.of(x, BITS));
    assertThat(below.high()).isGreaterThan(above.low());
    assertThat(below.toDoubleUp()).isBetween(above.toDoubleDown(), above.toDoubleUp() + 1e-15);
  }

  @Test
  void toDouble_anyNumber_isNextToItOnTheSideAsked() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2000; i++) {
      BigInteger integer = BigInteger.valueOf(random.nextLong()).shiftRight(random.nextInt(60));
      Enclosure x = new Enclosure(integer, integer, 70);
      BigDecimal exact = new BigDecimal(integer).divide(new BigDecimal(BigInteger.TWO.pow(70)));
      assertThat(new BigDecimal(x.toDoubleDown())).as("seed 3").isLessThanOrEqualTo(exact);
      assertThat(new BigDecimal(Math.nextUp(x.toDoubleDown()))).isGreaterThan(exact);
      assertThat(new BigDecimal(x.toDoubleUp())).isGreaterThanOrEqualTo(exact);
      assertThat(new BigDecimal(Math.nextDown(x.toDoubleUp()))).isLessThan(exact);
    }
  }

  @Test
  void arithmetic_randomIntervals_holdsEveryResultOfPoints() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 5000; i++) {
      Enclosure a = interval(random);
      Enclosure b = interval(random);
      for (BigInteger x : new BigInteger[] {a.low(), a.high()}) {
        for (BigInteger y : new BigInteger[] {b.low(), b.high()}) {
          BigDecimal u = new BigDecimal(x);
          BigDecimal v = new BigDecimal(y);
          BigDecimal unit = new BigDecimal(1 << 20);
          assertHolds(a.times(b), u.multiply(v), unit);
          assertHolds(a.minus(b), u.subtract(v), BigDecimal.ONE);
          assertHolds(a.squared(), u.multiply(u), unit);
          if (b.low().signum() > 0) {
            Enclosure quotient = a.dividedBy(b);
            assertThat(new BigDecimal(quotient.low()).multiply(v))
                .isLessThanOrEqualTo(u.multiply(unit));
            assertThat(new BigDecimal(quotient.high()).multiply(v))
                .isGreaterThanOrEqualTo(u.multiply(unit));
          }
        }
      }
    }
  }

  private static void assertHolds(Enclosure result, BigDecimal product, BigDecimal unit) {
    assertThat(new BigDecimal(result.low()).multiply(unit)).isLessThanOrEqualTo(product);
    assertThat(new BigDecimal(result.high()).multiply(unit)).isGreaterThanOrEqualTo(product);
  }

  private static Enclosure interval(SplittableRandom random) {
    long low = random.nextInt(-1 << 24, 1 << 24);
    return new Enclosure(
        BigInteger.valueOf(low), BigInteger.valueOf(low + random.nextInt(1 << 22)), 20);
  }

  @Test
  void of_noNumber_isRefused() {
    assertThatThrownBy(() -> Enclosure.of(Double.NaN, BITS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Enclosure.of(1, BITS).dividedBy(Enclosure.of(0, BITS)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Enclosure.of(1, 8).plus(Enclosure.of(1, 9)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
