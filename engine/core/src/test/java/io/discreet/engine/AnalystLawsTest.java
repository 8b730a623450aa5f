package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.vault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an analyst can see, and what must not show in it: laws 2, 5, 6, 8 and 12 from outside. */
class AnalystLawsTest {
  private static final int CUSTOMERS = 200;

  /** With the whole budget for one count, σ is below 2 customers: 40 is more than 20 σ. */
  private static final SegmentQuery COUNT =
      SegmentQuery.parse("SELECT COUNT(DISTINCT customer) FROM purchases", "recommendations");

  private static final double FAR = 40;

  private static final SegmentQuery BY_CITY =
      SegmentQuery.parse(
          "SELECT city, COUNT(DISTINCT customer), SUM(amount) FROM purchases GROUP BY city",
          "recommendations");

  @TempDir private Path temporary;

  private TestShop filled(String whenSpent) {
    String policy = TestShop.POLICY.replace("when-spent: drop", "when-spent: " + whenSpent);
    return TestShop.filled(temporary, policy, 11, CUSTOMERS);
  }

  /** Takes the consents of customers first (included) to CUSTOMERS (excluded) back. */
  private static void withdraw(TestShop shop, int first) {
    StringBuilder consents = new StringBuilder("email,purpose,granted,since\n");
    for (int i = first; i < CUSTOMERS; i++) {
      consents.append(TestShop.rawId(i)).append(",recommendations,false,2026-02-01\n");
    }
    try (Operator operator = shop.operate()) {
      operator.consent(shop.file("withdrawn-" + first + ".csv", consents));
    }
  }

  private static double count(Release release) {
    return release.rows().get(0).estimates().get(0).value();
  }

  @Test
  void law2_withoutConsent_nobodyIsCountedOrPays() {
    TestShop shop = filled("drop");
    withdraw(shop, 100);
    try (Discreet analyst = shop.open();
        Operator operator = shop.operate()) {
      assertThat(count(analyst.run(COUNT, Share.percent(100)))).isBetween(100 - FAR, 100 + FAR);
      for (int i : new int[] {0, 50, 99}) {
        assertThat(operator.statement(TestShop.rawId(i)).periodShare()).isPositive();
      }
      for (int i : new int[] {100, 150, 199}) {
        assertThat(operator.statement(TestShop.rawId(i)).periodShare()).isZero();
      }
    }
  }

  @Test
  void law2_purposeThatNeedsNoConsent_countsEverybody() {
    TestShop shop = filled("drop");
    withdraw(shop, 0);
    SegmentQuery stock = SegmentQuery.parse(COUNT.text(), "stock-planning");
    try (Discreet analyst = shop.open()) {
      assertThat(count(analyst.run(stock, Share.percent(100))))
          .isBetween(CUSTOMERS - FAR, CUSTOMERS + FAR);
    }
  }

  /** A clock that does something once, when it is read for the n-th time. */
  private static final class BusyClock extends Clock {
    private final Clock clock = Clock.fixed(TestShop.NOW, ZoneOffset.UTC);
    private final Runnable work;
    private int readsBefore;

    BusyClock(int readsBefore, Runnable work) {
      this.readsBefore = readsBefore;
      this.work = work;
    }

