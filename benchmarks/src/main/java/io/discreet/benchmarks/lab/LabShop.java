package io.discreet.benchmarks.lab;

import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Spend;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.noise.InsecureSeededNoiser;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A data set as the engine sees it, in memory and without a ledger: plan, scan and noise are the
 * engine's own. One query spends the whole budget, and everybody can pay it.
 */
final class LabShop {
  private static final String PURPOSE = "research";
  private static final int MAX_ROWS = 20;
  private static final long HASH_SEED = 7;

  private final DataSet data;
  private final QueryPlanner planner;

  LabShop(DataSet data, Mechanism mechanism, double epsilon) {
    this.data = data;
    this.planner = new QueryPlanner(PolicyFile.parse(policy(data, mechanism, epsilon), "the lab"));
  }

  private static String policy(DataSet data, Mechanism mechanism, double epsilon) {
    String segments =
        data.segments().stream()
            .map(label -> "'" + label.replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    BigDecimal greatest = BigDecimal.valueOf(data.greatestCents(), 2);
    BigDecimal clamp = greatest.multiply(BigDecimal.valueOf(2));
    return """
    customer: { column: id, kind: text }
    time-zone: UTC
    budget: { epsilon: %s, delta: %s, period: none, when-spent: drop }
    purposes:
      %s: { consent: not-required }
    tables:
      purchases:
        max-rows: %d
        columns:
          segment: { type: category, values: [%s] }
          amount:  { type: decimal, scale: 2, range: [0, %s], clamp: [0, %s] }
    """
        .formatted(
            BigDecimal.valueOf(epsilon).toPlainString(),
            mechanism.delta(),
            PURPOSE,
            MAX_ROWS,
            segments,
            greatest.toPlainString(),
            clamp.toPlainString());
  }

  /**
   * Asks one question of every segment.
   *
   * @param l0 the most segments that a customer counts in
   */
  Experiment.Trial ask(Question question, int l0) {
    SegmentQuery query =
        SegmentQuery.parse(
                "SELECT segment, " + question.measure() + " FROM purchases GROUP BY segment",
                PURPOSE)
            .withL0(l0);
    QueryPlan plan = planner.plan(query, Share.percent(100), LocalDate.EPOCH);
    Tally tally = Scan.tally(plan, name -> new Table(data), standing(), bounding(), 1);
    double[] exact = question.exact(data);
    return seed -> {
      List<Row> rows = InsecureSeededNoiser.of(seed).rows(plan, tally);
      List<Estimate> answers =
          rows.stream().limit(exact.length).map(row -> row.estimates().get(0)).toList();
      return Errors.of(answers, exact).values();
    };
  }

  private Standing standing() {
    long[] remaining = new long[data.customers()];
    Arrays.fill(remaining, planner.budgetUnits());
    return new Standing(
        1,
        Instant.EPOCH,
        remaining,
        Spend.NONE,
        Collections.emptySortedMap(),
        planner.budgetUnits(),
        1,
        1);
  }

  private Bounding bounding() {
    long[] hashes = new SplittableRandom(HASH_SEED).longs(data.customers()).toArray();
    return Bounding.of(hashes, () -> SipHash24.of(new byte[16]));
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
