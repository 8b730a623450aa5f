package io.discreet.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.engine.ledger.Payers;
import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.PricedQuery;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

/** Joint answers are about the right segments, agree, and are as far off as they say. */
class JointRowsTest {

  private static final double ODDS = 1e-10;

  private static final JointPlan PLAN =
      new QueryPlanner(
              PolicyFile.parse(
                  """
                  customer: { column: email, kind: email }
                  time-zone: Europe/London
                  budget: { epsilon: 4.0, delta: 1e-6, period: month }
                  purposes:
                    recommendations: { consent: required }
                  tables:
                    customers:
                      one-row-per-customer: true
                      columns:
                        city: { type: category, values: [Leeds, York, Hull] }
                        age: { type: category, values: [young, old] }
                    purchases:
                      columns:
                        category: { type: category, values: [bread, cake] }
                  """,
                  "test policy"))
          .plan(
              List.of(
                  by(3, "city, category"),
                  by(2, "age, category"),
                  by(4, "age, category, city"),
                  by(1, "category")),
              LocalDate.of(2026, 11, 23));

  private static PricedQuery by(double percent, String axes) {
    return new PricedQuery(
        SegmentQuery.parse(
            "SELECT " + axes + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + axes,
            "recommendations"),
        Share.percent(percent));
  }

  /** Random counts, by segment of the scan. */
  private static long[] counts() {
    SplittableRandom random = new SplittableRandom(5);
    return random.longs(PLAN.finest().segments(), 0, 400).toArray();
  }

  private static Tally tally(long[] counts) {
    return new Tally(
        new long[][] {counts}, new long[0], PLAN.finest()::labels, Payers.of(List.of()));
  }

  private static List<List<Row>> draw(long seed) {
    return new Noiser(() -> new InsecureSeededNoise(seed)).rows(PLAN, tally(counts()));
  }

  /** The exact answer to a question, computed from the labels of the scan's segments alone. */
  private static Map<List<String>, Long> exact(int question) {
    long[] counts = counts();
    int[] axes =
        PLAN.asked().get(question).axes().stream()
            .mapToInt(PLAN.finest().axes()::indexOf)
            .toArray();
    Map<List<String>, Long> exact = new HashMap<>();
    for (int segment = 0; segment < counts.length; segment++) {
      List<String> labels = PLAN.finest().labels(segment);
      exact.merge(IntStream.of(axes).mapToObj(labels::get).toList(), counts[segment], Long::sum);
    }
    return exact;
  }

  /**
   * Squared standardised errors of one segment a draw, independent between draws: their sum is
   * χ²-distributed. Twice as large noise, and a wrong segment, would be seen.
   */
  @Test
  void errorsOverManyDraws_areAsStated_andIntervalsHold95Percent() {
    int draws = 400;
    List<Map<List<String>, Long>> exact =
        IntStream.range(0, 4).mapToObj(JointRowsTest::exact).toList();
    ChiSquaredDistribution chiSquared = new ChiSquaredDistribution(draws);
    double[][] squares = new double[4][];
    int[][] covered = new int[4][];
    for (int draw = 0; draw < draws; draw++) {
      List<List<Row>> rows = draw(draw);
      for (int question = 0; question < 4; question++) {
        int segments = rows.get(question).size();
        assertThat(segments).isEqualTo(PLAN.asked().get(question).segments());
        squares[question] = squares[question] == null ? new double[segments] : squares[question];
        covered[question] = covered[question] == null ? new int[segments] : covered[question];
        for (int segment = 0; segment < segments; segment++) {
          Row row = rows.get(question).get(segment);
          double value = Objects.requireNonNull(exact.get(question).get(row.segment()));
          Estimate estimate = row.estimates().get(0);
          assertThat(estimate.standardError()).isEqualTo(PLAN.standardError(question));
          squares[question][segment] +=
              Math.pow((estimate.value() - value) / estimate.standardError(), 2);
          covered[question][segment] += estimate.low() <= value && value <= estimate.high() ? 1 : 0;
        }
      }
    }
    double least = chiSquared.inverseCumulativeProbability(ODDS / 2);
    double most = chiSquared.inverseCumulativeProbability(1 - ODDS / 2);
    // Intervals are wider than 95 % by what rounding may add, here below 1 in 100.
    int fewest = new BinomialDistribution(null, draws, 0.95).inverseCumulativeProbability(ODDS);
    int manyest =
        new BinomialDistribution(null, draws, 0.96).inverseCumulativeProbability(1 - ODDS / 2);
    for (int question = 0; question < 4; question++) {
      assertThat(DoubleStream.of(squares[question]))
          .allMatch(square -> square > least && square < most);
      assertThat(IntStream.of(covered[question]))
          .allMatch(hits -> hits >= fewest && hits <= manyest);
      // The twin: what would be seen of errors that are twice, or half, of what is said.
      assertThat(DoubleStream.of(squares[question]))
          .allMatch(square -> 4 * square > most && square / 4 < least);
    }
  }

  @Test
  void totalsAndSubTotals_agreeToTheRoundingOfTheirDigits() {
    List<List<Row>> rows = draw(77);
    agree(rows.get(2), labels -> List.of(labels.get(2), labels.get(1)), rows.get(0));
    agree(rows.get(2), labels -> List.of(labels.get(0), labels.get(1)), rows.get(1));
    agree(rows.get(0), labels -> List.of(labels.get(1)), rows.get(3));
    agree(rows.get(1), labels -> List.of(labels.get(1)), rows.get(3));
  }

  private static void agree(
      List<Row> fine, Function<List<String>, List<String>> total, List<Row> coarse) {
    Map<List<String>, Double> sums = new HashMap<>();
    for (Row row : fine) {
      sums.merge(total.apply(row.segment()), row.estimates().get(0).value(), Double::sum);
    }
    double cells = (double) fine.size() / coarse.size();
    assertThat(sums).hasSameSizeAs(coarse);
    for (Row row : coarse) {
      assertThat(sums.get(row.segment()))
          .isCloseTo(row.estimates().get(0).value(), within((cells + 1) * 0.0005 + 1e-9));
    }
  }

  /** Shared cells are told about separately: the same noise would tell their exact difference. */
  @Test
  void law4_sharedCells_haveNoiseOfTheirOwn() {
    List<Row> byCategory =
        new Noiser(() -> new InsecureSeededNoise(1))
            .rows(PLAN, tally(new long[PLAN.finest().segments()]))
            .get(3);
    assertThat(byCategory.stream().map(row -> row.estimates().get(0).value()))
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(draw(1)).isNotEqualTo(draw(2));
  }
}
