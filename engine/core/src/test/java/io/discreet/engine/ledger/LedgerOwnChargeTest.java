package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.charge;
import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.ledger.CommitProbe.Point;
import io.discreet.engine.ledger.CommitResult.Committed;
import io.discreet.engine.ledger.CommitResult.Conflict;
import io.discreet.engine.policy.Cap;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

/** What a ledger books of its own charges from memory is what whoever reads them books. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerOwnChargeTest {

  private static final long SEED = 20261128;
  private static final int CHARGES = 60;
  private static final int MANY = 60_000;
  private static final long BUDGET = 1_000;
  private static final long DELTA = 3;

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
  }

  @Test
  void balances_ofOwnChargesAndThoseOfOthersInBetween_areWhatAFreshReaderReads() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    try (Ledger own = test.open();
        Ledger other = test.open()) {
      for (int id = 1; id <= CHARGES; id++) {
        Terms asked = asked(random.nextInt(3) == 0 ? DELTA : 0);
        Ledger asking = random.nextInt(4) == 0 ? other : own;
        CommitResult result =
            asking.commit(
                asking.standing(asked),
                asked,
                randomCharge(random, id, asked.deltaUnits(), TestLedger.CUSTOMERS),
                TestLedger.answerKey(id),
                TestLedger.body(id));
        assertThat(result).isInstanceOf(Committed.class);
        if (random.nextInt(10) == 0) {
          other.setCap(random.nextInt(TestLedger.CUSTOMERS), Cap.own(BUDGET / 2));
        }
        assertThatBooksAreThoseOfAFreshReader(own, "charge %d of seed %d".formatted(id, SEED));
      }
      assertThat(own.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  /** Large enough to be booked and hashed beside the transaction, which fails at every point. */
  @Test
  void balances_ofChargesOfManyCustomers_areWhatAFreshReaderReadsAndTheAuditFinds() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    AtomicReference<@Nullable Point> fails = new AtomicReference<>();
    CommitProbe failing =
        point -> {
          if (fails.compareAndSet(point, null)) {
            throw new SQLException("the disk failed");
          }
        };
    List<@Nullable Point> points = new ArrayList<>(List.of(Point.values()));
    points.remove(Point.WITNESS_DURABLE); // reached by a thread of its own
    points.add(null);
    int id = 0;
    try (Ledger own = test.open(failing);
        Ledger other = test.open()) {
      own.registerIntake(TestLedger.intake(1, TestLedger.CUSTOMERS, MANY));
      for (Point point : points) {
        for (Ledger asking : List.of(own, other, own)) {
          Terms asked = asked(random.nextInt(3) == 0 ? DELTA : 0);
          Charge charge = randomCharge(random, ++id, asked.deltaUnits(), MANY);
          Standing standing = asking.standing(asked);
          fails.set(point);
          try {
            asking.commit(standing, asked, charge, TestLedger.answerKey(id), TestLedger.body(id));
          } catch (LedgerException e) {
            assertThat(asking).isSameAs(own);
          }
          fails.set(null);
          assertThatBooksAreThoseOfAFreshReader(own, "charge %d, %s".formatted(id, point));
        }
      }
      assertThat(own.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  @Test
  void balances_afterAConflict_areThoseBefore() {
    try (Ledger own = test.open();
        Ledger other = test.open()) {
      commit(own, 1, 10, 1, 2);
      Standing before = own.standing(terms());
      commit(other, 2, 5, 2, 3);
      assertThat(
              own.commit(
                  before, terms(), charge(3, 7, 2), TestLedger.answerKey(3), TestLedger.body(3)))
          .isInstanceOf(Conflict.class);
      assertThatBooksAreThoseOfAFreshReader(own, "after a conflict");
      assertThat(own.standing(terms()).remainingUnits()).startsWith(100, 90, 85, 95);
    }
  }

  @Test
  void balances_afterACommitThatFailed_areThoseBefore() {
    AtomicBoolean fails = new AtomicBoolean();
    CommitProbe losing =
        point -> {
          if (point == Point.COMMITTED && fails.getAndSet(false)) {
            loseNewestEntry();
            throw new SQLException("the disk failed");
          }
        };
    try (Ledger own = test.open(losing)) {
      commit(own, 1, 10, 1, 2);
      fails.set(true);
      assertThatThrownBy(() -> commit(own, 2, 7, 2, 3)).isInstanceOf(LedgerException.class);
      assertThat(own.standing(terms()).remainingUnits()).startsWith(100, 90, 90, 100);
      assertThatBooksAreThoseOfAFreshReader(own, "after a commit that failed");
      commit(own, 2, 7, 2, 3);
      assertThat(own.standing(terms()).remainingUnits()).startsWith(100, 90, 83, 93);
    }
  }

  private void loseNewestEntry() throws SQLException {
    for (String table : List.of("release", "charge", "seal")) {
      test.change("DELETE FROM " + table + " WHERE entry = (SELECT MAX(sequence) FROM entry)");
    }
    test.change("DELETE FROM entry WHERE sequence = (SELECT MAX(sequence) FROM entry)");
  }

  @Test
  void balances_afterACommitThatWasStoredButNotWitnessed_haveItOnce() {
    AtomicBoolean fails = new AtomicBoolean();
    CommitProbe failing =
        point -> {
          if (point == Point.WITNESSED && fails.getAndSet(false)) {
            throw new SQLException("the disk failed");
          }
        };
    try (Ledger own = test.open(failing)) {
      fails.set(true);
      assertThatThrownBy(() -> commit(own, 1, 7, 2, 3)).isInstanceOf(LedgerException.class);
      assertThat(own.standing(terms()).remainingUnits()).startsWith(100, 100, 93, 93);
      assertThatBooksAreThoseOfAFreshReader(own, "after a commit that was not witnessed");
    }
  }

  private void assertThatBooksAreThoseOfAFreshReader(Ledger ledger, String when) {
    for (long delta : new long[] {0, DELTA}) {
      Terms asked = asked(delta);
      Standing known = ledger.standing(asked);
      try (Ledger fresh = test.open()) {
        assertThat(known).as(when).usingRecursiveComparison().isEqualTo(fresh.standing(asked));
      }
    }
  }

  private static Terms asked(long deltaUnits) {
    return new Terms(TestLedger.STOCK, BUDGET, 100, deltaUnits, epsilon -> (long) epsilon);
  }

  /** Of few levels or many, so that either stored form comes. */
  private static Charge randomCharge(
      RandomGenerator random, int id, long deltaUnits, int customers) {
    int levels = random.nextInt(1, 9);
    long[] units = new long[levels];
    List<RoaringBitmap> payers = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      units[level] = (long) levels - level;
      payers.add(new RoaringBitmap());
    }
    for (int customer = 0; customer < customers; customer++) {
      if (random.nextInt(4) > 0) {
        payers.get(random.nextInt(levels)).add(customer);
      }
    }
    return new Charge(TestLedger.releaseId(id), units[0], deltaUnits, units, Payers.of(payers));
  }
}
