package io.discreet.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.Payers;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.SecureBits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Law 4, and that no cell of any answer leaves without noise of its own. */
class NoiserTest {

  /** Three listed cities and the two reserved cells; noise of some 10⁵ units in every answer. */
  private static final QueryPlan PLAN =
      new QueryPlanner(
              PolicyFile.parse(
                  """
                  customer: { column: email, kind: email }
                  time-zone: Europe/London
                  budget: { epsilon: 4.0, delta: 1e-6, period: month }
                  purposes:
                    recommendations: { consent: required }
                  tables:
                    purchases:
                      max-rows: 10
                      columns:
                        city: { type: category, values: [Leeds, York, Hull] }
                        amount: { type: decimal, scale: 2, range: [-50, 50], clamp: [0, 60] }
                  """,
                  "test policy"))
          .plan(
              SegmentQuery.parse(
                  "SELECT city, COUNT(DISTINCT customer), COUNT(*), SUM(amount), AVG(amount)"
                      + " FROM purchases GROUP BY city",
                  "recommendations"),
              Share.percent(0.000_000_01),
              LocalDate.of(2026, 11, 23));

  private static Tally nobody() {
    return new Tally(
        new long[PLAN.answers().size()][PLAN.segments()],
        new long[0],
        PLAN::labels,
        Payers.of(List.of()));
  }

  @Test
  void law4_everyRelease_takesAGeneratorOfItsOwn() {
    List<RandomBits> taken = new ArrayList<>();
    Noiser noiser =
        new Noiser(
            () -> {
              RandomBits bits = SecureBits.fromOperatingSystem();
              taken.add(bits);
              return bits;
            });
    noiser.rows(PLAN, nobody());
    noiser.rows(PLAN, nobody());
    assertThat(taken).hasSize(2);
  }

  @Test
  void law4_secureGenerators_areNewAndOfTheOperatingSystem() {
    Noiser noiser = Noiser.secure();
    RandomBits one = noiser.generator();
    assertThat(one).isInstanceOf(SecureBits.class);
    assertThat(noiser.generator()).isNotSameAs(one);
    assertThat(Noiser.secure().generator()).isNotSameAs(one);
  }

  /**
   * Two zeros among five cells, or two equal cells, have odds below 5 · 10⁻¹¹ an answer where noise
   * has a scale of 10⁵ units or more.
   */
  @Test
  void everyCellOfEveryAnswer_evenAnEmptyOne_hasNoiseOfItsOwn() {
    long[][] noisy =
        Noiser.noisy(PLAN, nobody(), new int[] {0, 1, 2, 3, 4}, SecureBits.fromOperatingSystem());
    assertThat(noisy).hasDimensions(5, 5);
    for (int answer = 0; answer < noisy.length; answer++) {
      assertThat(PLAN.answers().get(answer).noise().scaleUnits()).isGreaterThan(1e5);
      assertThat(LongStream.of(noisy[answer]).filter(value -> value == 0).count())
          .as("%s", PLAN.answers().get(answer))
          .isLessThanOrEqualTo(1);
      assertThat(LongStream.of(noisy[answer]).distinct().count()).isGreaterThan(3);
    }
    assertThat(Arrays.stream(noisy).map(Arrays::toString)).doesNotHaveDuplicates();
  }

  @Test
  void law8_rows_areThePlansCellsThoughNobodyTookPart() {
    assertThat(Noiser.secure().rows(PLAN, nobody()))
        .extracting(row -> row.segment().get(0))
        .containsExactly("Leeds", "York", "Hull", "other", "NULL");
  }
}
