package io.discreet.benchmarks.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.Discreet;
import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.ledger.Terms;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Both sides of a contest compute the same, and the command runs. */
class ScanBenchmarkTest {

  @TempDir private Path into;

  @Test
  void admissionShare_smallShop_timesBothPartsOfQueriesThatWereCharged() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AdmissionShare.run(into, 300, 20_000, 3, new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("  ")))
        .hasSize(2)
        .allMatch(line -> line.matches("  admission [0-9.]+ ms, scan [0-9.]+ ms: ratio .*"));
    try (Discreet shop = Discreet.open(MadeUpShop.of(into, 300, 20_000).path())) {
      assertThat(shop.releases()).as("books are opened anew").isEmpty();
    }
  }

  @Test
  void columnLoading_smallShop_timesEveryColumnInItsWidth() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ColumnLoading.run(into, 300, 20_000, 2, new PrintStream(out, true, StandardCharsets.UTF_8));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    // Offsets of 300 customers, three columns of bytes and two of shorts.
    assertThat(lines.get(0)).startsWith("columns 0.1 MB, resident ");
    // A clock of the processor that ticks every 10 ms may not have moved.
    String figures = "( ([0-9]+|Infinity) \\|){4} [0-9.]+ \\|";
    assertThat(lines.subList(4, lines.size()))
        .satisfiesExactly(
            line -> assertThat(line).matches("\\| \\(offsets\\) \\|  \\|" + figures),
            line -> assertThat(line).matches("\\| store \\| 1 \\|" + figures),
            line -> assertThat(line).matches("\\| amount \\| 2 \\|" + figures),
            line -> assertThat(line).matches("\\| category \\| 1 \\|" + figures),
            line -> assertThat(line).matches("\\| day \\| 2 \\|" + figures),
            line -> assertThat(line).matches("\\| channel \\| 1 \\|" + figures));
  }

  @Test
  void contests_everyCustomerInAllTheirSegments_equalSqlBoundedPerCustomer() throws Exception {
    MadeUpShop made = MadeUpShop.of(into, 300, 20_000);
    Policy policy = PolicyFile.read(made.path().resolve("discreet.yaml"));
    QueryPlanner planner = new QueryPlanner(policy);
    try (Ledger ledger =
            Ledger.open(LedgerPlace.file(made.path().resolve("ledger.sqlite")), Clock.systemUTC());
        Vault vault =
            Vault.open(made.path(), ledger.facts().shopId(), ledger.vaultGeneration(), policy);
        SqlSide sql = SqlSide.of(made, "customer", 2)) {
      byte[] key = ledger.facts().boundingKey();
      Bounding bounding = Bounding.of(ledger.registry(), () -> SipHash24.of(key));
      Terms terms =
          new Terms(
              Objects.requireNonNull(policy.purposes().get(MadeUpShop.PURPOSE)),
              planner.budgetUnits(),
              planner.budgetDeltaUnits(),
              0,
              epsilon -> planner.budgetUnits());
      Standing standing = ledger.standing(terms);
      for (Contest contest : Contest.all()) {
        SegmentQuery query =
            SegmentQuery.parse(contest.ours().apply(3), MadeUpShop.PURPOSE).withL0(10_000);
        QueryPlan plan = planner.plan(query, Share.percent(1), LocalDate.of(2026, 7, 1));
        Tally tally = Scan.tally(plan, vault::table, standing, bounding, 2);
        long[] ours = tally.totals()[0];
        List<List<Object>> theirs = sql.query(contest.bounded().apply(3));
        assertThat(theirs).as(contest.name()).isNotEmpty();
        int cells = plan.answers().get(0).cells();
        long[] expected = new long[plan.segments() * cells];
        for (List<Object> row : theirs) {
          int leaf = cells > 1 ? ((Number) row.get(row.size() - 2)).intValue() : 0;
          expected[segment(plan, row) * cells + leaf] =
              ((Number) row.get(row.size() - 1)).longValue();
        }
        assertThat(ours).as(contest.name()).containsExactly(expected);
      }
    }
  }

  /** SQL groups by code, which is a label's place in the sorted, declared list. */
  private static int segment(QueryPlan plan, List<Object> row) {
    int segment = 0;
    for (int axis = 0; axis < plan.axes().size(); axis++) {
      int code = ((Number) row.get(axis)).intValue();
      segment = segment * plan.axes().get(axis).cells().size() + code;
    }
    return segment;
  }

  @Test
  void command_smallShop_printsEveryContestAndTheNight() {
    String small = "--rows 2000 --customers 50 --runs 1 --warmup 1 --night 7 --into";

    String text = run(Stream.concat(Arrays.stream(small.split(" ")), Stream.of(into.toString())));

    Contest.all().forEach(contest -> assertThat(text).contains("| " + contest.name() + " |"));
    assertThat(text).contains("a night of 7 queries");
    assertThat(into.resolve("scan.csv")).exists();
    assertThat(into.resolve("scan.json")).exists();
  }

  private static String run(Stream<String> arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code = new CommandLine(new ScanBenchmark(out)).execute(arguments.toArray(String[]::new));
    assertThat(code).isZero();
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void command_unknownOption_runsNothing() {
    CommandLine command = new CommandLine(new ScanBenchmark(System.out));
    command.setErr(new PrintWriter(new StringWriter()));
    assertThat(command.execute("--into", into.toString(), "--row", "9")).isEqualTo(2);
    assertThat(into).isEmptyDirectory();
  }
}
