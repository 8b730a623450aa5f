package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scan and the row-by-row oracle give the same integers and the same charges: 2,000 random
 * questions, each asked of a random shop in both ways, with random threads and sizes of blocks.
 */
class ScanDuelTest {
  private static final int QUERIES_OF_SHOP = 2;

  static LongStream seeds() {
    return LongStream.range(0, 1_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void scan_randomShopAndQueries_equalsRowByRowOracle(long seed) {
    RandomShop shop = new RandomShop(seed);
    RandomQueries queries = new RandomQueries(shop);
    for (int query = 0; query < QUERIES_OF_SHOP; query++) {
      QueryPlan plan = queries.plan();
      Tally blocks = tally(shop, plan, 1 + shop.random.nextInt(5), Scan.Way.BLOCKS);
      Tally scalar = tally(shop, plan, 1 + shop.random.nextInt(5), Scan.Way.SCALAR);

      assertSame(shop, plan, blocks, seed);
      assertEqual(blocks, scalar, plan, seed);
    }
  }

  /** More rows than are counted in the upper bits of a total, and than fit a block. */
  @ParameterizedTest
  @MethodSource("fewSeeds")
  void blocks_customerWithMoreRowsThanABlock_equalScalarWalk(long seed) {
    RandomShop shop = new RandomShop(seed);
    give(shop, 70_000);
    QueryPlan plan = new RandomQueries(shop).plan();

    assertEqual(
        tally(shop, plan, 2, Scan.Way.BLOCKS), tally(shop, plan, 3, Scan.Way.SCALAR), plan, seed);
  }

  /** Every kind of condition, axis and total, over a customer who is longer than all others. */
  @Test
  void scan_oneCustomerWithAMillionRows_equalsRowByRowOracle() {
    long seed = fewSeeds().findFirst().orElseThrow();
    RandomShop shop = new RandomShop(seed);
    give(shop, 1_000_000);
    Arrays.fill(shop.remaining, Long.MAX_VALUE);
    QueryPlan plan =
        new QueryPlanner(shop.policy)
            .plan(
                SegmentQuery.parse(
                    "SELECT WEEK(day), BAND(amount, -100, 0, 100), COUNT(*), SUM(extreme),"
                        + " AVG(points), RATE(amount * points / 2 > 1.5) FROM purchases WHERE day"
                        + " >= TODAY - 90 AND (product LIKE 'p%' OR category IS NULL) AND customer"
                        + " IN (SELECT customer FROM purchases WHERE points <> 0 GROUP BY customer"
                        + " HAVING COUNT(*) >= 2 AND SUM(extreme) <> 3 AND AVG(points) < 7.25) "
                        + "GROUP BY WEEK(day), BAND(amount, -100, 0, 100)",
                    "recommendations"),
                new Share(BigDecimal.ONE),
                RandomShop.AS_OF);

    Tally blocks = tally(shop, plan, 2, Scan.Way.BLOCKS);

    assertSame(shop, plan, blocks, seed);
    assertThat(Arrays.stream(blocks.totals()[0]).sum()).isPositive();
  }

  /** Products of 2³¹ − 1 that just fit a long, that just do not, and whose result does again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "extreme * extreme * 2 > 0",
        "extreme * extreme * 2 + extreme * 5 > 0",
        "extreme * extreme * 3 > 0",
        "extreme * extreme * 3 < 0",
        "extreme * extreme * points > 0",
        "extreme * extreme * 4 / 4 > 0",
        "extreme * extreme * points IS NULL",
        "extreme * extreme * 2 > 0 - extreme * extreme * 2",
        "extreme * 4294967298 * 3 <= extreme",
        "extreme / (points / extreme) > points * extreme * extreme",
      })
  void calculation_atTheEdgesOfLongs_equalsRowByRowOracle(String condition) {
    for (long seed = 3_000; seed < 3_006; seed++) {
      RandomShop shop = new RandomShop(seed);
      QueryPlan plan =
          new QueryPlanner(shop.policy)
              .plan(
                  SegmentQuery.parse(
                      "SELECT city, COUNT(*) FROM purchases WHERE " + condition + " GROUP BY city",
                      "recommendations"),
                  new Share(BigDecimal.ONE),
                  RandomShop.AS_OF);
      assertSame(shop, plan, tally(shop, plan, 2, Scan.Way.BLOCKS), seed);
    }
  }

  /** Makes customer 0 one of so many rows, whose values are those of the rows there were. */
  private static void give(RandomShop shop, int rows) {
    List<Map<String, Object>> own = shop.purchases.get(0);
    List<Map<String, Object>> many = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      many.add(own.get(row % own.size()));
    }
    shop.purchases.set(0, many);
  }

  /** Shops whose first customer has rows. */
  static LongStream fewSeeds() {
    return LongStream.range(2_000, 2_100)
        .filter(
            seed -> {
              RandomShop shop = new RandomShop(seed);
              return shop.customers() > 0 && !shop.purchases.get(0).isEmpty();
            })
        .limit(20);
  }

  private static void assertEqual(Tally one, Tally other, QueryPlan plan, long seed) {
    assertThat(one.totals())
        .as("seed %d, %s", seed, plan.query().text())
        .isDeepEqualTo(other.totals());
    assertThat(one.payers()).as("seed %d, %s", seed, plan.query().text()).isEqualTo(other.payers());
  }

  static Tally tally(RandomShop shop, QueryPlan plan, int threads, Scan.Way way) {
    Function<String, TableData> tables = Scan.held(shop::table);
    Cells cells = new Cells(plan.axes(), plan.finestSegments(), tables);
    int blockRows = 1 << shop.random.nextInt(14);
    return Scan.tally(
        plan, tables, cells, shop.standing(), shop.bounding(), threads, way, blockRows);
  }

  static Tally tally(RandomShop shop, QueryPlan plan, int threads) {
    return Scan.tally(plan, shop::table, shop.standing(), shop.bounding(), threads);
  }

  private static void assertSame(RandomShop shop, QueryPlan plan, Tally tally, long seed) {
    Oracle oracle = new Oracle(shop, plan);
    long[][] expected = new long[plan.answers().size()][];
    for (int answer = 0; answer < expected.length; answer++) {
      expected[answer] = new long[plan.segments() * plan.answers().get(answer).cells()];
    }
    for (int i = 0; i < shop.customers(); i++) {
      Map<List<String>, List<Map<Integer, BigInteger>>> contribution = oracle.contribution(i);
      BigDecimal cost = oracle.cost(contribution);
      boolean pays = admitted(shop, plan, tally, i, cost, seed);
      if (pays) {
        add(plan, expected, contribution);
      }
    }
    for (int answer = 0; answer < expected.length; answer++) {
      int differs = Arrays.mismatch(tally.totals()[answer], expected[answer]);
      assertThat(differs)
          .as("seed %d, answer %d of %s", seed, answer, plan.query().text())
          .isEqualTo(-1);
    }
  }

  /** Checks what customer i pays and says whether the customer takes part. */
  private static boolean admitted(
      RandomShop shop, QueryPlan plan, Tally tally, int i, BigDecimal cost, long seed) {
    List<Integer> levels =
        java.util.stream.IntStream.range(0, tally.payers().size())
            .filter(level -> tally.payers().get(level).contains(i))
            .boxed()
            .toList();
    boolean mayTakePart = shop.remaining[i] >= 0 && cost.signum() > 0;
    if (!mayTakePart) {
      assertThat(levels).as("seed %d, customer %d stays out", seed, i).isEmpty();
      return false;
    }
    // The cheapest level that covers the cost; a cost within a unit of a level may go one up.
    int exact = plan.levels().levelOf(ceiling(cost, plan));
    int safe = plan.levels().levelOf(ceiling(cost.add(BigDecimal.ONE), plan));
    if (levels.isEmpty()) {
      assertThat(plan.levels().units(safe))
          .as("seed %d, customer %d could not pay", seed, i)
          .isGreaterThan(shop.remaining[i]);
      return false;
    }
    assertThat(levels).as("seed %d, customer %d", seed, i).hasSize(1);
    assertThat(levels.get(0)).as("seed %d, customer %d", seed, i).isBetween(safe, exact);
    assertThat(plan.levels().units(levels.get(0)))
        .as("seed %d, customer %d pays within the balance", seed, i)
        .isLessThanOrEqualTo(shop.remaining[i]);
    return true;
  }

  private static long ceiling(BigDecimal cost, QueryPlan plan) {
    long units = cost.setScale(0, java.math.RoundingMode.CEILING).longValueExact();
    return Math.max(1, Math.min(units, plan.worstCaseUnits()));
  }

  private static void add(
      QueryPlan plan,
      long[][] totals,
      Map<List<String>, List<Map<Integer, BigInteger>>> contribution) {
    for (int segment = 0; segment < plan.segments(); segment++) {
      List<Map<Integer, BigInteger>> parts = contribution.get(plan.labels(segment));
      if (parts != null) {
        for (int answer = 0; answer < totals.length; answer++) {
          for (Map.Entry<Integer, BigInteger> part : parts.get(answer).entrySet()) {
            int cell = segment * plan.answers().get(answer).cells() + part.getKey();
            totals[answer][cell] =
                Math.addExact(totals[answer][cell], part.getValue().longValueExact());
          }
        }
      }
    }
  }
}
