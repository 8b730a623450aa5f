package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.CoverageReserve;
import io.discreet.engine.policy.PurposeCap;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A standing for a query of a known worst case decides as one that tells every customer apart. */
class LedgerStandingTest {

  private static final int CHARGES = 25;

  /** The charge after which customers set limits of their own. */
  private static final int FIRST_LIMIT = 12;

  /** The charge after which a customer is forgotten. */
  private static final int FORGETS = 5;

  private static final int FORGOTTEN = 0;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void law3_standingForAWorstCase_admitsWhomTheExactOneAdmits(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    TestLedger test = TestLedger.create(folder);
    int alike = 0;
    int apart = 0;
    try (Ledger ledger = test.open()) {
      for (int id = 1; id <= CHARGES; id++) {
        say(ledger, random);
        if (id >= FIRST_LIMIT) {
          limit(ledger, random);
        }
        for (Terms terms : terms()) {
          long[] exact = ledger.standing(terms).remainingUnits();
          for (long worstCase : new long[] {1, 7, 30, 70, 100, Long.MAX_VALUE}) {
            Standing standing = ledger.standing(terms, worstCase);
            Allowances asked = standing.remaining();
            if (terms.estimatesCoverage()) {
              assertThat(standing.ordinary().toArray())
                  .isEqualTo(ledger.standing(withReserve(false)).remainingUnits());
            }
            assertDecidesAs(exact, asked, worstCase, "seed %d, charge %d".formatted(seed, id));
            boolean same =
                IntStream.range(0, exact.length).allMatch(i -> asked.units(i) == exact[i]);
            alike += same ? 0 : 1;
            apart += same ? 1 : 0;
          }
        }
        charge(ledger, random, id);
        if (id == FORGETS) {
          ledger.forget(FORGOTTEN, 1, 2, TestLedger.WITHOUT_CONSENT);
        }
      }
    }
    assertThat(alike).as("readings that do not tell all apart").isPositive();
    assertThat(apart).as("readings that do").isPositive();
  }

  private static void assertDecidesAs(long[] exact, Allowances asked, long worstCase, String when) {
    assertThat(asked.customers()).isEqualTo(exact.length);
    Allowances range = asked.range(1, exact.length);
    for (int customer = 0; customer < exact.length; customer++) {
      long left = asked.units(customer);
      assertThat(left < 0)
          .as("%s, customer %d is out", when, customer)
          .isEqualTo(exact[customer] < 0);
      assertThat(left).as("%s, customer %d", when, customer).isLessThanOrEqualTo(exact[customer]);
      assertThat(left)
          .as("%s, customer %d, up to %d", when, customer, worstCase)
          .isGreaterThanOrEqualTo(Math.min(worstCase, exact[customer]));
      if (customer > 0) {
        assertThat(range.units(customer - 1)).isEqualTo(left);
      }
    }
  }

  private static List<Terms> terms() {
    return List.of(
        TestLedger.terms(),
        TestLedger.terms(TestLedger.ADVICE, TestLedger.BUDGET),
        TestLedger.terms(TestLedger.STOCK, TestLedger.BUDGET / 2),
        withDelta(TestLedger.BUDGET, 3),
        withReserve(false),
        withReserve(true));
  }

  private static Terms withReserve(boolean estimate) {
    return new Terms(
        Asking.of(TestLedger.STOCK),
        TestLedger.BUDGET,
        12,
        0,
        epsilon -> (long) epsilon,
        Optional.of(CoverageReserve.parse("35%")),
        estimate);
  }

  private static Terms withDelta(long budget, long deltaUnits) {
    return new Terms(TestLedger.STOCK, budget, 12, deltaUnits, epsilon -> (long) epsilon);
  }

  private static void say(Ledger ledger, RandomGenerator random) {
    ledger.recordConsents(
        List.of(
            new ConsentRecord(
                TestLedger.person(random.nextInt(TestLedger.CUSTOMERS)),
                (random.nextBoolean() ? TestLedger.STOCK : TestLedger.ADVICE).name(),
                random.nextInt(3) > 0,
                LocalDate.parse("2026-01-01"))));
  }

  private static void limit(Ledger ledger, RandomGenerator random) {
    int customer = random.nextInt(FORGOTTEN + 1, TestLedger.CUSTOMERS);
    switch (random.nextInt(4)) {
      case 0 -> ledger.setCap(customer, random.nextBoolean() ? Cap.OPEN : Cap.own(30));
      case 1 ->
          ledger.setPurposeCap(
              customer,
              random.nextBoolean()
                  ? PurposeCap.open(TestLedger.STOCK.name())
                  : PurposeCap.parse(TestLedger.STOCK.name(), "20%"));
      default -> {}
    }
  }

  private static void charge(Ledger ledger, RandomGenerator random, int id) {
    Terms terms = withDelta(TestLedger.BUDGET, random.nextInt(4) == 0 ? 3 : 0);
    long units = random.nextLong(1, 9);
    long[] left = ledger.standing(terms).remainingUnits();
    int[] payers =
        IntStream.range(0, left.length)
            .filter(customer -> left[customer] >= units && random.nextBoolean())
            .toArray();
    Charge each = TestLedger.charge(id, units, payers);
    Charge charge =
        new Charge(each.releaseId(), units, terms.deltaUnits(), each.levelUnits(), each.payers());
    assertThat(
            ledger.commit(
                ledger.standing(terms),
                terms,
                charge,
                TestLedger.answerKey(id),
                TestLedger.body(id)))
        .isInstanceOf(CommitResult.Committed.class);
  }
}
