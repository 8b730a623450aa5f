package io.discreet.mechanisms.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionRoundsTest {

  private static final int SEGMENTS = 4000;
  private static final int L0 = 100;

  /** Customers with 1 to 100 segments each, of which some are far more popular than others. */
  private static BitSet[] customers(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet[] customers = new BitSet[count];
    for (int i = 0; i < count; i++) {
      customers[i] = new BitSet();
      int wanted = 1 + (int) (L0 * Math.pow(random.nextDouble(), 3));
      while (customers[i].cardinality() < wanted) {
        customers[i].set((int) (SEGMENTS * Math.pow(random.nextDouble(), 4)));
      }
    }
    return customers;
  }

  /** Runs the rounds as an engine would, and returns what was named. */
  private static BitSet named(List<NoisyThreshold> rounds, BitSet[] customers, RandomBits bits) {
    BitSet named = new BitSet();
    for (NoisyThreshold round : rounds) {
      long[] totals = new long[SEGMENTS];
      for (BitSet customer : customers) {
        BitSet left = (BitSet) customer.clone();
        left.andNot(named);
        int count = left.cardinality();
        left.stream().forEach(segment -> totals[segment] += round.weight(count));
      }
      named.or(round.select(totals, bits));
    }
    return named;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1e-6, 1", "3, 1, 1e-6, 100", "8, 0.01, 1e-9, 200", "5, 30, 1e-15, 7"})
  void of_anyBudget_costsNobodyMoreWhateverIsNamed(int count, double mu, double delta, int l0) {
    long units = (long) (mu * mu * Currency.UNITS_PER_ONE);
    long spent = 0;
    BigDecimal leaked = BigDecimal.ZERO;
    for (NoisyThreshold round : SelectionRounds.of(count, units, delta, l0)) {
      long worstCost = 0;
      double worstDelta = 0;
      for (int t = 1; t <= l0; t++) {
        worstCost = Math.max(worstCost, round.costUnits(t));
        worstDelta = Math.max(worstDelta, round.delta(t));
      }
      spent += worstCost;
      leaked = leaked.add(new BigDecimal(worstDelta));
    }
    assertThat(spent).isBetween((long) (units * 0.99), units);
    assertThat(leaked).isLessThanOrEqualTo(new BigDecimal(delta));
    assertThat(leaked.doubleValue()).isGreaterThan(delta * 0.98);
  }

  @Test
  void of_laterRounds_haveMoreOfTheBudget() {
    List<NoisyThreshold> rounds = SelectionRounds.of(3, 1L << 40, 1e-6, 10);
    assertThat(rounds).hasSize(3);
    for (int i = 1; i < 3; i++) {
      double ratio = (double) rounds.get(i).costUnits(1) / rounds.get(i - 1).costUnits(1);
      assertThat(ratio).isBetween(2.999, 3.001);
    }
  }

  @Test
  void rounds_customersInMany_nameMoreThanOneRoundAtTheSameCost() {
    BitSet[] customers = customers(3, 6_000);
    long units = 1L << 40;
    int once = 0;
    int inRounds = 0;
    int counted = 0;
    for (long seed = 0; seed < 3; seed++) {
      RandomBits bits = new InsecureSeededNoise(seed);
      once += named(SelectionRounds.of(1, units, 1e-6, L0), customers, bits).cardinality();
      inRounds += named(SelectionRounds.of(3, units, 1e-6, L0), customers, bits).cardinality();
      SegmentSelection plain = SelectionChoice.namingMost(units, 1e-6, L0);
      long[] counts = new long[SEGMENTS];
      for (BitSet customer : customers) {
        customer.stream().forEach(segment -> counts[segment]++);
      }
      counted += plain.select(counts, bits).cardinality();
    }
    assertThat(inRounds).isGreaterThan(once * 11 / 10);
    assertThat(inRounds).isGreaterThan(counted * 11 / 10);
  }

  @Test
  void rounds_withoutOneCustomer_leaveEverybodyElsesWeightsAlone() {
    // A weight is a function of the customer's own segments and of what was named.
    List<NoisyThreshold> rounds = SelectionRounds.of(2, 1L << 40, 1e-6, L0);
    BitSet[] customers = customers(4, 50);
    for (NoisyThreshold round : rounds) {
      long[] with = totals(round, customers, 0);
      long[] without = totals(round, customers, 1);
      long[] own = totals(round, new BitSet[] {customers[0]}, 0);
      for (int i = 0; i < SEGMENTS; i++) {
        assertThat(with[i] - without[i]).isEqualTo(own[i]);
      }
    }
  }

  private static long[] totals(NoisyThreshold round, BitSet[] customers, int from) {
    long[] totals = new long[SEGMENTS];
    for (int i = from; i < customers.length; i++) {
      int count = customers[i].cardinality();
      customers[i].stream().forEach(segment -> totals[segment] += round.weight(count));
    }
    return totals;
  }

  @Test
  void parameters_atTheEdgeOfTheRange_areTaken() {
    assertThat(SelectionRounds.of(8, 100_000, 0.1, 1)).hasSize(8);
    assertThat(SelectionRounds.of(1, 1L << 40, 0.1, 1 << 20).get(0).weight(1 << 20))
        .isEqualTo(1 << 10);
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatThrownBy(() -> SelectionRounds.of(0, 1L << 40, 0.1, 1))
        .hasMessageContaining("rounds");
    assertThatThrownBy(() -> SelectionRounds.of(9, 1L << 40, 0.1, 1))
        .hasMessageContaining("rounds");
    assertThatThrownBy(() -> SelectionRounds.of(1, 99_999, 0.1, 1)).hasMessageContaining("units");
    assertThatThrownBy(() -> SelectionRounds.of(1, 1L << 40, 0.1, 0)).hasMessageContaining("l0");
    assertThatThrownBy(() -> SelectionRounds.of(1, 1L << 40, 0.1, (1 << 20) + 1))
        .hasMessageContaining("l0");
    // The first of two rounds gets a quarter of δ, so that a δ of 1 would look right to it.
    for (double bad : new double[] {Double.NaN, 0, 1, 3}) {
      assertThatThrownBy(() -> SelectionRounds.of(2, 1L << 40, bad, 1))
          .hasMessageContaining("delta");
    }
  }
}
