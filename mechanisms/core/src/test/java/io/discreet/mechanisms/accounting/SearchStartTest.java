package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.discreet.mechanisms.reference.DecimalCurve;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the searches in arbitrary precision start: a few doubles from where they end, so that a
 * conversion costs a handful of looks at the curve.
 */
class SearchStartTest {

  static List<double[]> grid() {
    return GaussianDpTest.grid();
  }

  static List<double[]> musAndEpsilons() {
    List<double[]> pairs = new ArrayList<>();
    for (double mu : new double[] {1e-9, 9.9e-5, 1.1e-4, 0.01, 0.7, 1, 3.3, 5}) {
      for (double above : new double[] {-0.4, 0, 0.3, 1, 4, 9}) {
        double epsilon = mu * (above + mu / 2);
        if (epsilon >= 0) {
          pairs.add(new double[] {mu, epsilon});
        }
      }
    }
    return pairs;
  }

  private static long doublesBetween(double one, double other) {
    return Math.abs(Double.doubleToRawLongBits(one) - Double.doubleToRawLongBits(other));
  }

  @ParameterizedTest
  @MethodSource("musAndEpsilons")
  void roughDelta_anyPair_isNearTheCurve(double[] pair) {
    double exact = DecimalCurve.delta(pair[0], pair[1]).doubleValue();
    assertThat(GaussianDp.roughDelta(pair[0], pair[1])).isCloseTo(exact, withinPercentage(1e-7));
  }

  @Test
  void roughDelta_whereTheCurveIsBelowEveryDouble_isZero() {
    assertThat(GaussianDp.roughDelta(0, 1)).isZero();
    assertThat(GaussianDp.roughDelta(1, 41)).isZero();
    assertThat(GaussianDp.roughDelta(1, 37)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("grid")
  void guessedMu_anyBudget_isAFewDoublesFromTheResult(double[] budget) {
    double mu = GaussianDp.mu(budget[0], budget[1]);
    long off = doublesBetween(GaussianDp.guessedMu(budget[0], budget[1]), mu);
    assertThat(off).isLessThanOrEqualTo(2);
  }

  static List<double[]> largeLosses() {
    return List.of(
        new double[] {30, 1e-6},
        new double[] {170, 1e-12},
        new double[] {1000, 0.1},
        new double[] {4096, 1e-9});
  }

  @ParameterizedTest
  @MethodSource("largeLosses")
  void guessedEpsilon_ofAnEndlessLoss_isAFewDoublesFromTheResult(double[] loss) {
    double epsilon = GaussianDp.epsilon(loss[0], loss[1]);
    assertThat(doublesBetween(GaussianDp.guessedEpsilon(loss[0], loss[1]), epsilon))
        .isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("grid")
  void guessedEpsilon_anyLoss_isAFewDoublesFromTheResult(double[] budget) {
    double mu = GaussianDp.mu(budget[0], budget[1]) * 0.7;
    double epsilon = GaussianDp.epsilon(mu, budget[1]);
    if (epsilon > 0) {
      long off = doublesBetween(GaussianDp.guessedEpsilon(mu, budget[1]), epsilon);
      assertThat(off).isLessThanOrEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p-200, 1e-9, 0.001, 0.5, 0.999, 1, 1.001, 3.7, 12, 50, 512})
  void guessedMuOfPure_anyEpsilon_isAFewDoublesFromTheResult(double epsilon) {
    assertThat(doublesBetween(PureDp.guessedMu(epsilon), PureDp.mu(epsilon)))
        .isLessThanOrEqualTo(8);
  }
}
