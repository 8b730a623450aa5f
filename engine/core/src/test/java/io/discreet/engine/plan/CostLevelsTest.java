package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostLevelsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 63, 64, 1_000_003, 1L << 40, (1L << 47) - 1})
  void units_everyLevel_isAtLeastTheExactGeometricLevel(long worstCase) {
    CostLevels levels = new CostLevels(worstCase);
    assertThat(levels.units(0)).isEqualTo(worstCase);
    for (int k = 0; k < CostLevels.COUNT; k++) {
      // units(k)^4 >= worst^4 * 2^-k, exactly
      BigDecimal left = new BigDecimal(levels.units(k)).pow(4).multiply(new BigDecimal(2).pow(k));
      assertThat(left).isGreaterThanOrEqualTo(new BigDecimal(worstCase).pow(4));
      double exact = worstCase * Math.pow(2, -k / 4.0);
      assertThat((double) levels.units(k)).isLessThanOrEqualTo(exact * (1 + 1e-12) + 1);
    }
  }

  @Test
  void levelOf_anyCost_isTheCheapestThatCoversIt() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    CostLevels levels = new CostLevels((1L << 40) + 12_345);
    for (int run = 0; run < 10_000; run++) {
      long cost =
          new BigDecimal(levels.units(0))
              .multiply(
                  BigDecimal.valueOf(Math.pow(2, -16 * random.nextDouble())), MathContext.DECIMAL64)
              .longValue();
      int level = levels.levelOf(Math.max(1, cost));
      assertThat(levels.units(level)).isGreaterThanOrEqualTo(cost);
      if (level + 1 < CostLevels.COUNT) {
        assertThat(levels.units(level + 1)).isLessThan(Math.max(1, cost));
      }
    }
  }

  @Test
  void levelOf_costOutOfReach_isRefused() {
    CostLevels levels = new CostLevels(10);
    assertThatThrownBy(() -> levels.levelOf(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> levels.levelOf(11)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CostLevels(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
