package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Costs of δ err upwards and budgets downwards, by less than one unit. */
class DeltaUnitsTest {

  private static final BigDecimal ONE = BigDecimal.valueOf(DeltaUnits.ONE);

  @ParameterizedTest
  @ValueSource(
      doubles = {0, Double.MIN_VALUE, 1e-300, 0x1p-62, 0x1.8p-62, 1e-18, 1e-9, 1e-7, 0.1, 0.5})
  void costAndBudget_ofAnyDelta_encloseItWithinOneUnit(double delta) {
    BigDecimal exact = new BigDecimal(delta).multiply(ONE);
    BigDecimal cost = BigDecimal.valueOf(DeltaUnits.cost(delta));
    BigDecimal budget = BigDecimal.valueOf(DeltaUnits.budget(delta));
    assertThat(cost).isGreaterThanOrEqualTo(exact).isLessThan(exact.add(BigDecimal.ONE));
    assertThat(budget).isLessThanOrEqualTo(exact).isGreaterThan(exact.subtract(BigDecimal.ONE));
  }

  @Test
  void cost_ofTheLeastDelta_isNotFree() {
    assertThat(DeltaUnits.cost(Double.MIN_VALUE)).isEqualTo(1);
    assertThat(DeltaUnits.budget(Double.MIN_VALUE)).isZero();
    assertThat(DeltaUnits.cost(0)).isZero();
    assertThat(DeltaUnits.toDeltaUp(0)).isZero();
    assertThat(DeltaUnits.toDeltaDown(0)).isZero();
    assertThatThrownBy(() -> DeltaUnits.toDeltaUp(-1)).hasMessageContaining("got -1");
    assertThatThrownBy(() -> DeltaUnits.toDeltaDown(-1)).hasMessageContaining("got -1");
  }

  @Test
  void cost_justBelowOne_fitsTheFixedPoint() {
    double most = Math.nextDown(1.0);
    assertThat(DeltaUnits.cost(most)).isEqualTo(DeltaUnits.ONE - (1L << 9));
    assertThat(DeltaUnits.toDeltaUp(DeltaUnits.cost(most))).isEqualTo(most);
    assertThat(DeltaUnits.toDeltaDown(DeltaUnits.cost(most))).isEqualTo(most);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        (1L << 53) - 1,
        (1L << 53) + 1, // a tie that goes down
        (1L << 53) + 3, // a tie that goes up
        (1L << 60) + 1,
        (1L << 60) - 1,
        DeltaUnits.ONE - 1,
        DeltaUnits.ONE,
        Long.MAX_VALUE
      })
  void toDelta_ofAnyUnits_isTheNearestDoubleOnItsSide(long units) {
    BigDecimal exact = BigDecimal.valueOf(units).divide(ONE);
    double up = DeltaUnits.toDeltaUp(units);
    double down = DeltaUnits.toDeltaDown(units);
    assertThat(new BigDecimal(up)).isGreaterThanOrEqualTo(exact);
    assertThat(new BigDecimal(Math.nextDown(up))).isLessThan(exact);
    assertThat(new BigDecimal(down)).isLessThanOrEqualTo(exact);
    assertThat(new BigDecimal(Math.nextUp(down))).isGreaterThan(exact);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1, Double.NaN, Double.POSITIVE_INFINITY})
  void cost_outsideItsRange_isRefused(double delta) {
    assertThatThrownBy(() -> DeltaUnits.cost(delta)).hasMessageContaining("delta must be");
    assertThatThrownBy(() -> DeltaUnits.budget(delta)).hasMessageContaining("delta must be");
  }
}
