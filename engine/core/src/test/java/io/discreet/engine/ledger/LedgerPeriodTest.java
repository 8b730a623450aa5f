package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.ledger.CommitResult.Conflict;
import io.discreet.engine.policy.Budget.BudgetPeriod;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Law 6 where a period turns: to the nanosecond, in the shop's zone, once. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerPeriodTest {

  /** Period, zone, a period, the next one, and the first moment of that. */
  private static final String TURNS =
      """
      DAY     | Europe/London    | 2026-03-29 | 2026-03-30 | 2026-03-29T23:00:00Z
      DAY     | Europe/London    | 2026-10-25 | 2026-10-26 | 2026-10-26T00:00:00Z
      DAY     | America/Sao_Paulo | 2018-11-03 | 2018-11-04 | 2018-11-04T03:00:00Z
      DAY     | Asia/Kathmandu   | 2026-12-31 | 2027-01-01 | 2026-12-31T18:15:00Z
      WEEK    | Europe/London    | 2026-W13   | 2026-W14   | 2026-03-29T23:00:00Z
      WEEK    | Europe/London    | 2026-W53   | 2027-W01   | 2027-01-04T00:00:00Z
      WEEK    | Europe/London    | 2024-W52   | 2025-W01   | 2024-12-30T00:00:00Z
      MONTH   | Europe/London    | 2026-03    | 2026-04    | 2026-03-31T23:00:00Z
      MONTH   | America/New_York | 2026-10    | 2026-11    | 2026-11-01T04:00:00Z
      MONTH   | Europe/London    | 2026-12    | 2027-01    | 2027-01-01T00:00:00Z
      MONTH   | Europe/London    | 2028-02    | 2028-03    | 2028-03-01T00:00:00Z
      QUARTER | Europe/London    | 2026-Q1    | 2026-Q2    | 2026-03-31T23:00:00Z
      QUARTER | Europe/London    | 2026-Q4    | 2027-Q1    | 2027-01-01T00:00:00Z
      YEAR    | Pacific/Auckland | 2026       | 2027       | 2026-12-31T11:00:00Z
      YEAR    | Europe/London    | 2026       | 2027       | 2027-01-01T00:00:00Z
      """;

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TURNS)
  void law6_periodTurns_grantsAnewAtThatNanosecondAndNoEarlier(
      BudgetPeriod period, ZoneId zone, String before, String after, Instant turn) {
    Instant last = turn.minusNanos(1);
    TestLedger test =
        TestLedger.create(backend, folder, TestLedger.facts(period, zone), turn.minusSeconds(60));
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 100, 3);
    }
    test.setClock(last);
    Standing standing;
    try (Ledger ledger = test.open()) {
      standing = ledger.standing(terms());
      assertThat(standing.remainingUnits()[3]).isZero();
      assertThat(standing.remainingUnits()[4]).isEqualTo(100);
      assertThat(ledger.publicBudget(new Spend(100, 0)).period()).isEqualTo(before);
    }
    test.setClock(turn);
    try (Ledger ledger = test.open()) {
      assertThat(
              ledger.commit(standing, terms(), TestLedger.charge(2, 1, 4), "q", TestLedger.body(2)))
          .isEqualTo(new Conflict(Conflict.Reason.PERIOD_TURNED));
      assertThat(ledger.publicBudget(new Spend(100, 0)).period()).isEqualTo(after);
      assertThat(ledger.publicBudget(new Spend(100, 0)).worstCaseSpent().units()).isZero();
      commit(ledger, 2, 30, 3);
      assertThat(ledger.standing(terms()).remainingUnits()[3]).isEqualTo(70);
      assertThat(ledger.customer(TestLedger.person(3)).orElseThrow().lifetime().units())
          .isEqualTo(130);
    }
    test.setClock(last);
    try (Ledger ledger = test.open()) {
      assertThatThrownBy(() -> ledger.standing(terms())).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void law6_noPeriod_isNeverGrantedAnew() {
    TestLedger test =
        TestLedger.create(
            backend,
            folder,
            TestLedger.facts(BudgetPeriod.NONE, ZoneId.of("Europe/London")),
            TestLedger.NOW);
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 100, 3);
    }
    test.setClock(Instant.parse("2126-01-01T00:00:00Z"));
    assertThat(test.remaining()[3]).isZero();
  }

  /** Newfoundland set its clocks from 00:01 back to 23:01 of the day before. */
  @Test
  void law6_dayThatComesTwice_goesOnWithWhatWasSpentInIt() {
    Instant back = Instant.parse("2010-11-07T02:31:00Z");
    TestLedger test =
        TestLedger.create(
            backend,
            folder,
            TestLedger.facts(BudgetPeriod.DAY, ZoneId.of("America/St_Johns")),
            back.minusSeconds(90));
    try (Ledger ledger = test.open()) {
      assertThat(ledger.publicBudget(new Spend(100, 0)).period()).isEqualTo("2010-11-06");
      commit(ledger, 1, 60, 3);
    }
    test.setClock(back.minusSeconds(30));
    try (Ledger ledger = test.open()) {
      assertThat(ledger.publicBudget(new Spend(100, 0)).period()).isEqualTo("2010-11-07");
      commit(ledger, 2, 70, 3);
    }
    test.setClock(back);
    try (Ledger ledger = test.open()) {
      assertThat(ledger.publicBudget(new Spend(100, 0)).period()).isEqualTo("2010-11-06");
      assertThat(ledger.standing(terms()).remainingUnits()[3]).isEqualTo(40);
    }
    test.setClock(back.plus(1, ChronoUnit.HOURS));
    assertThat(test.remaining()[3]).isEqualTo(30);
  }
}
