package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Budget;
import io.discreet.engine.policy.Budget.BudgetPeriod;
import io.discreet.engine.policy.Budget.NoiseChoice;
import io.discreet.engine.policy.Budget.WhenSpent;
import io.discreet.mechanisms.accounting.Currency;
import org.junit.jupiter.api.Test;

class PolicyCurrencyTest {

  private static Budget budget(double delta, NoiseChoice noise) {
    return new Budget(1, delta, 0, BudgetPeriod.MONTH, WhenSpent.DROP, noise);
  }

  @Test
  void of_exactNoise_isOursInTheCurrencyOfDelta() {
    assertThat(PolicyCurrency.of(budget(0, NoiseChoice.EXACT)).noise(3).mechanism())
        .isEqualTo("rounded-laplace");
    assertThat(PolicyCurrency.of(budget(1e-6, NoiseChoice.EXACT))).isEqualTo(Currency.gaussian());
  }

  @Test
  void of_libraryThatIsNotThere_saysWhatToDoInOneLine() {
    Budget google = budget(0, NoiseChoice.GOOGLE);
    ClassLoader withoutLibraries = ClassLoader.getPlatformClassLoader();
    assertThatThrownBy(() -> PolicyCurrency.of(google, withoutLibraries))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mvn -Pgoogle-dp")
        .hasMessageNotContaining("\n");
  }

  @Test
  void budget_libraryWithDelta_isRefusedWithTheReason() {
    assertThatThrownBy(() -> budget(1e-6, NoiseChoice.GOOGLE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not mu-GDP");
    assertThatThrownBy(() -> budget(Double.MIN_VALUE, NoiseChoice.GOOGLE))
        .isInstanceOf(InputException.class);
  }
}
