package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * Estimates of coverage, as far as the scan makes them: a duel with the row-by-row oracle, and laws
 * 1, 2 and 3.
 */
class LeftOutScanTest {

  static LongStream seeds() {
    return LongStream.range(5_000, 5_150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void scan_randomShopAndQuestion_countsWhoCannotPayAsTheOracleDoes(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = new RandomQueries(shop).leftOutPlan();
    long[] ordinary = ordinary(shop, plan);
    Tally blocks = tally(shop, plan, ordinary, Scan.Way.BLOCKS);
    Tally scalar = tally(shop, plan, ordinary, Scan.Way.SCALAR);

    assertSame(shop, plan, ordinary, blocks, seed);
    ScanDuelTest.assertEqual(blocks, scalar, plan, seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void law1_customerRemoved_movesNobodyElseAndTheCountsByOneWhereTheyWere(long seed) {
    RandomShop with = new RandomShop(seed);
    QueryPlan plan = new RandomQueries(with).leftOutPlan();
    if (with.customers() == 0) {
      return;
    }
    long[] ordinary = ordinary(with, plan);
    Tally before = tally(with, plan, ordinary, Scan.Way.BLOCKS);
    int removed = with.random.nextInt(with.customers());
    Set<List<String>> places =
        payers(before).contains(removed)
            ? new Oracle(with, plan.asked()).contribution(removed).keySet()
            : Set.of();
    with.removeRowsOf(removed);
    Tally after = tally(with, plan, ordinary, Scan.Way.BLOCKS);

    assertThat(after.payers())
        .as("seed %d", seed)
        .isEqualTo(ScanDuelTest.without(removed, before.payers()));
    for (int segment = 0; segment < plan.segments(); segment++) {
      int own = places.contains(plan.labels(segment)) ? 1 : 0;
      assertThat(before.totals()[0][segment] - after.totals()[0][segment])
          .as("seed %d, %s", seed, plan.labels(segment))
          .isEqualTo(own);
    }
  }

  /** Counted are at most as many places as were paid for with the noise that is drawn. */
  @ParameterizedTest
  @MethodSource("seeds")
  void law2_whoIsCounted_paysForEveryPlaceWithTheNoiseDrawn(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = new RandomQueries(shop).leftOutPlan();
    BigDecimal scale = new BigDecimal(plan.answers().get(0).noise().scaleUnits());
    BigDecimal ofOne = shop.policy.budget().pure() ? scale : scale.pow(2);
    long[] nothing = new long[shop.customers()];
    for (int i = 0; i < Math.min(5, shop.customers()); i++) {
      Arrays.fill(shop.remaining, -1);
      shop.remaining[i] = Long.MAX_VALUE;
      Tally alone = tally(shop, plan, nothing, Scan.Way.BLOCKS);
      long counted = Arrays.stream(alone.totals()[0]).sum();
      BigDecimal loss =
          BigDecimal.valueOf(counted)
              .divide(ofOne, MathContext.DECIMAL128)
              .multiply(BigDecimal.valueOf(1L << 40))
              .subtract(new BigDecimal("1e-12"));
      assertThat(BigDecimal.valueOf(charged(plan, alone, i)))
          .as("seed %d, customer %d, %d places", seed, i, counted)
          .isGreaterThanOrEqualTo(loss);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void law3_exactlyEnoughForTheEstimate_isCountedAndAUnitLessIsNot(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = new RandomQueries(shop).leftOutPlan();
    long[] nothing = new long[shop.customers()];
    Arrays.fill(shop.remaining, Long.MAX_VALUE);
    Tally rich = tally(shop, plan, nothing, Scan.Way.BLOCKS);
    for (int i = 0; i < shop.customers(); i++) {
      shop.remaining[i] = charged(plan, rich, i);
    }
    assertThat(tally(shop, plan, nothing, Scan.Way.BLOCKS).payers())
        .as("seed %d", seed)
        .isEqualTo(rich.payers());
    for (int i = 0; i < shop.customers(); i++) {
      shop.remaining[i]--;
    }
    Tally poor = tally(shop, plan, nothing, Scan.Way.BLOCKS);
    assertThat(payers(poor).isEmpty()).as("seed %d", seed).isTrue();
    assertThat(poor.totals()[0]).as("seed %d", seed).containsOnly(0);
  }

  /** The same price as when the question itself is asked decides who is left out of it. */
  @ParameterizedTest
  @MethodSource("seeds")
  void leftOut_isWhomTheQuestionItselfWouldLeaveOut(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = new RandomQueries(shop).leftOutPlan();
    long[] ordinary = ordinary(shop, plan);
    long[] whole = shop.remaining.clone();
    RoaringBitmap leftOut = payers(rich(shop, plan, ordinary, whole));
    shop.remaining = ordinary;
    RoaringBitmap admitted = payers(ScanDuelTest.tally(shop, plan.asked(), 1));
    shop.remaining = new long[shop.customers()];
    for (int i = 0; i < shop.customers(); i++) {
      shop.remaining[i] = whole[i] < 0 ? whole[i] : Long.MAX_VALUE;
    }
    RoaringBitmap asked = payers(ScanDuelTest.tally(shop, plan.asked(), 1));

    assertThat(RoaringBitmap.and(admitted, leftOut).isEmpty()).as("seed %d", seed).isTrue();
    assertThat(RoaringBitmap.or(admitted, leftOut)).as("seed %d", seed).isEqualTo(asked);
  }

  /** The estimate where everybody who takes part can pay for it. */
  private static Tally rich(RandomShop shop, QueryPlan plan, long[] ordinary, long[] whole) {
    shop.remaining = Arrays.stream(whole).map(own -> own < 0 ? own : Long.MAX_VALUE).toArray();
    return tally(shop, plan, ordinary, Scan.Way.BLOCKS);
  }

  /** Around the levels of the question, within what is left in all. */
  static long[] ordinary(RandomShop shop, QueryPlan plan) {
    CostLevels levels = plan.asked().levels();
    return Arrays.stream(shop.remaining)
        .map(
            whole ->
                Math.min(
                    whole,
                    switch (shop.random.nextInt(4)) {
                      case 0 -> 0;
                      case 1 -> Long.MAX_VALUE;
                      default ->
                          Math.max(
                              0,
                              levels.units(shop.random.nextInt(20)) + shop.random.nextInt(3) - 1);
                    }))
        .toArray();
  }

  private static Tally tally(RandomShop shop, QueryPlan plan, long[] ordinary, Scan.Way way) {
    Function<String, TableData> tables = shop::table;
    long mostSteps = way == Scan.Way.SCALAR ? 1 : Integer.MAX_VALUE;
    Cells cells = new Cells(plan.axes(), plan.finestSegments(), tables, mostSteps);
    return Scan.tally(
        plan, tables, cells, shop.standing(ordinary), shop.bounding(), 2, way, 1 << 8);
  }

  private static RoaringBitmap payers(Tally tally) {
    RoaringBitmap payers = new RoaringBitmap();
    for (int customer = 0; customer < tally.payers().customers(); customer++) {
      if (tally.payers().level(customer) >= 0) {
        payers.add(customer);
      }
    }
    return payers;
  }

  /** What a customer pays; 0 for nobody. */
  private static long charged(QueryPlan plan, Tally tally, int customer) {
    int level = tally.payers().level(customer);
    return level < 0 ? 0 : plan.levels().units(level);
  }

  private static void assertSame(
      RandomShop shop, QueryPlan plan, long[] ordinary, Tally tally, long seed) {
    Oracle oracle = new Oracle(shop, plan.asked());
    Map<List<String>, List<Map<Integer, BigInteger>>> expected = new HashMap<>();
    for (int segment = 0; segment < plan.segments(); segment++) {
      expected.put(plan.labels(segment), List.of(Map.of()));
    }
    for (int i = 0; i < shop.customers(); i++) {
      Map<List<String>, List<Map<Integer, BigInteger>>> contribution = oracle.contribution(i);
      BigDecimal cost = oracle.cost(contribution);
      if (isCounted(shop, plan, ordinary[i], tally, i, cost, contribution.size(), seed)) {
        for (List<String> place : contribution.keySet()) {
          expected.merge(
              place,
              List.of(Map.of(0, BigInteger.ONE)),
              (one, other) -> List.of(ScanDuelTest.sum(one.get(0), other.get(0))));
        }
      }
    }
    assertThat(ScanDuelTest.bySegment(plan, tally))
        .as("seed %d, %s", seed, plan.query().text())
        .isEqualTo(expected);
  }

  /** Checks what customer i pays and says whether the customer is counted. */
  private static boolean isCounted(
      RandomShop shop,
      QueryPlan plan,
      long ordinary,
      Tally tally,
      int i,
      BigDecimal cost,
      int places,
      long seed) {
    long charged = charged(plan, tally, i);
    if (shop.remaining[i] < 0 || cost.signum() == 0) {
      assertThat(charged).as("seed %d, customer %d is nobody's", seed, i).isZero();
      return false;
    }
    Answer count = plan.answers().get(0);
    BigDecimal ofPlaces =
        BigDecimal.valueOf(places)
            .multiply(BigDecimal.valueOf(count.units()))
            .divide(new BigDecimal(count.normBound()), MathContext.DECIMAL128);
    // The cheapest level that covers a cost; a cost within a unit of a level may go one up.
    boolean surelyOut = level(plan.asked(), cost, 0) > ordinary;
    boolean perhapsOut = level(plan.asked(), cost, 1) > ordinary;
    if (charged == 0) {
      boolean surelyPays = level(plan, ofPlaces, 1) <= shop.remaining[i];
      assertThat(surelyOut && surelyPays).as("seed %d, customer %d missed", seed, i).isFalse();
      return false;
    }
    assertThat(perhapsOut).as("seed %d, customer %d is not left out", seed, i).isTrue();
    assertThat(charged)
        .as("seed %d, customer %d", seed, i)
        .isBetween(level(plan, ofPlaces, 0), level(plan, ofPlaces, 1))
        .isLessThanOrEqualTo(shop.remaining[i]);
    return true;
  }

  private static long level(QueryPlan plan, BigDecimal cost, int more) {
    long ceiling = ScanDuelTest.ceiling(cost.add(BigDecimal.valueOf(more)), plan);
    return plan.levels().units(plan.levels().levelOf(ceiling));
  }
}
