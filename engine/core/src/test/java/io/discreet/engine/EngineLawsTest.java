package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.engine.vault.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of the design that only the whole engine can keep, each named after its number. */
class EngineLawsTest {
  private static final int CUSTOMERS = 200;

  @TempDir private Path temporary;

  private static SegmentQuery query(String condition) {
    return SegmentQuery.parse(
        "SELECT city, COUNT(DISTINCT customer), SUM(amount) FROM purchases WHERE "
            + condition
            + " GROUP BY city",
        "recommendations");
  }

  private TestShop filled() {
    return TestShop.filled(temporary, TestShop.POLICY, 7, CUSTOMERS);
  }

  @Test
  void law3_capLowersWhatACustomerSpends_andTheBudgetIsNeverExceeded() {
    TestShop shop = filled();
    try (Operator operator = shop.operate()) {
      operator.cap(TestShop.rawId(0), Cap.strict(4.0));
    }
    try (Discreet analyst = shop.open()) {
      for (int cent = 0; cent < 15; cent++) {
        analyst.run(query("amount >= -9." + (10 + cent)), Share.percent(10));
      }
    }
    try (Operator operator = shop.operate()) {
      Statement capped = operator.statement(TestShop.rawId(0));
      assertThat(capped.capEpsilon()).hasValue(1.0);
      assertThat(capped.periodEpsilon()).isLessThanOrEqualTo(1.0 + 1e-9);
      boolean somebodySpentMore = false;
      for (int i = 1; i < 20; i++) {
        Statement open = operator.statement(TestShop.rawId(i));
        assertThat(open.periodEpsilon()).isLessThanOrEqualTo(4.0 + 1e-9);
        assertThat(open.periodShare()).isLessThanOrEqualTo(1.0);
        somebodySpentMore |= open.periodEpsilon() > 1.0;
      }
      assertThat(somebodySpentMore).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kind: email, kind: text, customer.kind from email to text",
    "column: email, column: mail, customer.column from email to mail",
    "period: month, period: week, budget.period",
    "time-zone: Europe/London, time-zone: Europe/Paris, time-zone"
  })
  void law6_policyUnderWhichSpendWouldBeLost_isRefused(String old, String changed, String named)
      throws IOException {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    Path policy = shop.folder.resolve("discreet.yaml");
    Files.writeString(policy, Files.readString(policy).replace(old, changed));
    for (ThrowingCallable opening : List.<ThrowingCallable>of(shop::open, shop::operate)) {
      assertThatThrownBy(opening)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("the policy changes " + named);
    }
  }

  @Test
  void law4_copiesOfOneShop_drawDifferentNoise() throws IOException {
    TestShop shop = filled();
    Path copy = temporary.resolve("copy");
    copyFolder(shop.folder, copy);
    try (Discreet one = shop.open();
        Discreet other = Discreet.open(copy)) {
      List<Release.Row> first = one.run(query("amount > 1"), Share.percent(2)).rows();
      List<Release.Row> second = other.run(query("amount > 1"), Share.percent(2)).rows();
      // Sums have noise of some hundred pounds in pennies: ten equal draws do not happen.
      assertThat(first).isNotEqualTo(second);
    }
  }

  @Test
  void law5_returnedRelease_isOnDiskWithItsCharge() {
    TestShop shop = filled();
    Release release;
    try (Discreet analyst = shop.open()) {
      release = analyst.run(query("amount > 2"), Share.percent(2));
      // Another process sees both while this one has not closed anything.
      try (Discreet other = shop.open();
          Operator operator = shop.operate()) {
        assertThat(other.release(release.id())).contains(release);
        assertThat(spentReleases(operator)).contains(release.id());
      }
    }
  }

  @Test
  void law5_commitFails_nothingIsReturned() throws IOException {
    TestShop shop = filled();
    try (Discreet analyst = shop.open()) {
      analyst.run(query("amount > 1"), Share.percent(2));
      int before = analyst.releases().size();
      try (java.sql.Connection other =
              java.sql.DriverManager.getConnection(
                  "jdbc:sqlite:" + shop.folder.resolve("ledger.sqlite"));
          java.sql.Statement sql = other.createStatement()) {
        sql.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON release BEGIN SELECT RAISE(ABORT, 'no room'); END");
        assertThatThrownBy(() -> analyst.run(query("amount > 3"), Share.percent(2)))
            .isInstanceOf(RuntimeException.class);
        sql.execute("DROP TRIGGER no_room");
      } catch (java.sql.SQLException e) {
        throw new IOException(e);
      }
      assertThat(analyst.releases()).hasSize(before);
      assertThat(analyst.budget().spentShare()).isBetween(0.0199, 0.0200001);
    }
  }