    @Override
    public Instant instant() {
      if (readsBefore-- == 0) {
        work.run();
      }
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  /** The first draw counted 200 customers; nobody may see it, and the second finds none. */
  @Test
  void law5_consentsWithdrawnWhileScanning_firstDrawIsNeverShown() {
    TestShop shop = filled("drop");
    // The clock is read for today's date, then inside the reading of who may take part.
    Clock clock = new BusyClock(1, () -> withdraw(shop, 0));
    try (Discreet analyst = Discreet.open(shop.folder, clock)) {
      Release release = analyst.run(COUNT, Share.percent(100));
      assertThat(count(release)).isBetween(-FAR, FAR);
      assertThat(analyst.releases()).containsExactly(release);
      // Two intakes, the consents, and the withdrawal.
      assertThat(release.dataVersion()).isEqualTo(4);
    }
    try (Operator operator = shop.operate()) {
      for (int i = 0; i < 20; i++) {
        assertThat(operator.statement(TestShop.rawId(i)).periodShare()).isZero();
      }
    }
  }

  /** A race whose outcome does not hang on the scheduler. */
  @Test
  void law12_budgetSpentBetweenReadingAndCommit_isNotSpentTwice() {
    TestShop shop = filled("drop");
    Runnable otherWins =
        () -> {
          try (Discreet other = shop.open()) {
            other.run(COUNT, Share.percent(100));
          }
        };
    try (Discreet analyst = Discreet.open(shop.folder, new BusyClock(1, otherWins))) {
      analyst.run(BY_CITY, Share.percent(100));
      assertThat(analyst.releases()).hasSize(2);
    }
    try (Operator operator = shop.operate()) {
      for (int i = 0; i < 20; i++) {
        assertThat(operator.statement(TestShop.rawId(i)).periodShare()).isEqualTo(1.0);
      }
    }
  }

  @Test
  void law8_nobodyTakesPart_looksLikeAnyOtherRelease() {
    TestShop shop = filled("drop");
    try (Discreet analyst = shop.open()) {
      Release everybody = analyst.run(BY_CITY, Share.percent(2));
      withdraw(shop, 0);
      Release nobody = analyst.run(BY_CITY, Share.percent(2));
      assertThat(nobody.coverage()).isEqualTo(everybody.coverage());
      assertThat(nobody.measures()).isEqualTo(everybody.measures());
      assertThat(nobody.charged()).isEqualTo(everybody.charged());
      assertThat(nobody.rows())
          .extracting(Release.Row::segment)
          .containsExactlyElementsOf(everybody.rows().stream().map(Release.Row::segment).toList());
      for (int row = 0; row < nobody.rows().size(); row++) {
        for (int measure = 0; measure < nobody.measures().size(); measure++) {
          assertThat(nobody.rows().get(row).estimates().get(measure).standardError())
              .isEqualTo(everybody.rows().get(row).estimates().get(measure).standardError());
        }
      }
      // Sums have noise of more than 10⁴ pennies: two zeros among five have odds below 10⁻⁷,
      // and a third one is beyond 10⁻¹¹.
      assertThat(nobody.rows().stream().filter(row -> row.estimates().get(1).value() == 0))
          .hasSizeLessThan(3);
    }
  }

  @Test
  void law8_whenSpentRefuse_looksAtThePublicWorstCaseAlone() {
    TestShop shop = filled("refuse");
    try (Operator operator = shop.operate()) {
      IntStream.range(0, 20).forEach(i -> operator.cap(TestShop.rawId(i), Cap.own(1e-6)));
    }
    try (Discreet analyst = shop.open()) {
      // Twenty customers cannot pay for this, which must not show.
      assertThat(analyst.run(COUNT, Share.percent(60)).coverage()).isEqualTo(Coverage.COMPLETE);
      withdraw(shop, 0);
      assertThat(analyst.run(COUNT, Share.percent(40)).coverage()).isEqualTo(Coverage.COMPLETE);
      // Nobody paid for the second one, which must not show either.
      assertThatThrownBy(() -> analyst.run(BY_CITY, Share.percent(1)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("public worst case");
    }
  }

  @Test
  void law8_quotaOfAPurpose_looksAtThePublicWorstCasesAlone() {
    TestShop shop =
        TestShop.filled(
            temporary,
            TestShop.POLICY.replace("consent: required", "consent: required, quota: 40%"),
            11,
            CUSTOMERS);
    withdraw(shop, 100);
    try (Discreet analyst = shop.open()) {
      Release first = analyst.run(COUNT, Share.percent(30));
      withdraw(shop, 0);
      // Nobody pays for this one, which must not show: it takes what the quota has left.
      analyst.run(BY_CITY, Share.percent(10));
      assertThatThrownBy(() -> analyst.run(COUNT, Share.percent(0.01)))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith("the quota of purpose recommendations (40% of the budget)")
          .hasMessageContaining("public worst case");
      assertThat(analyst.releases()).hasSize(2).contains(first);
      assertThat(analyst.budget().accounts())
          .singleElement()
          .extracting(account -> account.quota().getAsDouble())
          .isEqualTo(0.4);
      SegmentQuery elsewhere =
          SegmentQuery.parse("SELECT COUNT(DISTINCT customer) FROM purchases", "stock-planning");
      assertThat(analyst.run(elsewhere, Share.percent(60)).coverage()).isEqualTo(Coverage.COMPLETE);
    }
    shop.setClock(Instant.parse("2026-12-01T00:00:00Z"));
    try (Discreet analyst = shop.open()) {
      assertThat(analyst.run(COUNT, Share.percent(40)).coverage()).isEqualTo(Coverage.COMPLETE);
    }
  }

  @Test
  void law8_coverage_isThePublicWorstCases() {
    TestShop shop = filled("drop");
    withdraw(shop, 0);
    try (Discreet analyst = shop.open()) {
      assertThat(analyst.run(COUNT, Share.percent(60)).coverage()).isEqualTo(Coverage.COMPLETE);
      // Nobody has spent anything, and nobody may be able to tell.
      assertThat(analyst.run(BY_CITY, Share.percent(60)).coverage())
          .isEqualTo(Coverage.MAY_BE_PARTIAL);
    }
  }

  /** The newest purchase is of November 2026; in London it is already July. */
  @Test
  void law8_asOf_isTheClocksDayInTheShopsZone() {
    TestShop shop = filled("drop");
    shop.setClock(Instant.parse("2027-06-30T23:30:00Z"));
    try (Discreet analyst = shop.open()) {
      Release release = analyst.run(COUNT, Share.percent(2));
      assertThat(release.asOf()).isEqualTo(LocalDate.of(2027, 7, 1));
    }
  }

  /** Rows of 2026 are past their 24 months, but only an intake lets them go. */
  @Test
  void law8_oneCustomerForgotten_changesNobodyElsesData() {
    TestShop shop = filled("drop");
    shop.setClock(Instant.parse("2029-01-15T12:00:00Z"));
    try (Operator operator = shop.operate();
        Discreet analyst = shop.open()) {
      operator.forget(TestShop.rawId(0));
      Release release = analyst.run(COUNT, Share.percent(100));
      assertThat(count(release)).isBetween(CUSTOMERS - FAR, CUSTOMERS + FAR);
      assertThat(release.dataVersion()).isEqualTo(3);
    }
  }

  /** The same indexes are other people there. */
  @Test
  void law6_vaultOfAnotherShopOrGeneration_isRefused() throws IOException {
    TestShop shop = filled("drop");
    Path otherFiles = Files.createDirectory(temporary.resolve("other"));
    TestShop other = TestShop.filled(otherFiles, TestShop.POLICY, 12, CUSTOMERS);
    Path vault = shop.folder.resolve("vault-2.duckdb");
    Files.copy(other.folder.resolve("vault-2.duckdb"), vault, StandardCopyOption.REPLACE_EXISTING);
    try (Discreet analyst = shop.open()) {
      assertThatThrownBy(() -> analyst.run(COUNT, Share.percent(2)))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("another shop");
      assertThat(analyst.releases()).isEmpty();
    }
  }
}
