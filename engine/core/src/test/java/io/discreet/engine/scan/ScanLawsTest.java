package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.query.Literal;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.Predicate;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws 1, 2, 3 and 8 of the design, as far as the scan keeps them. */
class ScanLawsTest {

  static LongStream seeds() {
    return LongStream.range(1_000, 1_200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void law1_customerRemoved_movesNobodyElseAndTheResultByTheirPart(long seed) {
    RandomShop with = new RandomShop(seed);
    RandomShop without = new RandomShop(seed);
    QueryPlan plan = plan(with);
    plan(without); // the same draws from the same seed
    if (with.customers() == 0) {
      return;
    }
    int removed = with.random.nextInt(with.customers());
    without.removeRowsOf(removed);

    Tally before = ScanDuelTest.tally(with, plan, 2);
    Tally after = ScanDuelTest.tally(without, plan, 3);

    boolean paid = before.payers().level(removed) >= 0;
    assertThat(after.payers())
        .as("seed %d", seed)
        .isEqualTo(ScanDuelTest.without(removed, before.payers()));
    assertMovedByPart(with, plan, removed, paid, before, after, seed);
  }

  /** Totals differ by exactly what the removed customer, if admitted, adds. */
  static void assertMovedByPart(
      RandomShop with,
      QueryPlan plan,
      int removed,
      boolean paid,
      Tally before,
      Tally after,
      long seed) {
    Map<List<String>, List<Map<Integer, BigInteger>>> rest = ScanDuelTest.bySegment(plan, after);
    Map<List<String>, List<Map<Integer, BigInteger>>> part =
        paid ? new Oracle(with, plan).contribution(removed) : Map.of();
    ScanDuelTest.bySegment(plan, before)
        .forEach(
            (segment, totals) -> {
              List<Map<Integer, BigInteger>> others = rest.remove(segment);
              List<Map<Integer, BigInteger>> own = part.get(segment);
              List<Map<Integer, BigInteger>> counted =
                  own == null ? List.of() : ScanDuelTest.counted(plan, own);
              for (int i = 0; i < totals.size(); i++) {
                Map<Integer, BigInteger> left = others == null ? Map.of() : others.get(i);
                Map<Integer, BigInteger> sum =
                    ScanDuelTest.sum(left, own == null ? Map.of() : counted.get(i));
                assertThat(totals.get(i))
                    .as("seed %d, %s, %s", seed, plan.query().text(), segment)
                    .isEqualTo(sum);
              }
            });
    assertThat(rest).as("seed %d: nothing is found that was not there", seed).isEmpty();
  }

  /** Codes are given in the order in which values came: other customers can move all of them. */
  @ParameterizedTest
  @MethodSource("seeds")
  void law1_otherCodesOfTheSameValues_moveNothing(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = plan(shop);
    Tally one = ScanDuelTest.tally(shop, plan, 2);
    Tally other =
        Scan.tally(
            plan, name -> new Recoded(shop.table(name)), shop.standing(), shop.bounding(), 3);
    assertThat(ScanDuelTest.bySegment(plan, other))
        .as("seed %d", seed)
        .isEqualTo(ScanDuelTest.bySegment(plan, one));
    assertThat(other.payers()).as("seed %d", seed).isEqualTo(one.payers());
  }

  /** The same table with codes from the other end, after one that no row has. */
  private record Recoded(TableData table) implements TableData {

    @Override
    public int[] offsets() {
      return table.offsets();
    }

    @Override
    public ColumnData column(String name) {
      if (!(table.column(name) instanceof ColumnData.Codes codes)) {
        return table.column(name);
      }
      List<String> dictionary = new ArrayList<>(codes.dictionary());
      Collections.reverse(dictionary);
      dictionary.add(0, "a value of nobody");
      int[] recoded = new int[codes.values().length()];
      for (int row = 0; row < recoded.length; row++) {
        int code = codes.values().get(row);
        recoded[row] = code == Packed.NULL ? Packed.NULL : codes.dictionary().size() - code;
      }
      return new ColumnData.Codes(new Packed.Ints(recoded), dictionary);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void law2_everyPayer_isChargedAtLeastTheContributionOverTheScaleDrawn(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = plan(shop);
    Tally tally = ScanDuelTest.tally(shop, plan, 2);
    Oracle oracle = new Oracle(shop, plan);
    for (int customer = 0; customer < shop.customers(); customer++) {
      int level = tally.payers().level(customer);
      if (level >= 0) {
        BigDecimal loss = lossUnits(shop, plan, oracle.contribution(customer));
        assertThat(BigDecimal.valueOf(plan.levels().units(level)))
            .as("seed %d, customer %d", seed, customer)
            .isGreaterThanOrEqualTo(loss);
      }
    }
  }

  /** Before it is rounded up to a level, which would hide a charge that is a little too small. */
  @ParameterizedTest
  @MethodSource("seeds")
  void law2_costOfAnyContribution_isAtLeastTheLossAndHardlyMore(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = plan(shop);
    IndividualCost cost = new IndividualCost(plan);
    for (int run = 0; run < 20; run++) {
      Map<List<String>, List<Map<Integer, BigInteger>>> contribution = anyContribution(shop, plan);
      long[][] parts =
          new long[plan.answers().size() + (plan.discovers() ? 1 : 0)][contribution.size()];
      double[] leafNorms = new double[parts.length];
      if (plan.discovers()) {
        Arrays.fill(parts[plan.answers().size()], 1);
      }
      for (int answer = 0; answer < plan.answers().size(); answer++) {
        Optional<KeptLeaves> leaves =
            plan.answers()
                .get(answer)
                .tree()
                .map(tree -> new KeptLeaves(tree, plan.currency().norm()));
        int segment = 0;
        for (List<Map<Integer, BigInteger>> answers : contribution.values()) {
          for (Map.Entry<Integer, BigInteger> part : answers.get(answer).entrySet()) {
            if (leaves.isEmpty()) {
              parts[answer][segment] = part.getValue().longValueExact();
            }
            for (int row = 0; leaves.isPresent() && row < part.getValue().intValue(); row++) {
              leaves.get().add(segment, part.getKey());
            }
          }
          segment++;
        }
        leafNorms[answer] = leaves.map(KeptLeaves::norm).orElse(0.0);
      }
      long units = cost.units(parts, contribution.size(), leafNorms);
      BigDecimal loss = lossUnits(shop, plan, contribution);
      assertThat(BigDecimal.valueOf(units))
          .as("seed %d, %s", seed, contribution)
          .isGreaterThanOrEqualTo(loss);
      // A scale is never below a tenth of a unit; what that adds to the noise is charged, too.
      if (plan.answers().stream().allMatch(answer -> answer.noise().scaleUnits() > 0.1)) {
        assertThat(BigDecimal.valueOf(units))
            .as("seed %d, %s", seed, contribution)
            .isLessThanOrEqualTo(
                loss.multiply(new BigDecimal("1.000000001")).add(BigDecimal.valueOf(3)));
      }
    }
  }

  private static Map<List<String>, List<Map<Integer, BigInteger>>> anyContribution(
      RandomShop shop, QueryPlan plan) {
    Map<List<String>, List<Map<Integer, BigInteger>>> contribution = new LinkedHashMap<>();
    // Where one total is all that is answered, there is one place to add to.
    int most = Math.min(plan.l0(), plan.segmentLevels().get(0).reach());
    int segments = shop.random.nextInt(1 + most);
    for (int segment = 0; segment < segments; segment++) {
      List<Map<Integer, BigInteger>> parts = new ArrayList<>();
      for (Answer answer : plan.answers()) {
        if (answer.part() == Answer.Part.SEGMENTS_LEAF && segment > 0) {
          parts.add(Map.of()); // once for a customer
        } else if (answer.tree().isPresent()) {
          parts.add(anyLeaves(shop, answer));
        } else if (answer.part() == Answer.Part.MISSING) {
          // A customer adds to one of a rate's two answers, which stand side by side.
          BigInteger meeting = parts.get(parts.size() - 1).getOrDefault(0, BigInteger.ZERO);
          parts.add(Map.of(0, BigInteger.ONE.subtract(meeting)));
        } else {
          parts.add(Map.of(0, BigInteger.valueOf(anyPart(shop, answer))));
        }
      }
      contribution.put(List.of(Integer.toString(segment)), parts);
    }
    return contribution;
  }

  /** As many rows as max-rows allows, or fewer: in one leaf, in neighbouring ones, or anywhere. */
  private static Map<Integer, BigInteger> anyLeaves(RandomShop shop, Answer answer) {
    Map<Integer, BigInteger> leaves = new LinkedHashMap<>();
    int spread = 1 << (4 * shop.random.nextInt(5));
    int first = shop.random.nextInt(answer.cells());
    long rows = shop.random.nextBoolean() ? answer.high() : shop.random.nextLong(answer.high() + 1);
    for (long row = 0; row < rows; row++) {
      int leaf = Math.min(answer.cells() - 1, first + shop.random.nextInt(spread));
      leaves.merge(leaf, BigInteger.ONE, BigInteger::add);
    }
    return leaves;
  }

  private static long anyPart(RandomShop shop, Answer answer) {
    return switch (shop.random.nextInt(4)) {
      case 0 -> answer.low();
      case 1 -> answer.high();
      default -> shop.random.nextLong(answer.low(), answer.high() + 1);
    };
  }

  /**
   * A policy may narrow a range after intake: what is stored beyond it must not be paid for less.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void law2_storedValuesBeyondTheRange_neitherExceedTheBoundsNorGoUncharged(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan =
        new QueryPlanner(shop.policy)
            .plan(
                SegmentQuery.parse(
                    "SELECT category, AVG(points), VAR_POP(points), SUM(points) FROM purchases"
                        + " GROUP BY category",
                    "recommendations"),
                new RandomQueries(shop).share(),
                RandomShop.AS_OF);
    shop.purchases.forEach(
        rows -> rows.forEach(row -> row.computeIfPresent("points", (k, v) -> farOff(shop))));
    for (int i = 0; i < Math.min(4, shop.customers()); i++) {
      Arrays.fill(shop.remaining, Standing.OUT);
      shop.remaining[i] = Long.MAX_VALUE;
      for (Scan.Way way : Scan.Way.values()) {
        Tally tally = ScanDuelTest.tally(shop, plan, 1, way);
        BigDecimal norm = BigDecimal.ZERO;
        for (int answer = 0; answer < plan.answers().size(); answer++) {
          Answer bounds = plan.answers().get(answer);
          for (long part : tally.totals()[answer]) {
            assertThat(Math.abs(part))
                .as("seed %d, %s", seed, bounds)
                .isLessThanOrEqualTo(bounds.sensitivity());
            BigDecimal ratio =
                new BigDecimal(part)
                    .divide(new BigDecimal(bounds.noise().scaleUnits()), MathContext.DECIMAL128);
            norm = norm.add(shop.policy.budget().pure() ? ratio.abs() : ratio.multiply(ratio));
          }
        }
        assertThat(BigDecimal.valueOf(charged(plan, tally)))
            .as("seed %d, customer %d, %s", seed, i, way)
            .isGreaterThanOrEqualTo(
                norm.multiply(BigDecimal.valueOf(1L << 40)).subtract(new BigDecimal("1e-12")));
      }
    }
  }

  private static Object farOff(RandomShop shop) {
    return BigDecimal.valueOf(shop.random.nextLong(-2_000_000_000, 2_000_000_000));
  }

  private static long charged(QueryPlan plan, Tally tally) {
    return IntStream.range(0, tally.payers().customers())
        .map(tally.payers()::level)
        .filter(level -> level >= 0)
        .mapToLong(plan.levels()::units)
        .max()
        .orElse(0);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void law3_nobody_paysMoreThanTheStandingLeaves(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = plan(shop);
    for (int i = 0; i < shop.customers(); i++) {
      // Around each level, where off-by-one errors live.
      shop.remaining[i] =
          plan.levels().units(shop.random.nextInt(CostLevels.COUNT)) + shop.random.nextInt(3) - 1;
    }
    Tally tally = ScanDuelTest.tally(shop, plan, 2);
    for (int customer = 0; customer < shop.customers(); customer++) {
      int level = tally.payers().level(customer);
      if (level >= 0) {
        assertThat(plan.levels().units(level))
            .as("seed %d, customer %d", seed, customer)
            .isLessThanOrEqualTo(shop.remaining[customer]);
      }
    }
  }

  /** The last unit can be spent, so that fifty queries at 2 % fit, and no unit more. */
  @ParameterizedTest
  @MethodSource("seeds")
  void law3_standingOfExactlyTheLevel_isEnoughAndOneUnitLessIsNot(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlan plan = plan(shop);
    Arrays.fill(shop.remaining, Long.MAX_VALUE);
    Tally rich = ScanDuelTest.tally(shop, plan, 2);
    for (int customer = 0; customer < shop.customers(); customer++) {
      int level = rich.payers().level(customer);
      if (level >= 0) {
        shop.remaining[customer] = plan.levels().units(level);
      }
    }
    assertThat(ScanDuelTest.tally(shop, plan, 2).payers())
        .as("seed %d", seed)
        .isEqualTo(rich.payers());
    for (int i = 0; i < shop.customers(); i++) {
      shop.remaining[i]--;
    }
    assertThat(ScanDuelTest.tally(shop, plan, 2).payers().count()).as("seed %d", seed).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void law8_literalThatNoRowHolds_looksLikeOneThatARowHolds(long seed) {
    RandomShop shop = new RandomShop(seed);
    QueryPlanner planner = new QueryPlanner(shop.policy);
    QueryPlan present =
        planner.plan(ofProduct("p1"), new RandomQueries(shop).share(), RandomShop.AS_OF);
    QueryPlan absent =
        planner.plan(
            ofProduct("nobody ever bought this"),
            new io.discreet.engine.plan.Share(
                new BigDecimal(present.worstCaseUnits())
                    .divide(new BigDecimal(present.budgetUnits()), MathContext.DECIMAL64)),
            RandomShop.AS_OF);
    Tally tally = ScanDuelTest.tally(shop, absent, 2);
    assertThat(tally.totals()).as("seed %d", seed).hasDimensions(1, present.segments());
    assertThat(tally.totals()[0]).containsOnly(0);
    assertThat(absent.segments()).isEqualTo(present.segments());
  }

  private static SegmentQuery ofProduct(String product) {
    return new SegmentQuery(
        "purchases",
        Optional.of(
            new Predicate.Comparison(
                "product", Predicate.Operator.EQUAL, new Literal.Text(product))),
        List.of(new io.discreet.engine.query.Dimension.ByCategory("city")),
        List.of(Measure.customers()),
        "recommendations",
        OptionalInt.empty());
  }

  private static QueryPlan plan(RandomShop shop) {
    return new RandomQueries(shop).plan();
  }

  /** Σ (c/σ)², or Σ |c|/b, in units of 2⁻⁴⁰, from the exact value of the scale that is drawn. */
  private static BigDecimal lossUnits(
      RandomShop shop,
      QueryPlan plan,
      Map<List<String>, List<Map<Integer, BigInteger>>> contribution) {
    boolean pure = shop.policy.budget().pure();
    BigDecimal loss = BigDecimal.ZERO;
    for (int answer = 0; answer < plan.answers().size(); answer++) {
      Answer planned = plan.answers().get(answer);
      BigDecimal scale = new BigDecimal(planned.noise().scaleUnits());
      for (List<Map<Integer, BigInteger>> parts : contribution.values()) {
        BigDecimal norm = new BigDecimal(Oracle.norm(planned, parts.get(answer), pure));
        loss = loss.add(norm.divide(pure ? scale : scale.pow(2), MathContext.DECIMAL128));
      }
    }
    if (plan.selection().isPresent()) {
      // Rounded up to a whole unit, so that the loss is above one less.
      long units = plan.selection().get().choice().costUnits(contribution.size());
      loss =
          loss.add(
              BigDecimal.valueOf(Math.max(0, units - 1))
                  .divide(BigDecimal.valueOf(1L << 40), MathContext.DECIMAL128));
    }
    // DECIMAL128 rounds at 34 digits; a trillionth of a unit is far more than it can be off.
    return loss.multiply(BigDecimal.valueOf(1L << 40)).subtract(new BigDecimal("1e-12"));
  }
}
