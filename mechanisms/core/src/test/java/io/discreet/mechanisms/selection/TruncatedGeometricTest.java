package io.discreet.mechanisms.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.PureDp;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.reference.DecimalCurve;
import io.discreet.mechanisms.reference.ReferenceTable;
import io.discreet.mechanisms.reference.ReferenceTable.Row;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruncatedGeometricTest {

  private static final BigDecimal TINY = new BigDecimal("1e-30");

  private static final MathContext DIGITS = new MathContext(60);

  /** The doubles below a table's decimals must not name a segment more often than the decimals. */
  private static TruncatedGeometric choice(Row row) {
    return new TruncatedGeometric(row.below("eps"), row.below("delta"), 1);
  }

  @Test
  void keepProbability_everyRowOfTheTable_isTheReferenceRoundedDown() {
    List<Row> rows = ReferenceTable.named("partition_selection").rows();
    for (Row row : rows) {
      double kept = choice(row).keepProbability(Long.parseLong(row.text("users")));
      BigDecimal exact = row.exact("keep_probability");
      assertThat(new BigDecimal(kept))
          .as("%s", row)
          .isLessThanOrEqualTo(exact)
          .isGreaterThanOrEqualTo(exact.multiply(new BigDecimal("0.999999999999")));
    }
    assertThat(rows).hasSize(183);
  }

  /** Which of the bounds on π(n) is met: e^ε π(n − 1) + δ while it grows, the other one after. */
  @Test
  void exactProbability_everyRowOfTheTable_isOnTheBranchOfTheReference() {
    for (Row row : ReferenceTable.named("partition_selection").rows()) {
      TruncatedGeometric choice = choice(row);
      long n = Long.parseLong(row.text("users"));
      BigDecimal p = choice.exactProbability(n);
      String branch =
          p.signum() == 0
              ? "zero"
              : p.compareTo(BigDecimal.ONE) == 0
                  ? "one"
                  : isGrown(choice, row, n) ? "grow" : "saturate";
      assertThat(branch).as("%s", row).isEqualTo(row.text("branch"));
    }
  }

  @Test
  void exactProbability_everyRowOfTheSummary_changesItsBranchThere() {
    for (Row row : ReferenceTable.named("partition_selection_summary").rows()) {
      TruncatedGeometric choice = choice(row);
      for (String column : List.of("closed_form_crossover_n1", "last_growing_n_by_recurrence")) {
        long last = Long.parseLong(row.text(column));
        assertThat(isGrown(choice, row, last)).as("%s", row).isTrue();
        assertThat(isGrown(choice, row, last + 1)).as("%s", row).isFalse();
      }
    }
  }

  /** Whether π(n) is e^ε π(n − 1) + δ, to 30 digits. */
  private static boolean isGrown(TruncatedGeometric choice, Row row, long n) {
    BigDecimal grown =
        DecimalCurve.exp(new BigDecimal(row.below("eps")))
            .multiply(choice.exactProbability(n - 1))
            .add(new BigDecimal(row.below("delta")));
    return grown.subtract(choice.exactProbability(n)).abs().compareTo(TINY) < 0;
  }

  @Test
  void certainFrom_everyRowOfTheSummary_isTheReference() {
    for (Row row : ReferenceTable.named("partition_selection_summary").rows()) {
      assertThat(choice(row).certainFrom())
          .isEqualTo(Integer.parseInt(row.text("first_n_with_probability_1")));
    }
  }

  static Stream<Arguments> parameters() {
    Stream<Arguments> table =
        ReferenceTable.named("partition_selection_summary").rows().stream()
            .map(row -> Arguments.of(row.below("eps"), row.below("delta")));
    Stream<Arguments> others =
        Stream.of(0.001, 0.01, 0.1, 0.5, 1.0, 3.7, 20.0, 50.0)
            .flatMap(
                epsilon ->
                    Stream.of(1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 0.1)
                        .map(delta -> Arguments.of(epsilon, delta)));
    return Stream.concat(table, others);
  }

  /** All four inequalities between neighbours, with e^ε and δ exact to 100 digits. */
  @ParameterizedTest
  @MethodSource("parameters")
  void probabilities_ofNeighbours_obeyEpsilonAndDelta(double epsilon, double delta) {
    TruncatedGeometric choice = new TruncatedGeometric(epsilon, delta, 1);
    BigDecimal growth = DecimalCurve.exp(new BigDecimal(epsilon));
    BigDecimal leak = new BigDecimal(delta);
    int last = choice.certainFrom();
    int step = Math.max(1, last / 500);
    for (int n = 0; n <= last; n += step) {
      BigDecimal p = choice.exactProbability(n);
      BigDecimal next = choice.exactProbability(n + 1);
      BigDecimal kept = growth.multiply(p).add(leak);
      BigDecimal dropped = growth.multiply(BigDecimal.ONE.subtract(next)).add(leak);
      assertThat(next).as("n %d", n).isLessThanOrEqualTo(kept).isGreaterThanOrEqualTo(p);
      assertThat(BigDecimal.ONE.subtract(p)).as("n %d", n).isLessThanOrEqualTo(dropped);
      // And no larger probability obeys them: one of the two is met to 20 digits.
      BigDecimal room = kept.min(BigDecimal.ONE).subtract(next);
      BigDecimal otherRoom = dropped.subtract(BigDecimal.ONE.subtract(p)).divide(growth, DIGITS);
      assertThat(room.min(otherRoom).min(BigDecimal.ONE.subtract(next)))
          .as("n %d", n)
          .isLessThan(TINY);
    }
    assertThat(choice.exactProbability(0)).isEqualByComparingTo(BigDecimal.ZERO);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 8, 9, 11, 12, 16})
  void select_manyTimes_keepsAtTheStatedRate(long customers) {
    TruncatedGeometric choice = new TruncatedGeometric(1, 1e-3, 1);
    int runs = 400_000;
    long[] totals = new long[runs];
    Arrays.fill(totals, customers);
    int kept = choice.select(totals, new InsecureSeededNoise(customers)).cardinality();
    double p = choice.keepProbability(customers);
    // 6.2 standard deviations: a false alarm at odds below 1e-9 for each value.
    double bound = 6.2 * Math.sqrt(runs * p * (1 - p)) + 12;
    assertThat(Math.abs(kept - runs * p)).as("seed %d", customers).isLessThanOrEqualTo(bound);
    // The twin: the rate of the next count is rejected by the same bound.
    double wrong = choice.keepProbability(customers + 1);
    if (wrong < 1 || p < 0.999) {
      assertThat(Math.abs(kept - runs * wrong)).isGreaterThan(bound);
    }
  }

  @Test
  void select_firstHalfOfTheUniformTies_readsTheSecondHalf() {
    TruncatedGeometric choice = new TruncatedGeometric(0.5, 1e-6, 1);
    BigInteger p =
        choice
            .exactProbability(7)
            .multiply(new BigDecimal(BigInteger.TWO.pow(126)))
            .toBigIntegerExact();
    long upper = p.shiftRight(63).longValueExact();
    long lower = p.and(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    assertThat(named(choice, (upper - 1) << 1)).isTrue();
    assertThat(named(choice, (upper + 1) << 1)).isFalse();
    assertThat(named(choice, upper << 1, (lower - 1) << 1)).isTrue();
    assertThat(named(choice, upper << 1, lower << 1)).isFalse();
    assertThat(named(choice, upper << 1 | 1, (lower - 1) << 1 | 1)).isTrue();
  }

  private static boolean named(TruncatedGeometric choice, long... words) {
    Deque<Long> script = new ArrayDeque<>(Arrays.stream(words).boxed().toList());
    boolean named = choice.select(new long[] {7}, script::remove).get(0);
    assertThat(script).isEmpty();
    return named;
  }

  @Test
  void select_severalChunks_keepsTheCertainAndNoEmptySegment() {
    TruncatedGeometric choice = new TruncatedGeometric(2, 0.1, 1);
    long[] totals = new long[5_000];
    for (int i = 0; i < totals.length; i += 3) {
      totals[i] = i % 2 == 0 ? choice.certainFrom() : Long.MAX_VALUE;
    }
    RandomBits zeros = () -> 0; // names whatever has a chance at all
    RandomBits ones = () -> -1; // names only what is certain
    for (RandomBits bits : List.of(zeros, ones)) {
      var named = choice.select(totals, bits);
      for (int i = 0; i < totals.length; i++) {
        assertThat(named.get(i)).isEqualTo(totals[i] > 0);
      }
    }
    assertThat(choice.select(new long[0], zeros).isEmpty()).isTrue();
  }

  /** One chunk more than there are segments would be bits for nobody. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1024, 5 * 1024})
  void select_wholeChunks_takesOneWordForEachSegment(int segments) {
    TruncatedGeometric choice = new TruncatedGeometric(2, 0.1, 1);
    int[] taken = {0};
    choice.select(
        new long[segments],
        () -> {
          taken[0]++;
          return 1L << 63;
        });
    assertThat(taken[0]).isEqualTo(segments);
  }

  @Test
  void cost_ofKSegments_isKTimesThatOfOneRoundedUp() {
    double delta = 1e-7;
    TruncatedGeometric choice = new TruncatedGeometric(0.7, delta, 5);
    double mu = PureDp.mu(0.7);
    for (int k = 0; k <= 5; k++) {
      BigDecimal exact =
          new BigDecimal(mu)
              .pow(2)
              .multiply(BigDecimal.valueOf(k))
              .multiply(BigDecimal.valueOf(Currency.UNITS_PER_ONE));
      assertThat(new BigDecimal(choice.costUnits(k)))
          .isBetween(exact, exact.add(BigDecimal.valueOf(2)));
      assertThat(new BigDecimal(choice.delta(k)))
          .isGreaterThanOrEqualTo(new BigDecimal(delta).multiply(BigDecimal.valueOf(k)));
      assertThat(choice.delta(k)).isLessThanOrEqualTo(k * delta * (1 + 1e-15));
    }
    assertThat(new TruncatedGeometric(0.7, 0.9, 5).delta(5)).isEqualTo(1);
  }

  @Test
  void meanThreshold_isWhereAboutHalfIsKept() {
    TruncatedGeometric choice = new TruncatedGeometric(1, 1e-5, 1);
    double mean = choice.meanThreshold();
    assertThat(choice.keepProbability((long) Math.floor(mean) - 1)).isLessThan(0.5);
    assertThat(choice.keepProbability((long) Math.ceil(mean) + 1)).isGreaterThan(0.5);
    assertThat(mean).isBetween(11.0, 13.0);
  }

  @Test
  void parameters_atTheEdgeOfTheRange_areTaken() {
    assertThat(new TruncatedGeometric(TruncatedGeometric.MIN_EPSILON, 0.5, 1).certainFrom())
        .isEqualTo(2);
    assertThat(
            new TruncatedGeometric(TruncatedGeometric.MAX_EPSILON, TruncatedGeometric.MIN_DELTA, 1)
                .certainFrom())
        .isEqualTo(5); // 1 − π(4) is about e^(−128), and below δ
  }

  @Test
  void parameters_outOfRange_areRefused() {
    for (double bad : new double[] {Double.NaN, 0, 1e-5, 65}) {
      assertThatThrownBy(() -> new TruncatedGeometric(bad, 0.1, 1)).hasMessageContaining("epsilon");
    }
    for (double bad : new double[] {Double.NaN, 0, 1e-40, 1}) {
      assertThatThrownBy(() -> new TruncatedGeometric(1, bad, 1)).hasMessageContaining("delta");
    }
    TruncatedGeometric choice = new TruncatedGeometric(1, 0.1, 2);
    assertThat(choice.l0()).isEqualTo(2);
    assertThat(choice).hasToString("truncated-geometric(epsilon 1.0, delta 0.1 a segment)");
    assertThatThrownBy(() -> new TruncatedGeometric(1, 0.1, 0)).hasMessageContaining("l0");
    assertThatThrownBy(() -> choice.costUnits(3)).hasMessageContaining("from 0 to l0 = 2, got 3");
    assertThatThrownBy(() -> choice.delta(-1)).hasMessageContaining("got -1");
    assertThatThrownBy(() -> choice.keepProbability(-1)).hasMessageContaining("customers");
    assertThatThrownBy(() -> choice.select(new long[] {-1}, () -> 0))
        .hasMessageContaining("fewer than 0")
        .hasMessageNotContaining("-1");
  }
}
