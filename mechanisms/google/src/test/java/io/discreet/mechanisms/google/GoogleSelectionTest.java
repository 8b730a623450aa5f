package io.discreet.mechanisms.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.SecureBits;
import io.discreet.mechanisms.selection.NoisyThreshold;
import io.discreet.mechanisms.selection.SegmentSelection;
import io.discreet.mechanisms.selection.TruncatedGeometric;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our choice of segments and Google's, at the same (ε, δ), by two samples of each. */
class GoogleSelectionTest {

  /** Two-sided odds of a normal deviate this large: 2e-11, in some 25 comparisons below 1e-9. */
  private static final double DEVIATIONS = 6.7;

  private final SecureBits bits = SecureBits.fromOperatingSystem();

  private int kept(SegmentSelection selection, long customers, int runs) {
    long[] totals = new long[runs];
    Arrays.fill(totals, customers);
    return selection.select(totals, bits).cardinality();
  }

  /** The difference of two rates, in its standard deviations if the rates are the same. */
  private double deviations(SegmentSelection one, long n, SegmentSelection other, long m, int k) {
    double first = kept(one, n, k);
    double second = kept(other, m, k);
    double rate = (first + second) / (2.0 * k);
    double spread = Math.sqrt(2 * k * rate * (1 - rate));
    return spread == 0 ? 0 : (first - second) / spread;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1e-3", "1, 2, 1e-3", "2, 3, 1e-4"})
  void select_fewSegments_keepsAtTheRateOfOursAndOfNoOtherCount(double epsilon, int l0, double d) {
    GoogleSelection google = new GoogleSelection(epsilon, d, l0);
    SegmentSelection ours = new TruncatedGeometric(epsilon / l0, d / l0, l0);
    long middle = Math.round(ours.meanThreshold());
    for (long customers = middle - 1; customers <= middle + 1; customers++) {
      assertThat(Math.abs(deviations(ours, customers, google, customers, 100_000)))
          .as("%s of %d customers", google, customers)
          .isLessThan(DEVIATIONS);
    }
    // The twin: one customer more is told apart.
    assertThat(Math.abs(deviations(ours, middle + 1, google, middle, 100_000)))
        .isGreaterThan(DEVIATIONS);
  }

  /** The library rounds its threshold in another place: up to one customer lies between. */
  @Test
  void select_manySegments_keepsAtTheRateOfOursWithinOneCustomer() {
    GoogleSelection google = new GoogleSelection(3, 1e-3, 5);
    Currency currency = Currency.gaussian();
    double sigma = currency.noiseScale(5, currency.budgetUnits(3, 5e-4));
    NoisyThreshold ours = NoisyThreshold.counting(sigma, 5, 5e-4);
    long middle = ours.threshold();
    int runs = 20_000;
    assertThat(deviations(google, middle, ours, middle - 1, runs)).isGreaterThan(-DEVIATIONS);
    assertThat(deviations(google, middle, ours, middle + 1, runs)).isLessThan(DEVIATIONS);
    // The twins: three customers off is told apart, either way.
    assertThat(deviations(google, middle, ours, middle - 3, runs)).isGreaterThan(DEVIATIONS);
    assertThat(deviations(google, middle, ours, middle + 3, runs)).isLessThan(-DEVIATIONS);
  }

  @Test
  void price_isThatOfWhatIsApproximated() {
    SegmentSelection few = new GoogleSelection(1, 1e-6, 2);
    SegmentSelection geometric = new TruncatedGeometric(0.5, 5e-7, 2);
    assertThat(few.mechanism()).isEqualTo("google-truncated-geometric");
    assertThat(few.l0()).isEqualTo(2);
    assertThat(few.costUnits(2)).isEqualTo(geometric.costUnits(2));
    assertThat(few.delta(2)).isEqualTo(geometric.delta(2));
    assertThat(few.meanThreshold()).isEqualTo(geometric.meanThreshold());
    assertThat(new GoogleSelection(1, 1e-6, 4).mechanism()).isEqualTo("google-gaussian-threshold");
  }

  @Test
  void select_nobodyAndEverybody_areDroppedAndKept() {
    for (int l0 : new int[] {1, 5}) {
      long[] totals = {0, 1_000_000, 0, 1_000_000};
      assertThat(new GoogleSelection(1, 1e-6, l0).select(totals, bits).stream())
          .containsExactly(1, 3);
    }
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatThrownBy(() -> new GoogleSelection(1, 1e-6, 0)).hasMessageContaining("epsilon");
    assertThatThrownBy(() -> new GoogleSelection(1, 1, 1)).hasMessageContaining("delta");
    assertThatThrownBy(() -> new GoogleSelection(Double.NaN, 1e-6, 5))
        .hasMessageContaining("epsilon");
  }
}
