package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.SafeSide;
import org.junit.jupiter.api.Test;

class EpsilonOfUnitsTest {

  private static final double DELTA = 1e-9;

  @Test
  void of_moreCostsThanAreKept_isThatOfTheCurrencyEachTime() {
    EpsilonOfUnits epsilons = new EpsilonOfUnits(Currency.gaussian(), DELTA);
    for (int time = 0; time < 2; time++) {
      for (long units = 1; units < 1L << 40; units += 1L << 31) {
        assertThat(epsilons.of(units))
            .isEqualTo(SafeSide.SPENT.of(Currency.gaussian().epsilon(units, DELTA)));
        assertThat(epsilons.of(units)).isEqualTo(epsilons.of(units));
      }
    }
  }
}
