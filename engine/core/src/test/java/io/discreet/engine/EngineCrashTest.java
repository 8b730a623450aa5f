package io.discreet.engine;

import static io.discreet.engine.EngineCrashChild.ALWAYS;
import static io.discreet.engine.EngineCrashChild.OLD;
import static io.discreet.engine.EngineCrashChild.newcomer;
import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.ledger.ChildJvm;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.TestServer;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law 5 for the whole engine: a process that takes in, asks, records consents, forgets, lets old
 * rows go and rotates the keys is killed with SIGKILL at random moments, each on another day. After
 * each kill the shop opens, holds all of every step that was reported as done and all or nothing of
 * the one that was not, and works on.
 *
 * <p>{@code -Ddiscreet.crash.kills=200} kills more often than the build does, {@code
 * -Ddiscreet.crash.seed=1} at other moments. The build tries a ledger on a server less often.
 */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class EngineCrashTest {

  private static final int KILLS = Integer.getInteger("discreet.crash.kills", 12);
  private static final int KILLS_ON_SERVER = Integer.getInteger("discreet.crash.kills", 4);
  private static final long SEED = Long.getLong("discreet.crash.seed", 20261124L);

  /** How long a child works at most before it is killed; a step takes a tenth of that. */
  private static final int MOST_MILLIS = 1_200;

  /** The days end before the year does, so that all spend is of one period. */
  private static final int LAST_DAY = 28;

  /** A key file holds 60 secrets; each child makes one or two. */
  private static final int LAST_ROTATING = 20;

  /** Numbers of files and customers that one child may use. */
  private static final int NUMBERS = 10_000;

  @Parameter private boolean onServer;
  @TempDir private Path temporary;

  private TestShop shop;
  private String ledger;
  private int intakes;
  private int consents;
  private int retentions;
  private int lastDay;
  private double spent;
  private final Set<String> releases = new HashSet<>();

  @BeforeEach
  void makeShop() {
    String policy = TestShop.POLICY.replace("period: month", "period: year");
    if (onServer) {
      ledger = TestServer.newSchema();
      shop = TestShop.create(temporary, policy + "ledger: " + ledger + "\n");
    } else {
      shop = TestShop.create(temporary, policy);
      ledger = "jdbc:sqlite:" + shop.folder.resolve("ledger.sqlite");
    }
  }

  @Test
  void law5_processKilledAtRandom_leavesAllOrNothingOfEachStep() throws Exception {
    int kills = onServer ? KILLS_ON_SERVER : KILLS;
    shop.setClock(EngineCrashChild.noon(day(1)));
    try (Operator operator = shop.operate()) {
      workOn(operator, 0, day(1));
    }
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    ChildJvm child = start(1);
    try {
      for (int kill = 1; kill <= kills; kill++) {
        child.tell("go");
        assertThat(child.read()).isEqualTo("ready");
        Thread.sleep(random.nextInt(MOST_MILLIS));
        List<String> said = child.kill();
        ChildJvm next = kill < kills ? start(kill + 1) : child; // starts while we look
        child = next;
        try {
          verify(said, kill * NUMBERS + NUMBERS - 1, day(kill + 1));
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("seed " + SEED + ", kill " + kill + ", child said " + said, e);
        }
      }
    } finally {
      child.close();
    }
  }

  private ChildJvm start(int round) throws IOException {
    return ChildJvm.start(
        temporary,
        EngineCrashChild.class,
        temporary.toString(),
        String.valueOf(SEED + round),
        String.valueOf(round * NUMBERS),
        String.valueOf(day(round)),
        String.valueOf(round <= LAST_ROTATING));
  }

  private static int day(int round) {
    return Math.min(round, LAST_DAY);
  }

  /** The steps that a child reported as done, and the one that it had begun. */
  private record Story(List<String> done, String begun) {

    static Story of(List<String> lines) {
      List<String> done = new ArrayList<>();
      String begun = "";
      for (String line : lines) {
        if (line.startsWith("done ")) {
          done.add(line.substring("done ".length()));
          begun = "";
        } else {
          begun = line.substring("begin ".length());
        }
      }
      return new Story(done, begun);
    }

    List<String> done(String kind) {
      return done.stream()
          .filter(step -> step.startsWith(kind + " "))
          .map(step -> step.substring(kind.length() + 1))
          .toList();
    }

    boolean begun(String kind) {
      return begun.startsWith(kind + " ");
    }

    int begunNumber() {
      return Integer.parseInt(begun.substring(begun.indexOf(' ') + 1));
    }
  }

  private void verify(List<String> said, int nextNumber, int day) throws Exception {
    Story story = Story.of(said);
    shop.setClock(EngineCrashChild.noon(day));
    verifyReleases(story);
    try (Operator operator = shop.operate()) {
      assertThat(operator.audit(Optional.empty()).releases()).isEqualTo(releases.size());
      int dataVersion = verifyFiles(day);
      verifyIntakes(operator, story);
      verifyRetentions(dataVersion, story);
      verifyForgotten(operator, story);
      verifySpend(operator.statement(ALWAYS.get(0)));
      workOn(operator, nextNumber, day);
    }
  }

  private void verifyReleases(Story story) throws SQLException {
    Set<String> stored = new HashSet<>();
    try (Discreet analyst = shop.open()) {
      analyst.releases().stream().map(Release::id).forEach(stored::add);
    }
    releases.addAll(story.done("query"));
    assertThat(stored).as("releases that were returned are stored").containsAll(releases);
    assertThat(stored.size() - releases.size()).isBetween(0, story.begun("query") ? 1 : 0);
    releases.addAll(stored);
    assertThat(rows("SELECT entry || release_id FROM charge"))
        .as("charges and releases match one to one")
        .containsExactlyInAnyOrderElementsOf(rows("SELECT entry || id FROM release"));
  }

  /** The folder holds the generation that the ledger names, and nothing that a crash left. */
  private int verifyFiles(int day) throws IOException {
    int generation;
    int dataVersion;
    ShopFolder folder = ShopFolder.existing(shop.folder);
    try (Ledger opened =
        folder.openLedger(
            folder.policy(), Clock.fixed(EngineCrashChild.noon(day), ZoneOffset.UTC))) {
      generation = opened.vaultGeneration();
      dataVersion = Math.toIntExact(opened.dataVersion());
    }
    assertThat(shop.vaultFiles()).containsExactly("vault-" + generation + ".duckdb");
    return dataVersion;
  }

  private void verifyRetentions(int dataVersion, Story story) {
    retentions += story.done("retention").size();
    int found = dataVersion - intakes - consents;
    assertThat(found - retentions).isBetween(0, story.begun("retention") ? 1 : 0);
    retentions = found;
  }

  private void verifyIntakes(Operator operator, Story story) {
    intakes += story.done("intake").size();
    consents += story.done("consent").size();
    List<Statement> statements = ALWAYS.stream().map(operator::statement).toList();
    int rows = statements.get(0).rowCounts().getOrDefault("purchases", 0);
    assertThat(rows - intakes).isBetween(0, story.begun("intake") ? 1 : 0);
    if (story.begun("intake")) {
      assertThat(rowsOf(operator, newcomer(story.begunNumber()))).isEqualTo(2 * (rows - intakes));
    }
    intakes = rows;
    int lines = statements.get(0).consents().size();
    assertThat(lines - consents).isBetween(0, story.begun("consent") ? 1 : 0);
    consents = lines;
    for (Statement statement : statements) {
      assertThat(statement.rowCounts()).containsEntry("purchases", intakes);
      assertThat(statement.consents()).hasSize(consents);
    }
  }

  private static void verifyForgotten(Operator operator, Story story) {
    List<String> forgotten = story.done("forget");
    for (String number : forgotten) {
      assertThat(rowsOf(operator, newcomer(Integer.parseInt(number)))).isZero();
    }
    for (String number : story.done("intake")) {
      boolean begun = story.begun("forget") && story.begunNumber() == Integer.parseInt(number);
      if (!forgotten.contains(number)) {
        assertThat(rowsOf(operator, newcomer(Integer.parseInt(number))))
            .isIn(begun ? List.of(0, 2) : List.of(2));
      }
    }
  }

  /** Everybody who is always there was in every release, and paid for each once. */
  private void verifySpend(Statement statement) {
    assertThat(statement.uses().stream().map(Statement.Use::releaseId))
        .containsExactlyInAnyOrderElementsOf(releases);
    assertThat(statement.periodShare()).isGreaterThanOrEqualTo(spent);
    assertThat(statement.uses().stream().mapToDouble(Statement.Use::share).sum())
        .isCloseTo(statement.periodShare(), org.assertj.core.data.Offset.offset(1e-9));
    spent = statement.periodShare();
  }

  /** The shop works on: one more intake, and a question about it. */
  private void workOn(Operator operator, int number, int day) {
    try (Discreet analyst = shop.open()) {
      EngineCrashChild.takeIn(operator, shop, number, day);
      intakes++;
      if (day > lastDay) {
        assertThat(rowsOf(operator, OLD)).as("rows of today, and none from before").isEqualTo(1);
        lastDay = day;
      }
      assertThat(rowsOf(operator, newcomer(number))).isEqualTo(2);
      String id = EngineCrashChild.ask(analyst, number % 100);
      releases.add(id);
      assertThat(analyst.release(id).orElseThrow().dataVersion())
          .isEqualTo(intakes + consents + retentions);
    }
  }

  private static int rowsOf(Operator operator, String customer) {
    try {
      return operator.statement(customer).rowCounts().getOrDefault("purchases", 0);
    } catch (InputException e) {
      assertThat(e).hasMessageContaining("the shop holds nothing of this customer");
      return 0;
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(ledger);
        java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(row.getString(1));
      }
      return rows;
    }
  }
}
