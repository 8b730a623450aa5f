package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.reference.ReferenceTable;
import io.discreet.mechanisms.reference.ReferenceTable.Row;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the tables of the accounting, on the safe side and within 10⁻¹² of itself.
 *
 * <p>A table's parameters are decimals. Each conversion gets the double next to them that asks for
 * more privacy or tells of more loss, so that it has no excuse for a result on the unsafe side.
 */
class ReferenceTablesTest {

  private static final BigDecimal TOLERANCE = new BigDecimal("1e-12");

  /** For what the choice of the next double moves by little: a few units in the last place. */
  private static final BigDecimal TIGHT = new BigDecimal("4e-15");

  private static final MathContext UP = new MathContext(60, RoundingMode.CEILING);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** Below this the doubles are too coarse for a relative error of 10⁻¹². */
  private static final BigDecimal LEAST_COMPARED = new BigDecimal("1e-290");

  static Stream<Row> gdp() {
    return rows("gdp", 28);
  }

  static Stream<Row> gaussianMinSigma() {
    return rows("gaussian_min_sigma", 28);
  }

  static Stream<Row> gaussianDelta() {
    return rows("gaussian_delta", 120);
  }

  static Stream<Row> pureDpToGdp() {
    return rows("pure_dp_to_gdp", 10);
  }

  static Stream<Row> zcdpToApproxDp() {
    return rows("zcdp_to_approx_dp", 32);
  }

  static Stream<Row> approxDpToZcdp() {
    return rows("approx_dp_to_zcdp", 28);
  }

  private static Stream<Row> rows(String table, int count) {
    assertThat(ReferenceTable.named(table).rows()).hasSize(count);
    return ReferenceTable.named(table).rows().stream();
  }

  @ParameterizedTest
  @MethodSource("gdp")
  void gaussianDp_tableOfBudgets_isOnTheSafeSide(Row row) {
    assertIsBudget(GaussianDp.mu(row.below("eps"), row.below("delta")), row.exact("mu"), TIGHT);
    assertIsLoss(GaussianDp.epsilon(row.above("mu"), row.below("delta")), row.exact("eps"));
    assertIsLoss(GaussianDp.delta(row.above("mu"), row.below("eps")), row.exact("delta"));
    BigDecimal units = row.exact("mu").pow(2).multiply(BigDecimal.valueOf(Currency.UNITS_PER_ONE));
    assertThat(
            new BigDecimal(Currency.gaussian().budgetUnits(row.below("eps"), row.below("delta"))))
        .isLessThanOrEqualTo(units)
        .isGreaterThan(units.multiply(BigDecimal.ONE.subtract(TOLERANCE)).subtract(BigDecimal.ONE));
  }

  @ParameterizedTest
  @MethodSource("gaussianMinSigma")
  void gaussianDp_tableOfLeastSigmas_isOnTheSafeSide(Row row) {
    double mu = GaussianDp.mu(row.below("eps"), row.below("delta"));
    assertIsBudget(mu, BigDecimal.ONE.divide(row.exact("sigma"), UP), TIGHT);
    // This column is a double, whose text is not exact.
    BigDecimal sigma = new BigDecimal(row.exact("sigma_double_up").doubleValue());
    assertThat(sigma).isGreaterThanOrEqualTo(row.exact("sigma"));
    assertIsLoss(
        GaussianDp.delta(ReferenceTable.above(BigDecimal.ONE.divide(sigma, UP)), row.below("eps")),
        row.exact("delta_at_sigma_double_up"));
    assertIsLoss(ConcentratedDp.rhoOfGaussian(muOf(row, "sigma")), row.exact("rho_of_sigma"));
    double classicalMu = muOf(row, "sigma_classical_sqrt_2ln_1.25_over_delta");
    if (row.exact("eps").compareTo(BigDecimal.ONE) < 0) { // the classical theorem ends here
      assertThat(mu).isGreaterThan(classicalMu);
    }
  }

