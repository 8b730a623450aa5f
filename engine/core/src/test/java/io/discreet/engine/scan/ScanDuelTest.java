package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.ledger.Payers;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
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

  private static final List<String> CONDITIONS =
      List.of(
          "",
          " WHERE city = 'York' OR city IS NULL",
          " WHERE NOT (city = 'York' OR age_band = '18-24') AND score >= 10",
          " WHERE customer IN (SELECT customer FROM purchases WHERE points > 0 GROUP BY customer"
              + " HAVING COUNT(*) >= 2 AND SUM(amount) > -100) AND city <> 'Hull'",
          " WHERE customer NOT IN (SELECT customer FROM visits WHERE channel = 'web')"
              + " OR customer IN (SELECT customer FROM purchases WHERE category = 'tea')",
          " WHERE (city = 'Leeds' OR points > 3) AND day < TODAY");

  private static final List<String> AXES =
      List.of("category", "category, city", "city", "WEEK(day), category", "MONTH(day)");

  private static final List<String> MEASURES =
      List.of(
          "COUNT(*)",
          "COUNT(DISTINCT customer)",
          "SUM(amount)",
          "AVG(points), COUNT(*)",
          "SUM(points)",
          "SUM(extreme), COUNT(DISTINCT customer)",
          "AVG(amount), SUM(amount)");

  /**
   * Questions that go the short ways: rows and totals of one column, by one category of which each
   * customer's codes are known or by many steps, of whole customers or of some rows. One customer
   * has more rows of a code than are known.
   */
  @ParameterizedTest
  @MethodSource("fewSeeds")
  void scan_plainQuestions_equalRowByRowOracle(long seed) {
    RandomShop shop = new RandomShop(seed);
    give(shop, 1_000);
    if (seed % 2 == 0) {
      price(shop, "30000");
    }
    Arrays.fill(shop.remaining, 0, 1, Long.MAX_VALUE);
    for (String condition : CONDITIONS) {
      for (String axes : AXES) {
        String measures = shop.pick(MEASURES);
        String text =
            "SELECT "
                + axes
                + ", "
                + measures
                + " FROM purchases"
                + condition
                + " GROUP BY "
                + axes;
        SegmentQuery query =
            SegmentQuery.parse(text, "recommendations").withL0(1 + shop.random.nextInt(6));
        QueryPlan plan =
            new QueryPlanner(shop.policy).plan(query, new Share(BigDecimal.ONE), RandomShop.AS_OF);

        assertSame(shop, plan, tally(shop, plan, 2, Scan.Way.BLOCKS), seed);
      }
    }
  }

  /** Each code is its own step, and one customer has more rows of one than are known. */
  @ParameterizedTest
  @MethodSource("fewSeeds")
  void scan_moreRowsOfACodeThanAreKnown_equalRowByRowOracle(long seed) {
    RandomShop shop = new RandomShop(seed);
    for (List<Map<String, Object>> rows : shop.purchases) {
      rows.forEach(row -> row.put("category", shop.pick(RandomShop.KINDS)));
    }
    List<Map<String, Object>> first = new ArrayList<>();
    RandomShop.KINDS.forEach(kind -> first.add(new HashMap<>(Map.of("category", kind))));
    for (int row = 0; row < 300; row++) {
      first.add(new HashMap<>(Map.of("category", RandomShop.KINDS.get(1))));
    }
    shop.purchases.set(0, first);
    Arrays.fill(shop.remaining, 0, 1, Long.MAX_VALUE);
    shop.policy = shop.withMaxRows(1_000);
    for (int l0 = 1; l0 <= RandomShop.KINDS.size(); l0++) {
      SegmentQuery query =
          SegmentQuery.parse(
                  "SELECT category, COUNT(*) FROM purchases GROUP BY category", "recommendations")
              .withL0(l0);
      QueryPlan plan =
          new QueryPlanner(shop.policy).plan(query, new Share(BigDecimal.ONE), RandomShop.AS_OF);

      assertSame(shop, plan, tally(shop, plan, 2, Scan.Way.BLOCKS), seed);
    }
  }

  /** So many rows that their number reaches the sign of a sum, and that max-rows is reached. */
  @ParameterizedTest
  @ValueSource(ints = {32_767, 32_768, 40_000, 40_001, 65_535, 65_536, 131_073})
  void scan_plainQuestionsOfManyRowsInASegment_equalScalarWalk(int rows) {
    for (long seed : fewSeeds().limit(6).toArray()) {
      RandomShop shop = new RandomShop(seed);
      if (seed % 2 == 0) {
        price(shop, "30000");
      }
      shop.purchases.set(0, new ArrayList<>(shop.purchases.get(0).subList(0, 1)));
      give(shop, rows);
      Arrays.fill(shop.remaining, Long.MAX_VALUE);
      for (String axes : AXES) {
        for (String measures : MEASURES) {
          String text = "SELECT " + axes + ", " + measures + " FROM purchases GROUP BY " + axes;
          QueryPlan plan =
              new QueryPlanner(
                      rows <= 40_001
                          ? shop.withMaxRows(40_000)
                          : shop.withAmounts(1_000_000, new Bounds(-2_000, 2_000)))
                  .plan(
                      SegmentQuery.parse(text, "recommendations"),
                      new Share(BigDecimal.ONE),
                      RandomShop.AS_OF);

          assertEqual(
              tally(shop, plan, 2, Scan.Way.BLOCKS),
              tally(shop, plan, 1, Scan.Way.SCALAR),
              plan,
              seed);
        }
      }
    }
  }

  /**
   * Trees of one to four levels, of a leaf for each amount or for several, or for none there is.
   */
  private static final List<Bounds> RANGES =
      List.of(
          new Bounds(0, 7),
          new Bounds(-100, 100),
          new Bounds(-1_000, 1_000),
          new Bounds(-20_000, 20_000),
          new Bounds(0, 65_535),
          new Bounds(-50_000, 50_000),
          new Bounds(30_001, 40_000),
          new Bounds(-Bounds.MOST, -Bounds.MOST + 100),
          new Bounds(2_000_000_000, 2_000_000_100));

  /**
   * Leaves of one column, which go a short way of their own where steps are within a word: amounts
   * within and beyond the range, missing ones, few that many rows share, rows beyond max-rows, and
   * customers who cannot pay.
   */
  @ParameterizedTest
  @MethodSource("narrowSeeds")
  void scan_leaves_equalRowByRowOracle(long seed) {
    for (Bounds range : RANGES) {
      RandomShop shop = new RandomShop(seed);
      give(shop, 1 + shop.random.nextInt(1_000));
      price(shop, shop.pick(List.of("1", "150", "30000", "30000")));
      shop.remaining[0] = Math.max(shop.remaining[0], shop.random.nextLong(1L << 36));
      for (String axes : List.of("category", shop.pick(AXES))) {
        String text =
            "SELECT "
                + axes
                + ", QUANTILE(amount, 0.25, 0.5) FROM purchases"
                + shop.pick(List.of("", shop.pick(CONDITIONS)))
                + " GROUP BY "
                + axes;
        SegmentQuery query =
            SegmentQuery.parse(text, "recommendations").withL0(1 + shop.random.nextInt(6));
        int maxRows = List.of(1, 3, 200, 1_000).get(shop.random.nextInt(4));
        shop.policy = shop.withAmounts(maxRows, range);
        QueryPlan plan =
            new QueryPlanner(shop.policy).plan(query, new Share(BigDecimal.ONE), RandomShop.AS_OF);
        Tally blocks = tally(shop, plan, 2, Scan.Way.BLOCKS);

        assertSame(shop, plan, blocks, seed);
        assertEqual(blocks, tally(shop, plan, 1, Scan.Way.SCALAR), plan, seed);
      }
    }
  }

  /** Moves amounts into shorts, of which there are as few as said on either side of 0. */
  private static void price(RandomShop shop, String most) {
    for (List<Map<String, Object>> rows : shop.purchases) {
      for (Map<String, Object> row : new LinkedHashSet<>(rows)) {
        row.computeIfPresent(
            "amount",
            (name, amount) ->
                ((BigDecimal) amount).remainder(new BigDecimal(most).movePointLeft(2)));
      }
    }
  }

  /** Nobody has rows. Notes how many customers each block has. */
  private record NoRows(List<Integer> blocks) implements Contribution {

    @Override
    public void begin(Block block) {
      blocks.add(block.customers());
    }

    @Override
    public void collect(int customer) {}

    @Override
    public int slots() {
      return 0;
    }

    @Override
    public long offset(int slot) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long otherOffset(int slot, int other) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long word() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void keep(int[] kept, int count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void leaves(int answer, int[] kept, int count, KeptLeaves leaves) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void bounded(int answer, int[] kept, int count, long[] parts) {
      throw new UnsupportedOperationException();
    }
  }

  /** What is kept for each customer of a block must not grow with those who have no rows. */
  @Test
  void law8_block_hasFewCustomersHoweverFewRows() {
    RandomShop shop = new RandomShop(2_001);
    QueryPlan plan =
        new QueryPlanner(shop.policy)
            .plan(
                SegmentQuery.parse(
                    "SELECT city, COUNT(*) FROM purchases GROUP BY city", "recommendations"),
                new Share(BigDecimal.ONE),
                RandomShop.AS_OF);
    Cells cells = new Cells(plan.axes(), plan.segments(), shop::table, Integer.MAX_VALUE);
    int customers = 3 * CustomerWalk.BLOCK_CUSTOMERS + 1;
    Allowances remaining = Allowances.of(new long[customers]);
    Bounding bounding = Bounding.of(new long[customers], () -> SipHash24.of(shop.boundingKey));
    Admission admission =
        new Admission(plan, cells, remaining, remaining, bounding, new byte[customers]);
    List<Integer> blocks = new ArrayList<>();
    new CustomerWalk(
            plan,
            new int[customers + 1],
            cells,
            new NoRows(blocks),
            admission,
            CustomerWalk.BLOCK_ROWS)
        .walk(0, customers);

    assertThat(blocks)
        .containsExactly(
            CustomerWalk.BLOCK_CUSTOMERS,
            CustomerWalk.BLOCK_CUSTOMERS,
            CustomerWalk.BLOCK_CUSTOMERS,
            1);
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

  /** Columns are fetched before threads begin: a fetch in between would depend on rows (law 8). */
  @ParameterizedTest
  @MethodSource("fewSeeds")
  void law8_columns_areAllKnownBeforeACustomerIsWalked(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan =
        new QueryPlanner(shop.policy)
            .plan(
                SegmentQuery.parse(
                    "SELECT city, COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM"
                        + " purchases WHERE category IS NOT NULL GROUP BY customer HAVING"
                        + " SUM(extreme) > 0 OR AVG(points) < 7.25) GROUP BY city",
                    "recommendations"),
                new Share(BigDecimal.ONE),
                RandomShop.AS_OF);
    for (Scan.Way way : Scan.Way.values()) {
      AtomicBoolean walking = new AtomicBoolean();
      Function<String, TableData> tables = name -> new Watched(shop.table(name), walking);
      long mostSteps = way == Scan.Way.SCALAR ? 1 : Integer.MAX_VALUE;
      Cells cells = new Cells(plan.axes(), plan.segments(), tables, mostSteps);
      Contribution contribution =
          way == Scan.Way.SCALAR
              ? new ScalarContribution(plan, cells, tables)
              : new BlockContribution(plan, cells, tables);
      int[] offsets = shop.table("purchases").offsets();
      Allowances remaining = shop.standing().remaining();
      Admission admission =
          new Admission(
              plan, cells, remaining, remaining, shop.bounding(), new byte[shop.customers()]);
      walking.set(true);
      new CustomerWalk(plan, offsets, cells, contribution, admission, CustomerWalk.BLOCK_ROWS)
          .walk(0, shop.customers());
    }
  }

  /** What a query holds, and is refused for, is what its scan reads. */
  @ParameterizedTest
  @MethodSource("fewSeeds")
  void law8_columnsThatTheScanReads_areThoseOfThePlan(long seed) {
    RandomShop shop = new RandomShop(seed);
    RandomQueries queries = new RandomQueries(shop);
    for (int question = 0; question < 20; question++) {
      QueryPlan plan = question % 4 == 3 ? queries.leftOutPlan() : queries.plan();
      SortedMap<String, SortedSet<String>> read = new TreeMap<>();
      Function<String, TableData> tables =
          name -> new Noted(shop.table(name), read.computeIfAbsent(name, table -> new TreeSet<>()));

      Scan.tally(plan, tables, shop.standing(), shop.bounding(), 1);

      assertThat(read)
          .as("seed %d, %s", seed, plan.query().text())
          .isEqualTo(plan.columns().byTable());
    }
  }

  private record Noted(TableData table, SortedSet<String> read) implements TableData {

    @Override
    public int[] offsets() {
      return table.offsets();
    }

    @Override
    public ColumnData column(String name) {
      read.add(name);
      return table.column(name);
    }
  }

  private record Watched(TableData table, AtomicBoolean walking) implements TableData {

    @Override
    public int[] offsets() {
      return table.offsets();
    }

    @Override
    public ColumnData column(String name) {
      assertThat(walking).as("column %s asked for", name).isFalse();
      return table.column(name);
    }
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
    return LongStream.range(2_000, 2_100).filter(ScanDuelTest::firstHasRows).limit(20);
  }

  /** The same, of which every other one packs its columns in as few bytes as hold them. */
  static LongStream narrowSeeds() {
    return LongStream.range(4_000, 4_200)
        .filter(seed -> seed % 3 == 0 || seed % 6 == 1 || seed % 6 == 5)
        .filter(ScanDuelTest::firstHasRows)
        .limit(24);
  }

  private static boolean firstHasRows(long seed) {
    RandomShop shop = new RandomShop(seed);
    return shop.customers() > 0 && !shop.purchases.get(0).isEmpty();
  }

  static void assertEqual(Tally one, Tally other, QueryPlan plan, long seed) {
    assertThat(bySegment(plan, one))
        .as("seed %d, %s", seed, plan.query().text())
        .isEqualTo(bySegment(plan, other));
    assertThat(one.payers()).as("seed %d, %s", seed, plan.query().text()).isEqualTo(other.payers());
  }

  static Tally tally(RandomShop shop, QueryPlan plan, int threads, Scan.Way way) {
    Function<String, TableData> tables = shop::table;
    // Scalar steps are longs where they are too many for an int: here wherever products are found.
    long mostSteps = way == Scan.Way.SCALAR ? 1 : Integer.MAX_VALUE;
    Cells cells = new Cells(plan.axes(), plan.finestSegments(), tables, mostSteps);
    int blockRows = 1 << shop.random.nextInt(14);
    return Scan.tally(
        plan, tables, cells, shop.standing(), shop.bounding(), threads, way, blockRows);
  }

  static Tally tally(RandomShop shop, QueryPlan plan, int threads) {
    return Scan.tally(plan, shop::table, shop.standing(), shop.bounding(), threads);
  }

  private static void assertSame(RandomShop shop, QueryPlan plan, Tally tally, long seed) {
    Oracle oracle = new Oracle(shop, plan);
    Map<List<String>, List<Map<Integer, BigInteger>>> expected = new HashMap<>();
    if (!plan.discovers()) {
      for (int segment = 0; segment < plan.segments(); segment++) {
        expected.put(plan.labels(segment), Collections.nCopies(plan.answers().size(), Map.of()));
      }
    }
    for (int i = 0; i < shop.customers(); i++) {
      Map<List<String>, List<Map<Integer, BigInteger>>> contribution = oracle.contribution(i);
      BigDecimal cost = oracle.cost(contribution);
      boolean pays = admitted(shop, plan, tally, i, cost, seed);
      if (pays) {
        contribution.forEach(
            (segment, parts) -> expected.merge(segment, counted(plan, parts), ScanDuelTest::sum));
      }
    }
    assertThat(bySegment(plan, tally))
        .as("seed %d, %s", seed, plan.query().text())
        .isEqualTo(expected);
  }

  /**
   * The totals of each segment by answer and coordinate, but for those that are 0; of found ones
   * also how many customers they have.
   */
  static Map<List<String>, List<Map<Integer, BigInteger>>> bySegment(QueryPlan plan, Tally tally) {
    Map<List<String>, List<Map<Integer, BigInteger>>> totals = new HashMap<>();
    int places = tally.totals()[0].length / plan.answers().get(0).cells();
    for (int place = 0; place < places; place++) {
      List<Map<Integer, BigInteger>> ofSegment = new ArrayList<>();
      for (int answer = 0; answer < tally.totals().length; answer++) {
        int cells = plan.answers().get(answer).cells();
        assertThat(tally.totals()[answer]).hasSize(places * cells);
        Map<Integer, BigInteger> coordinates = new HashMap<>();
        for (int cell = 0; cell < cells; cell++) {
          long total = tally.totals()[answer][place * cells + cell];
          if (total != 0) {
            coordinates.put(cell, BigInteger.valueOf(total));
          }
        }
        ofSegment.add(coordinates);
      }
      if (plan.discovers()) {
        ofSegment.add(Map.of(0, BigInteger.valueOf(tally.customers()[place])));
      }
      assertThat(totals.put(tally.labels().apply(place), ofSegment)).isNull();
    }
    return totals;
  }

  /** A customer's parts but for zeros, and where segments are found the customer. */
  static List<Map<Integer, BigInteger>> counted(
      QueryPlan plan, List<Map<Integer, BigInteger>> parts) {
    List<Map<Integer, BigInteger>> counted = new ArrayList<>();
    parts.forEach(part -> counted.add(sum(part, Map.of())));
    if (plan.discovers()) {
      counted.add(Map.of(0, BigInteger.ONE));
    }
    return counted;
  }

  /** Sums by coordinate, but for those that are 0. */
  private static List<Map<Integer, BigInteger>> sum(
      List<Map<Integer, BigInteger>> some, List<Map<Integer, BigInteger>> others) {
    return IntStream.range(0, some.size()).mapToObj(i -> sum(some.get(i), others.get(i))).toList();
  }

  /** The same payers but for one. */
  static Payers without(int customer, Payers payers) {
    byte[] numbers = new byte[payers.customers()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (byte) (i == customer ? 0 : payers.level(i) + 1);
    }
    return new Payers(numbers);
  }

  static Map<Integer, BigInteger> sum(
      Map<Integer, BigInteger> some, Map<Integer, BigInteger> others) {
    Map<Integer, BigInteger> sum = new HashMap<>(some);
    others.forEach((coordinate, part) -> sum.merge(coordinate, part, BigInteger::add));
    sum.values().removeIf(total -> total.signum() == 0);
    return sum;
  }

  /** Checks what customer i pays and says whether the customer takes part. */
  private static boolean admitted(
      RandomShop shop, QueryPlan plan, Tally tally, int i, BigDecimal cost, long seed) {
    int level = tally.payers().level(i);
    boolean mayTakePart = shop.remaining[i] >= 0 && cost.signum() > 0;
    if (!mayTakePart) {
      assertThat(level).as("seed %d, customer %d stays out", seed, i).isEqualTo(-1);
      return false;
    }
    // The cheapest level that covers the cost; a cost within a unit of a level may go one up.
    int exact = plan.levels().levelOf(ceiling(cost, plan));
    int safe = plan.levels().levelOf(ceiling(cost.add(BigDecimal.ONE), plan));
    if (level < 0) {
      assertThat(plan.levels().units(safe))
          .as("seed %d, customer %d could not pay", seed, i)
          .isGreaterThan(shop.remaining[i]);
      return false;
    }
    assertThat(level).as("seed %d, customer %d", seed, i).isBetween(safe, exact);
    assertThat(plan.levels().units(level))
        .as("seed %d, customer %d pays within the balance", seed, i)
        .isLessThanOrEqualTo(shop.remaining[i]);
    return true;
  }

  static long ceiling(BigDecimal cost, QueryPlan plan) {
    long units = cost.setScale(0, java.math.RoundingMode.CEILING).longValueExact();
    return Math.max(1, Math.min(units, plan.worstCaseUnits()));
  }
}
