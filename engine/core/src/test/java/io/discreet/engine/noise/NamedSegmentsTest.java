package io.discreet.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.Payers;
import io.discreet.engine.plan.PlannedSelection;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.selection.NoisyThreshold;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the segments that were found in the data a release names. */
class NamedSegmentsTest {

  /** Groups of segments that one customer is alone in. */
  private static final int GROUPS = 300_000;

  /** A policy whose δ is so large that its spending can be counted. */
  private static QueryPlan plan(int l0) {
    return plan(l0, "product");
  }

  private static QueryPlan plan(int l0, String axes) {
    return new QueryPlanner(
            PolicyFile.parse(
                """
                customer: { column: email, kind: email }
                time-zone: UTC
                budget: { epsilon: 1, delta: 0.201, selection-delta: 0.2, period: month }
                purposes:
                  recommendations: { consent: required }
                tables:
                  purchases:
                    max-rows: 10
                    columns:
                      product: { type: category }
                      supplier: { type: category }
                """,
                "test policy"))
        .plan(
            SegmentQuery.parse(
                    "SELECT %1$s, COUNT(DISTINCT customer) FROM purchases GROUP BY %1$s"
                        .formatted(axes),
                    "recommendations")
                .withL0(l0),
            Share.percent(100),
            LocalDate.of(2026, 11, 23));
  }

  private static Tally tally(long[] customers) {
    return new Tally(
        new long[][] {customers.clone()},
        customers,
        place -> List.of(label(place)),
        Payers.of(List.of()));
  }

  /** The plan with the choice by threshold, whichever it would take under so large a δ. */
  private static QueryPlan byThreshold(QueryPlan plan) {
    PlannedSelection planned = plan.selection().orElseThrow();
    double sigma = Currency.gaussian().noiseScale(plan.l0(), planned.units());
    double delta = DeltaUnits.toDeltaDown(planned.deltaUnits());
    NoisyThreshold choice = NoisyThreshold.counting(sigma, plan.l0(), delta);
    return with(plan, new PlannedSelection(choice, planned.units(), planned.deltaUnits()));
  }

  private static NoisyThreshold threshold(QueryPlan plan) {
    return (NoisyThreshold) plan.selection().orElseThrow().choice();
  }

  /** Positions in another order than labels. */
  private static String label(int place) {
    return "%07d".formatted(9_999_999 - place);
  }

  /** How many of the groups of l0 segments with one customer each show at least one of them. */
  private static int exposed(QueryPlan plan, long seed) {
    long[] alone = new long[GROUPS * plan.l0()];
    Arrays.fill(alone, 1);
    BitSet exposed = new BitSet();
    for (Row row : new Noiser(() -> new InsecureSeededNoise(seed)).rows(plan, tally(alone))) {
      exposed.set((9_999_999 - Integer.parseInt(row.segment().get(0))) / plan.l0());
    }
    return exposed.cardinality();
  }

  /**
   * What δ may reach but for a false alarm of 10⁻⁹: 6 standard deviations, by Bernstein's bound.
   */
  private static double most(double delta) {
    double spread = Math.sqrt(GROUPS * delta * (1 - delta));
    return GROUPS * delta + 6.5 * spread + 14;
  }

