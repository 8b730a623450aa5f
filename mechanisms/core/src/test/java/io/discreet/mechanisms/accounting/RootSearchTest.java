package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootSearchTest {

  /** Arithmetic halvings alone would take a thousand steps to the least of these. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-20, 0.7, 1, 1.5, 63.9, 4095.5})
  void bisected_anyRoot_isJustAboveWhatIsFoundFast(double root) {
    AtomicInteger asked = new AtomicInteger();
    double found =
        RootSearch.bisected(
            0,
            4096,
            x -> {
              asked.incrementAndGet();
              return x < root ? -1 : 1;
            });
    assertThat(found).isBetween(root * (1 - 0x1p-50), Math.nextDown(root));
    assertThat(asked.get()).isLessThan(400);
  }

  @Test
  void bisected_rootOutsideOfTheRange_isTheNearerEnd() {
    assertThat(RootSearch.bisected(2, 8, x -> 1)).isEqualTo(2);
    assertThat(RootSearch.bisected(2, 8, x -> -1)).isBetween(8 * (1 - 0x1p-50), Math.nextDown(8.0));
    assertThat(RootSearch.bisected(2, 2, x -> -1)).isEqualTo(2);
  }

  @Test
  void polished_goodStart_isTheRootAndStopsThere() {
    AtomicInteger asked = new AtomicInteger();
    double found =
        RootSearch.polished(
            1.4,
            10,
            x -> {
              asked.incrementAndGet();
              return (x * x - 2) / (2 * x);
            });
    assertThat(found).isEqualTo(Math.sqrt(2), within(4e-16));
    assertThat(asked.get()).isLessThan(6);
  }

  @Test
  void polished_stepWhoseSquareMovesNoDouble_isTheLastOne() {
    double step = 0x1p-32;
    assertThat(RootSearch.polished(1.5, 10, x -> step)).isEqualTo(1.5 - step);
    assertThat(RootSearch.polished(1.5, 10, x -> 2 * step)).isEqualTo(1.5 - 12 * step);
  }

  @Test
  void polished_nearStart_isTheRootAfterOneStep() {
    AtomicInteger asked = new AtomicInteger();
    double found =
        RootSearch.polished(
            Math.sqrt(2) * (1 + 0x1p-33),
            10,
            x -> {
              asked.incrementAndGet();
              return (x * x - 2) / (2 * x);
            });
    assertThat(found).isEqualTo(Math.sqrt(2), within(4e-16));
    assertThat(asked.get()).isOne();
  }

  @Test
  void polished_stepThatLeavesTheRange_keepsWhatItHad() {
    assertThat(RootSearch.polished(3, 10, x -> 3)).isEqualTo(3); // to 0
    assertThat(RootSearch.polished(3, 10, x -> 5)).isEqualTo(3);
    assertThat(RootSearch.polished(3, 10, x -> -7.5)).isEqualTo(3);
    assertThat(RootSearch.polished(3, 10, x -> Double.NaN)).isEqualTo(3);
    assertThat(RootSearch.polished(3, 10, x -> x - 10)).isEqualTo(10); // the end belongs to it
    assertThat(RootSearch.polished(9, 10, x -> 1)).isEqualTo(3); // six steps, and never settled
  }
}