  @Test
  void law6_spendStays_throughRestartReintakeForgettingAndReturn() {
    TestShop shop = filled();
    try (Discreet analyst = shop.open()) {
      analyst.run(query("amount > -100"), Share.percent(30));
    }
    double before = share(shop, 5);
    double lifetime = statement(shop, 5).lifetimeEpsilon();
    assertThat(before).isPositive();
    try (Operator operator = shop.operate()) {
      operator.intake(
          "purchases",
          List.of(temporary.resolve("purchases.csv")),
          TestShop.options().allowRepeat(true));
      assertThat(operator.statement(TestShop.rawId(5)).periodShare()).isEqualTo(before);
      assertThat(operator.forget(TestShop.rawId(5)).remainingShare())
          .isGreaterThanOrEqualTo(before);
      operator.intake(
          "purchases",
          List.of(shop.file("again.csv", purchase(TestShop.rawId(5)))),
          TestShop.options());
      Statement returned = operator.statement(TestShop.rawId(5));
      assertThat(returned.periodShare()).isGreaterThanOrEqualTo(before);
      assertThat(returned.lifetimeEpsilon()).isGreaterThanOrEqualTo(lifetime).isPositive();
    }
    shop.setClock(TestShop.NOW.plusSeconds(3600));
    assertThat(share(shop, 5)).isGreaterThanOrEqualTo(before);
  }