  @ParameterizedTest
  @MethodSource("gaussianDelta")
  void gaussianDp_tableOfDeltas_isOnTheSafeSide(Row row) {
    double delta = GaussianDp.delta(muOf(row, "sigma"), row.below("eps"));
    if (row.exact("delta").compareTo(LEAST_COMPARED) < 0) {
      assertThat(new BigDecimal(delta)).isBetween(row.exact("delta"), LEAST_COMPARED);
    } else {
      // The next doubles of 1/σ and ε move δ by as much as the curve is steep there.
      double epsilon = row.exact("eps").doubleValue();
      double sigma = row.exact("sigma").doubleValue();
      double slope = Math.pow(epsilon * sigma + 1 / sigma, 2) + 2;
      assertIsLoss(delta, row.exact("delta"), BigDecimal.valueOf(slope * 1e-15));
    }
  }

  @ParameterizedTest
  @MethodSource("pureDpToGdp")
  void pureDp_tableOfMus_isOnTheSafeSide(Row row) {
    assertIsLoss(PureDp.mu(row.above("eps")), row.exact("mu"), TIGHT);
    assertIsBudget(PureDp.epsilon(row.below("mu")), row.exact("eps"));
    double rho = ConcentratedDp.rhoOfPure(row.above("eps"));
    assertIsLoss(rho, row.exact("rho_eps_tanh_half_eps"));
    assertThat(new BigDecimal(rho)).isLessThan(row.exact("rho_eps_squared_over_2"));
    // μ-GDP is μ²/2-zCDP: what pure ε costs in μ² includes what it costs in ρ.
    assertThat(rho).isLessThan(ConcentratedDp.rhoOfGaussian(row.above("mu")));
  }

  @ParameterizedTest
  @MethodSource("zcdpToApproxDp")
  void concentratedDp_tableOfLosses_isOnTheSafeSide(Row row) {
    double epsilon = ConcentratedDp.epsilon(row.above("rho"), row.below("delta"));
    assertIsLoss(epsilon, row.exact("eps"), TIGHT);
    assertThat(new BigDecimal(epsilon)).isLessThan(row.exact("eps_bun_steinke_rho_plus_2sqrt"));
    double mu = ReferenceTable.above(row.exact("rho").multiply(TWO).sqrt(UP));
    assertIsLoss(GaussianDp.epsilon(mu, row.below("delta")), row.exact("eps_gaussian_exact"));
  }

  @ParameterizedTest
  @MethodSource("approxDpToZcdp")
  void concentratedDp_tableOfBudgets_isOnTheSafeSide(Row row) {
    double rho = ConcentratedDp.rho(row.below("eps"), row.below("delta"));
    assertIsBudget(rho, row.exact("rho_max"), TIGHT);
    assertThat(new BigDecimal(rho)).isGreaterThan(row.exact("rho_bun_steinke"));
    assertIsLoss(
        ConcentratedDp.rhoOfGaussian(muOf(row, "gaussian_sigma_of_rho")), row.exact("rho_max"));
  }

  /** The least double that is at least 1/σ: the most that noise of this σ loses. */
  private static double muOf(Row row, String sigma) {
    return ReferenceTable.above(BigDecimal.ONE.divide(row.exact(sigma), UP));
  }

  private static void assertIsBudget(double actual, BigDecimal exact) {
    assertIsBudget(actual, exact, TOLERANCE);
  }

  private static void assertIsBudget(double actual, BigDecimal exact, BigDecimal tolerance) {
    assertThat(new BigDecimal(actual))
        .isLessThanOrEqualTo(exact)
        .isGreaterThanOrEqualTo(exact.multiply(BigDecimal.ONE.subtract(tolerance)));
  }

  private static void assertIsLoss(double actual, BigDecimal exact) {
    assertIsLoss(actual, exact, TOLERANCE);
  }

  private static void assertIsLoss(double actual, BigDecimal exact, BigDecimal tolerance) {
    assertThat(new BigDecimal(actual))
        .isGreaterThanOrEqualTo(exact)
        .isLessThanOrEqualTo(exact.multiply(BigDecimal.ONE.add(tolerance)));
  }
}
