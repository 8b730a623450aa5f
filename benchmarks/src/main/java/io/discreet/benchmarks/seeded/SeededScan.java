package io.discreet.benchmarks.seeded;

import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.ledger.Spend;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.noise.InsecureSeededNoiser;
import io.discreet.engine.noise.Noiser;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.TableData;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** One query over data in memory, scanned once and noised as often as one likes. */
public final class SeededScan {
  private final QueryPlan plan;
  private final Tally tally;

  /**
   * Scans. Every customer has the whole budget.
   *
   * @param tables the tables of the plan, by name, all of the same customers
   * @param hashSeed gives customers the hashes that choose which of their segments are kept
   */
  public SeededScan(QueryPlan plan, Function<String, TableData> tables, long hashSeed) {
    this.plan = plan;
    int customers = tables.apply(plan.table().name()).customers();
    long[] hashes = new SplittableRandom(hashSeed).longs(customers).toArray();
    Bounding bounding = Bounding.of(hashes, () -> SipHash24.of(new byte[16]));
    tally = Scan.tally(plan, tables, standing(plan, customers), bounding, 1);
  }

  private static Standing standing(QueryPlan plan, int customers) {
    long[] remaining = new long[customers];
    Arrays.fill(remaining, plan.budgetUnits());
    return new Standing(
        1,
        Instant.EPOCH,
        Allowances.of(remaining),
        Spend.NONE,
        Collections.emptySortedMap(),
        plan.budgetUnits(),
        1,
        1);
  }

  /** What was counted, without noise. */
  public Tally tally() {
    return tally;
  }

  /** The rows of an answer. */
  public List<Row> rows(long seed) {
    return InsecureSeededNoiser.of(seed).rows(plan, tally);
  }

  /** The same as a release, which no ledger has. */
  public Release release(long seed) {
    return new Release(
        String.format("%032x", seed),
        Instant.EPOCH,
        plan.asOf(),
        Optional.empty(),
        plan.query().text(),
        plan.table().name(),
        plan.query().purpose(),
        plan.l0(),
        new Charged(
            plan.currency().id(), plan.worstCaseUnits(), plan.budgetUnits(), plan.epsilon()),
        Noiser.selection(plan),
        Coverage.COMPLETE,
        1,
        "0".repeat(64),
        Noiser.axes(plan),
        Noiser.measures(plan),
        rows(seed));
  }
}