  @Test
  void law6_clockSetBackOrOldLedgerRestored_isRefused() throws IOException {
    TestShop shop = filled();
    Path backup = temporary.resolve("backup");
    copyFolder(shop.folder, backup);
    try (Discreet analyst = shop.open()) {
      analyst.run(query("amount > -100"), Share.percent(30));
    }
    shop.setClock(Instant.parse("2026-10-31T00:00:00Z"));
    assertThatThrownBy(
            () -> {
              try (Discreet analyst = shop.open()) {
                analyst.run(query("amount > -99"), Share.percent(30));
              }
            })
        .isInstanceOf(RefusedException.class);
    shop.setClock(TestShop.NOW);
    try (Stream<Path> files = Files.list(backup)) {
      for (Path file : files.filter(f -> f.toString().contains("ledger.sqlite")).toList()) {
        Files.copy(
            file,
            shop.folder.resolve(file.getFileName()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertThatThrownBy(shop::open).isInstanceOf(RefusedException.class);
  }

  /** Under other keys a known customer would be a new one, with a whole budget. */
  @Test
  void law6_keysOfAnotherShop_areRefused() throws IOException {
    TestShop shop = filled();
    Path files = Files.createDirectories(temporary.resolve("other"));
    TestShop other = TestShop.filled(files, TestShop.POLICY, 8, 10);
    Files.copy(
        other.folder.resolve("keys.sealed"),
        shop.folder.resolve("keys.sealed"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(shop::operate)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another shop's");
  }

  @Test
  void law6_newMonth_grantsTheBudgetAnewButKeepsTheLifetime() {
    TestShop shop = filled();
    try (Discreet analyst = shop.open()) {
      analyst.run(query("amount > -100"), Share.percent(30));
    }
    Statement before = statement(shop, 5);
    shop.setClock(Instant.parse("2026-12-01T00:00:00Z"));
    Statement after = statement(shop, 5);
    assertThat(before.periodShare()).isPositive();
    assertThat(after.periodShare()).isZero();
    assertThat(after.lifetimeEpsilon()).isEqualTo(before.lifetimeEpsilon()).isPositive();
  }

  @Test
  void law7_rawIds_areInNoFileAndNoMessage() throws IOException {
    TestShop shop = filled();
    List<String> messages = new ArrayList<>();
    try (Operator operator = shop.operate();
        Discreet analyst = shop.open()) {
      analyst.run(query("amount > -100"), Share.percent(10));
      operator.cap(TestShop.rawId(3), Cap.balanced(4.0));
      messages.add(operator.statement(TestShop.rawId(3)).toString());
      messages.add(operator.forget(TestShop.rawId(4)).toString());
      messages.add(thrownBy(() -> operator.statement("nobody-knows-me@example.org")));
      messages.add(thrownBy(() -> operator.statement("long".repeat(3_000) + "@example.org")));
      Path broken =
          shop.file(
              "broken.csv",
              String.join(
                  "\n",
                  "email,day,category,amount",
                  "broken-customer@example.org,not a day,bread,1",
                  "broken-customer@example.org,2026-01-01,bread",
                  "broken-customer@example.org,2026-01-01,bread,much",
                  ""));
      messages.add(
          thrownBy(() -> operator.intake("purchases", List.of(broken), TestShop.options())));
    }
    assertThat(messages).noneMatch(message -> message.contains("example.org"));
    try (Stream<Path> files = Files.walk(shop.folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.toLowerCase(Locale.ROOT).contains("customer-number-"))
            .as("a raw id in %s", file)
            .isFalse();
      }
    }
  }

  @Test
  void law8_whoIsOut_changesNothingThatTheAnalystSees() {
    TestShop shop = filled();
    try (Operator operator = shop.operate();
        Discreet analyst = shop.open()) {
      Release before = analyst.run(query("amount > 1"), Share.percent(2));
      for (int i = 0; i < 50; i++) {
        operator.cap(TestShop.rawId(i), Cap.own(1e-6));
      }
      Release after = analyst.run(query("amount > 1.01"), Share.percent(2));
      assertThat(after.coverage()).isEqualTo(before.coverage());
      assertThat(after.rows())
          .extracting(Release.Row::segment)
          .isEqualTo(before.rows().stream().map(Release.Row::segment).toList());
      assertThat(after.measures()).isEqualTo(before.measures());
      assertThat(after.charged()).isEqualTo(before.charged());
    }
  }

  @Test
  void law11_sameQuestionOnSameData_returnsTheStoredReleaseAndChargesNothing() {
    TestShop shop = filled();
    byte[] first;
    double spent;
    try (Discreet analyst = shop.open()) {
      first = ReleaseJson.write(analyst.run(query("amount > 1"), Share.percent(2)));
      spent = analyst.budget().spentShare();
    }
    double own = share(shop, 5);
    shop.setClock(TestShop.NOW.plusSeconds(86_400));
    try (Operator operator = shop.operate()) {
      operator.forget(TestShop.rawId(9));
      operator.cap(TestShop.rawId(8), Cap.strict(4.0));
    }
    try (Discreet analyst = shop.open()) {
      Release again = analyst.run(query("amount  >  1"), Share.percent(2));
      assertThat(ReleaseJson.write(again)).isEqualTo(first);
      assertThat(analyst.budget().spentShare()).isEqualTo(spent);
      assertThat(analyst.releases()).hasSize(1);
    }
    assertThat(share(shop, 5)).isEqualTo(own);
  }

  @Test
  void law11_newData_isANewQuestion() {
    TestShop shop = filled();
    try (Discreet analyst = shop.open();
        Operator operator = shop.operate()) {
      Release before = analyst.run(query("amount > 1"), Share.percent(2));
      operator.intake(
          "purchases",
          List.of(shop.file("more.csv", purchase("new@example.org"))),
          TestShop.options());
      Release after = analyst.run(query("amount > 1"), Share.percent(2));
      assertThat(after.id()).isNotEqualTo(before.id());
      assertThat(after.dataVersion()).isEqualTo(before.dataVersion() + 1);
    }
  }

  @Test
  void law12_racingAnalysts_neverSpendMoreThanThereIs() throws Exception {
    TestShop shop = filled();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Discreet one = shop.open();
        Discreet other = shop.open()) {
      List<Callable<Release>> races = new ArrayList<>();
      for (int run = 0; run < 12; run++) {
        SegmentQuery question = query("amount > -" + (100 + run / 2));
        Discreet analyst = run % 2 == 0 ? one : other;
        races.add(() -> analyst.run(question, Share.percent(30)));
      }
      List<String> ids = new ArrayList<>();
      for (Future<Release> race : pool.invokeAll(races)) {
        ids.add(race.get().id());
      }
      assertThat(ids.stream().distinct()).as("one answer to each question").hasSize(6);
      assertThat(one.releases()).hasSize(6);
    } finally {
      pool.shutdown();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(share(shop, i)).isLessThanOrEqualTo(1.0);
    }
  }

  @Test
  void law13_forgotten_isInNoStoredSetAndTheSumStays() {
    TestShop shop = filled();
    Release release;
    try (Discreet analyst = shop.open()) {
      release = analyst.run(query("amount > -100"), Share.percent(10));
    }
    double spent = share(shop, 5);
    try (Operator operator = shop.operate();
        Discreet analyst = shop.open()) {
      ForgetSummary summary = operator.forget(TestShop.rawId(5));
      assertThat(summary.charges()).isEqualTo(1);
      assertThat(summary.remainingShare()).isGreaterThanOrEqualTo(spent);
      assertThatThrownBy(() -> operator.statement(TestShop.rawId(5)))
          .isInstanceOf(InputException.class);
      assertThat(analyst.release(release.id())).contains(release);
      // Customers have their indexes in the order of the first file.
      try (Vault vault = shop.vault(analyst.policy())) {
        for (String table : analyst.policy().tables().keySet()) {
          int[] offsets = vault.table(table).offsets();
          assertThat(offsets[6]).as("rows of the forgotten in %s", table).isEqualTo(offsets[5]);
          assertThat(offsets[7]).as("rows of the next in %s", table).isGreaterThan(offsets[6]);
        }
      }
      // The forgotten customer's rows are gone: a new question counts without them.
      assertThat(analyst.run(query("amount > -99"), Share.percent(10)).dataVersion())
          .isEqualTo(release.dataVersion());
    }
  }

  private static String thrownBy(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(InputException.class);
    java.io.StringWriter trace = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(trace));
    return trace.toString();
  }

  private static Statement statement(TestShop shop, int customer) {
    try (Operator operator = shop.operate()) {
      return operator.statement(TestShop.rawId(customer));
    }
  }

  private static double share(TestShop shop, int customer) {
    return statement(shop, customer).periodShare();
  }

  private static List<String> spentReleases(Operator operator) {
    List<String> releases = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      operator.statement(TestShop.rawId(i)).uses().forEach(use -> releases.add(use.releaseId()));
    }
    return releases;
  }

  private static String purchase(String email) {
    return "email,day,category,amount\n" + email + ",2026-11-01,bread,3.20\n";
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