  /**
   * Bernstein: P(X − np ≥ t) ≤ exp(−t²/(2(np(1 − p) + t/3))), which is below 10⁻⁹ at t = 6.5 √(np(1
   * − p)) + 14 for these n and p.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1|product", "3|product", "1|product, supplier", "3|product, supplier"})
  void law2_customerAloneInTheirSegments_isExposedWithAtMostTheDeltaCharged(int l0, String axes) {
    QueryPlan any = plan(l0, axes);
    double delta = DeltaUnits.toDeltaDown(any.deltaUnits());
    for (QueryPlan plan : List.of(any, byThreshold(any))) {
      int exposed = exposed(plan, 11);
      assertThat((double) exposed).as("%s", plan.selection()).isLessThanOrEqualTo(most(delta));
      // It is not met by naming nothing.
      assertThat((double) exposed).isGreaterThan(GROUPS * delta / 10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void law2_thresholdOneTooLow_isRejected(int l0) {
    QueryPlan plan = byThreshold(plan(l0));
    PlannedSelection planned = plan.selection().orElseThrow();
    NoisyThreshold right = threshold(plan);
    double delta = right.delta(l0);
    NoisyThreshold lower = right;
    while (lower.threshold() == right.threshold()) {
      delta *= 1.01;
      lower = NoisyThreshold.counting(right.noise().scaleUnits(), l0, delta);
    }
    assertThat(lower.threshold()).isEqualTo(right.threshold() - 1);
    PlannedSelection broken =
        new PlannedSelection(lower, planned.units(), DeltaUnits.cost(lower.delta(l0)));
    int exposed = exposed(with(plan, broken), 12);
    assertThat((double) exposed).isGreaterThan(most(DeltaUnits.toDeltaDown(planned.deltaUnits())));
  }

  private static QueryPlan with(QueryPlan plan, PlannedSelection selection) {
    return new QueryPlan(
        plan.query(),
        plan.cost(),
        plan.table(),
        plan.asOf(),
        plan.usesAsOf(),
        plan.where(),
        plan.axes(),
        plan.segmentLevels(),
        plan.l0(),
        plan.maxRows(),
        plan.answers(),
        plan.measures(),
        plan.currency(),
        plan.worstCaseUnits(),
        plan.budgetUnits(),
        plan.levels(),
        plan.epsilon(),
        Optional.of(selection),
        plan.question());
  }

  @Test
  void law8_rows_areInTheOrderOfTheirLabelsWhateverTheirPositions() {
    QueryPlan plan = plan(1);
    long[] customers = LongStream.range(0, 300).map(i -> 1_000 + i * 37 % 300).toArray();
    List<Row> rows = Noiser.secure().rows(plan, tally(customers));
    assertThat(rows)
        .extracting(row -> row.segment().get(0))
        .containsExactlyElementsOf(
            IntStream.range(0, 300).mapToObj(NamedSegmentsTest::label).sorted().toList());
    // The values are those of the labels: noise of at most some customers, counts 37 apart.
    for (Row row : rows) {
      int place = 9_999_999 - Integer.parseInt(row.segment().get(0));
      assertThat(Math.abs(row.estimates().get(0).value() - customers[place])).isLessThan(300);
    }
  }

  /** Other positions of the same segments, as other threads or machines find them. */
  @Test
  void law8_rowsBySeveralColumns_areInTheOrderOfTheirLabelsWhateverTheirPositions() {
    QueryPlan plan = plan(1, "supplier, product");
    long[] customers = LongStream.range(0, 300).map(i -> 100_000 + 1_000 * i).toArray();
    List<List<String>> labels =
        IntStream.range(0, 300).mapToObj(i -> List.of("s" + i % 7, label(i * 37 % 300))).toList();
    List<Integer> places = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
    List<List<String>> sorted =
        labels.stream().sorted(Comparator.comparing(cells -> String.join("/", cells))).toList();
    for (int order = 0; order < 3; order++) {
      Collections.shuffle(places, new Random(order));
      long[] placed = places.stream().mapToLong(i -> customers[i]).toArray();
      Tally tally =
          new Tally(
              new long[][] {placed.clone()},
              placed,
              place -> labels.get(places.get(place)),
              tally(placed).payers());
      List<Row> rows = Noiser.secure().rows(plan, tally);
      assertThat(rows).extracting(Row::segment).containsExactlyElementsOf(sorted);
      for (Row row : rows) {
        long exact = customers[labels.indexOf(row.segment())];
        assertThat(Math.abs(row.estimates().get(0).value() - exact)).isLessThan(300);
      }
    }
  }

  @Test
  void law4_namedSegments_haveNoiseThatIsNotTheChoices() {
    QueryPlan plan = byThreshold(plan(1));
    long[] customers = new long[2_000];
    Arrays.fill(customers, 1_000_000);
    List<Row> rows = new Noiser(() -> new InsecureSeededNoise(5)).rows(plan, tally(customers));
    long[] ofChoice = threshold(plan).noised(customers, new InsecureSeededNoise(5));
    long equal =
        IntStream.range(0, rows.size())
            .filter(
                row ->
                    (long) rows.get(row).estimates().get(0).value()
                        == ofChoice[9_999_999 - Integer.parseInt(rows.get(row).segment().get(0))])
            .count();
    assertThat(rows).hasSize(2_000);
    assertThat(equal).isLessThan(1_000);
  }

  @Test
  void nobodyTookPart_isARelease_withoutRows() {
    assertThat(Noiser.secure().rows(plan(1), tally(new long[0]))).isEmpty();
  }
}
