package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.answerKey;
import static io.discreet.engine.ledger.TestLedger.body;
import static io.discreet.engine.ledger.TestLedger.charge;
import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.person;
import static io.discreet.engine.ledger.TestLedger.releaseId;
import static io.discreet.engine.ledger.TestLedger.spent;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.ledger.CommitProbe.Point;
import io.discreet.engine.ledger.CommitResult.AlreadyAnswered;
import io.discreet.engine.ledger.CommitResult.Committed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Law 5: a process that is killed at any point of a write leaves all of it or nothing; a commit
 * whose outcome is unknown is settled by its id. The processes are real, and killed with SIGKILL.
 */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerCrashTest {

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  /** A ledger in which customer 3 has spent 30 units, and 4 none. */
  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 30, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void law5_killedWhileCharging_bothChargeAndReleaseOrNeither(Point point) throws Exception {
    killAt("charge", point);
    boolean stored = point.compareTo(Point.COMMITTED) >= 0;
    try (Ledger ledger = test.open()) {
      assertThat(spent(ledger, 3)).isEqualTo(stored ? 70 : 30);
      assertThat(ledger.standing(terms()).remainingUnits()[4]).isEqualTo(stored ? 60 : 100);
      assertThat(ledger.find(answerKey(2)).isPresent()).isEqualTo(stored);
      assertThat(ledger.release(releaseId(2)).isPresent()).isEqualTo(stored);
      // Asking again settles it: found where it was stored, drawn and charged once where not.
      CommitResult again = commit(ledger, 2, 40, 3, 4);
      if (stored) {
        assertThat(((AlreadyAnswered) again).release()).isEqualTo(body(2));
      } else {
        assertThat(again).isInstanceOf(Committed.class);
      }
    }
    assertChargesAreReleases(releaseId(1), releaseId(2));
    assertThat(test.remaining()[3]).isEqualTo(30);
    assertWitnessIsNewest();
  }

  @ParameterizedTest
  @CsvSource({
    "forget, BEGUN",
    "forget, WRITTEN",
    "forget, COMMITTED",
    "forget, WITNESSED",
    "forget, WITNESS_DURABLE",
    "intake, BEGUN",
    "intake, WRITTEN",
    "intake, COMMITTED",
    "intake, WITNESSED",
    "intake, WITNESS_DURABLE"
  })
  void law5_killedWhileForgettingOrTakingIn_allOfItOrNothing(String kind, Point point)
      throws Exception {
    killAt(kind, point);
    boolean stored = point.compareTo(Point.COMMITTED) >= 0;
    try (Ledger ledger = test.open()) {
      assertThat(ledger.vaultGeneration()).isEqualTo(stored ? 2 : 1);
      if (kind.equals("forget")) {
        assertThat(ledger.customer(person(3)).isEmpty()).isEqualTo(stored);
        assertThat(test.rows("SELECT period_units FROM tombstone"))
            .isEqualTo(stored ? List.of("30") : List.of());
        assertThat(ledger.standing(terms()).remainingUnits()[3])
            .isEqualTo(stored ? Standing.OUT : 70);
      } else {
        assertThat(ledger.registry().size()).isEqualTo(stored ? 15 : 10);
        assertThat(ledger.seenFile("purchases", TestLedger.fingerprint(1))).isEqualTo(stored);
        assertThat(ledger.dataVersion()).isEqualTo(stored ? 2 : 1);
        assertThat(spent(ledger, 3)).isEqualTo(30);
      }
    }
    assertChargesAreReleases(releaseId(1));
    assertWitnessIsNewest();
  }

  @ParameterizedTest
  @EnumSource(names = {"WITNESSED", "WITNESS_DURABLE"})
  void law5_killedAgainWhileCatchingUp_losesNothing(Point point) throws Exception {
    killAt("charge", Point.COMMITTED);
    killAt("open", point);
    try (Ledger ledger = test.open()) {
      assertThat(spent(ledger, 3)).isEqualTo(70);
      assertThat(ledger.find(answerKey(2))).contains(body(2));
    }
    assertWitnessIsNewest();
  }

  @ParameterizedTest
  @EnumSource(names = {"BEGUN", "CHARGED", "WRITTEN"})
  void law5_storageFailsBeforeTheCommit_nothingIsThere(Point point) throws Exception {
    try (Ledger ledger = test.open(failingOnce(point))) {
      assertThatThrownBy(() -> commit(ledger, 2, 40, 3)).isInstanceOf(LedgerException.class);
      assertThat(ledger.find(answerKey(2))).isEmpty();
      assertThat(spent(ledger, 3)).isEqualTo(30);
      assertThat(commit(ledger, 2, 40, 3)).isInstanceOf(Committed.class);
      assertThat(spent(ledger, 3)).isEqualTo(70);
    }
    assertChargesAreReleases(releaseId(1), releaseId(2));
  }

  @Test
  void law5_outcomeOfTheCommitUnknown_isRereadAndNotDrawnAgain() throws Exception {
    try (Ledger ledger = test.open(failingOnce(Point.COMMITTED))) {
      // The failure came after the commit took effect: the caller learns that it did.
      assertThat(commit(ledger, 2, 40, 3)).isInstanceOf(Committed.class);
      assertThat(ledger.find(answerKey(2))).contains(body(2));
      assertThat(spent(ledger, 3)).isEqualTo(70);
      assertThat(commit(ledger, 3, 30, 3)).isInstanceOf(Committed.class);
    }
    assertChargesAreReleases(releaseId(1), releaseId(2), releaseId(3));
    assertWitnessIsNewest();
  }

  @Test
  void law5_witnessFails_theReleaseIsFoundAndChargedOnce() throws Exception {
    try (Ledger ledger = test.open(failingOnce(Point.WITNESSED))) {
      assertThatThrownBy(() -> commit(ledger, 2, 40, 3))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("doing the same again is safe");
      assertThat(commit(ledger, 2, 40, 3)).isInstanceOf(AlreadyAnswered.class);
      assertThat(spent(ledger, 3)).isEqualTo(70);
    }
    assertChargesAreReleases(releaseId(1), releaseId(2));
    assertThat(test.remaining()[3]).isEqualTo(30);
    assertWitnessIsNewest();
  }

  @Test
  void law6_witnessCannotBeForced_nothingIsWrittenUntilItCan() throws Exception {
    try (Ledger ledger = test.open(failingOnce(Point.WITNESS_DURABLE))) {
      assertThat(commit(ledger, 2, 40, 3)).isInstanceOf(Committed.class);
      assertThatThrownBy(() -> commit(ledger, 3, 10, 3))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("nothing new was written");
      assertChargesAreReleases(releaseId(1), releaseId(2));
      assertThat(commit(ledger, 3, 10, 3)).isInstanceOf(Committed.class);
    }
    assertChargesAreReleases(releaseId(1), releaseId(2), releaseId(3));
    assertWitnessIsNewest();
  }

  @Test
  void law6_entryAfterAnother_waitsUntilTheWitnessOfThatIsOnDisk() throws Exception {
    CountDownLatch forcing = new CountDownLatch(1);
    CountDownLatch disk = new CountDownLatch(1);
    CommitProbe slowDisk =
        point -> {
          if (point == Point.WITNESS_DURABLE) {
            forcing.countDown();
            waitFor(disk);
          }
        };
    try (Ledger ledger = test.open(slowDisk)) {
      assertThat(commit(ledger, 2, 40, 3)).isInstanceOf(Committed.class); // does not wait
      waitFor(forcing);
      CompletableFuture<CommitResult> next =
          CompletableFuture.supplyAsync(() -> commit(ledger, 3, 10, 3));
      assertThatThrownBy(() -> next.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertChargesAreReleases(releaseId(1), releaseId(2));
      disk.countDown();
      assertThat(next.get(30, TimeUnit.SECONDS)).isInstanceOf(Committed.class);
    } finally {
      disk.countDown();
    }
    assertChargesAreReleases(releaseId(1), releaseId(2), releaseId(3));
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void law5_releaseIsOnDisk_beforeCommitReturns() throws Exception {
    try (Ledger ledger = test.open()) {
      Standing standing = ledger.standing(terms());
      ledger.commit(standing, terms(), charge(2, 40, 3), answerKey(2), body(2));
      // Read through another connection while this one is open.
      assertChargesAreReleases(releaseId(1), releaseId(2));
    }
  }

  private void killAt(String kind, Point point) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(folder, LedgerCrashChild.class, folder.toString(), kind, point.toString())) {
      assertThat(child.read()).isEqualTo("reached");
      child.kill();
    }
  }

  private static CommitProbe failingOnce(Point at) {
    boolean[] failed = {false};
    return point -> {
      if (point == at && !failed[0]) {
        failed[0] = true;
        throw new SQLException("the disk is gone");
      }
    };
  }

  /** Every charge has its release in the same entry, every release its charge, and no others. */
  private void assertChargesAreReleases(String... ids) throws SQLException {
    List<String> charges = test.rows("SELECT entry, release_id FROM charge ORDER BY entry");
    assertThat(test.rows("SELECT entry, id FROM release ORDER BY entry")).isEqualTo(charges);
    assertThat(test.rows("SELECT release_id FROM charge ORDER BY entry")).containsExactly(ids);
    assertThat(test.rows("SELECT COUNT(*) FROM entry WHERE kind = 'CHARGE'"))
        .containsExactly(String.valueOf(ids.length));
  }

  private void assertWitnessIsNewest() throws Exception {
    List<String> newest =
        test.rows("SELECT sequence, token FROM entry ORDER BY sequence DESC LIMIT 1");
    assertThat(Files.readString(Witness.path(test.file)))
        .endsWith(newest.get(0).replace('|', ' ') + "\n");
    test.open().close();
  }
}
