package io.discreet.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Noise;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbers_notFinite_areRefusedEverywhere(double bad) {
    refuses(() -> new Estimate(bad, 1, 0, 2), "value");
    refuses(() -> new Estimate(1, bad, 0, 2), "standardError");
    refuses(() -> new Estimate(1, 1, bad, 2), "low");
    refuses(() -> new Estimate(1, 1, 0, bad), "high");
    refuses(() -> new Noise("count", "rounded-gaussian", bad, "1"), "scaleUnits");
    refuses(() -> new Charged("gaussian-dp", 1, 1, bad), "epsilon");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3",
    "2, 100",
    "333333333333, 1000000000000",
    "4611686018427387902, 4611686018427387903"
  })
  void share_ofAnyCost_isNeverToldAsLess(long worstCase, long budget) {
    double share = new Charged("gaussian-dp", worstCase, budget, 1).share();
    assertThat(new BigDecimal(Double.toString(share)).multiply(BigDecimal.valueOf(budget)))
        .isBetween(BigDecimal.valueOf(worstCase), BigDecimal.valueOf(budget));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "one"})
  void noise_unitThatIsNoPositiveDecimal_isRefused(String unit) {
    refuses(() -> new Noise("count", "rounded-gaussian", 1, unit), "unit");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void counts_belowTheirLeast_areRefused(long bad) {
    refuses(() -> new Charged("gaussian-dp", bad, 1, 1), "worstCaseUnits");
    refuses(() -> new Charged("gaussian-dp", 1, bad, 1), "budgetUnits");
    refuses(() -> new Estimate(1, bad, 0, 2), "standardError");
    refuses(
        () -> new MeasureInfo("rows", MeasureInfo.Kind.ROWS, (int) Math.max(bad, -7), List.of()),
        "decimals");
    refuses(() -> new Estimate(1, 1, 3, 2), "low <= high");
  }

  private static void refuses(Runnable making, String name) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
