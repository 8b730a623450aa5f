package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.seeded.SeededScan;
import io.discreet.engine.ledger.Payers;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A data set as the engine sees it, in memory and without a ledger: plan, scan and noise are the
 * engine's own. One query spends the whole budget, and everybody can pay it.
 */
final class LabShop {
  private static final long HASH_SEED = 7;

  private static final String PURPOSE = "research";

  /** How many rows of a customer count. */
  static final int MAX_ROWS = 20;

  /** Of the δ of 10⁻⁶, what a private choice of segments may spend. */
  private static final String SELECTION_DELTA = "1e-7";

  /** What is told of a segment that a private choice did not name. */
  private static final Estimate UNNAMED = new Estimate(0, 0, 0, 0);

  /** Who says which segments there are. */
  enum Naming {
    /** The policy lists them. */
    DECLARED("declared"),
    /** A private choice names those of enough customers, and takes a part of the budget. */
    DISCOVERED("found by a private choice");

    private final String words;

    Naming(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final DataSet data;
  private final QueryPlanner planner;

  LabShop(DataSet data, Mechanism mechanism, double epsilon, Naming naming) {
    this.data = data;
    this.planner =
        new QueryPlanner(PolicyFile.parse(policy(data, mechanism, epsilon, naming), "the lab"));
  }

  private static String policy(DataSet data, Mechanism mechanism, double epsilon, Naming naming) {
    String segments =
        naming == Naming.DISCOVERED
            ? ""
            : data.segments().stream()
                .map(label -> "'" + label.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", ", values: [", "]"));
    BigDecimal greatest = BigDecimal.valueOf(data.greatestCents(), 2);
    return """
    customer: { column: id, kind: text }
    time-zone: UTC
    budget: { epsilon: %s, delta: %s%s, period: none, when-spent: drop }
    purposes:
      %s: { consent: not-required }
    tables:
      purchases:
        max-rows: %d
        columns:
          segment: { type: category%s }
          amount:  { type: decimal, scale: 2, range: [0, %s], clamp: [0, %s] }
    """
        .formatted(
            BigDecimal.valueOf(epsilon).toPlainString(),
            mechanism.delta(),
            naming == Naming.DISCOVERED ? ", selection-delta: " + SELECTION_DELTA : "",
            PURPOSE,
            MAX_ROWS,
            segments,
            greatest.toPlainString(),
            clamp(data).toPlainString());
  }

  /** The most that a customer counts for in a sum of a segment, in pounds. */
  static BigDecimal clamp(DataSet data) {
    return BigDecimal.valueOf(2L * data.greatestCents(), 2);
  }

  /**
   * Asks one question of every segment.
   *
   * @param measure as it is written in a query
   * @param exact the exact value of each segment, NaN where there is none
   * @param l0 the most segments that a customer counts in
   */
  Experiment.Trial ask(String measure, double[] exact, int l0) {
    LongFunction<List<Estimate>> answers = answers(measure, l0);
    return seed -> Errors.of(answers.apply(seed), exact).values();
  }

  /** The answers to a question of every segment, in their order, by the seed of their noise. */
  LongFunction<List<Estimate>> answers(String measure, int l0) {
    SeededScan scan = scan(plan(measure, l0, Share.percent(100)));
    return seed -> {
      Map<String, Estimate> answers = new HashMap<>();
      for (Row row : scan.rows(seed)) {
        answers.put(row.segment().get(0), row.estimates().get(0));
      }
      return data.segments().stream().map(label -> answers.getOrDefault(label, UNNAMED)).toList();
    };
  }

  /**
   * What one query costs, in the units of the books.
   *
   * @param worst the public worst case, which covers everybody
   * @param budget of each customer
   * @param paid what each customer who pays anything is charged, rising
   */
  record Costs(long worst, long budget, long[] paid) {}

  /**
   * The costs of one query.
   *
   * @param share of the budget that it costs at most
   */
  Costs costs(String measure, int l0, Share share) {
    QueryPlan plan = plan(measure, l0, share);
    long[] levels = plan.levels().toArray();
    Payers payers = scan(plan).tally().payers();
    long[] paid =
        IntStream.range(0, payers.customers())
            .map(payers::level)
            .filter(level -> level >= 0)
            .mapToLong(level -> levels[level])
            .sorted()
            .toArray();
    return new Costs(plan.worstCaseUnits(), planner.budgetUnits(), paid);
  }

  private QueryPlan plan(String measure, int l0, Share share) {
    SegmentQuery query =
        SegmentQuery.parse(
                "SELECT segment, " + measure + " FROM purchases GROUP BY segment", PURPOSE)
            .withL0(l0);
    return planner.plan(query, share, LocalDate.EPOCH);
  }

  private SeededScan scan(QueryPlan plan) {
    return new SeededScan(plan, name -> new Table(data), HASH_SEED);
  }

  private record Table(DataSet data) implements TableData {
    @Override
    public int[] offsets() {
      return data.offsets();
    }

    @Override
    public ColumnData column(String name) {
      return switch (name) {
        case "segment" -> new ColumnData.Codes(new Packed.Ints(data.segment()), data.segments());
        case "amount" -> new ColumnData.Units(new Packed.Ints(data.cents()));
        default -> throw new IllegalArgumentException("no column " + name);
      };
    }
  }
}
