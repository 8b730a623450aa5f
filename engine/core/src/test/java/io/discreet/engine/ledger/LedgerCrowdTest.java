package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.policy.Cap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Law 12 in a crowd: processes with many threads each ask the same and different questions while an
 * operator registers one vault generation after the other.
 *
 * <p>The big crowd, which also prints how many charges a second it got through:
 *
 * <pre>
 * mvn -pl engine/core -am test -Dtest=LedgerCrowdTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Ddiscreet.crowd.processes=4 -Ddiscreet.crowd.threads=16 -Ddiscreet.crowd.own=10
 * </pre>
 */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerCrowdTest {

  private static final int PROCESSES = Integer.getInteger("discreet.crowd.processes", 2);
  private static final int THREADS = Integer.getInteger("discreet.crowd.threads", 4);
  private static final int OWN = Integer.getInteger("discreet.crowd.own", 4);
  private static final int SHARED = 12;
  private static final int INTAKES = 5;
  private static final int CAP = 20;

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;

  @Test
  void law12_sameAndOtherQuestionsDuringIntakes_nothingIsSpentTwiceOrLost() throws Exception {
    TestLedger test = TestLedger.create(backend, folder);
    try (Ledger ledger = test.open()) {
      ledger.setCap(LedgerCrowdChild.CAPPED, Cap.own(CAP));
    }
    int questions = SHARED + PROCESSES * THREADS * OWN;
    int committed = 0;
    int conflicts = 0;
    double seconds;
    try (Crowd crowd = Crowd.start(PROCESSES, this::start)) {
      long start = System.nanoTime();
      List<ChildJvm> children = crowd.go();
      takeIn(test);
      for (ChildJvm child : children) {
        String[] said = child.read().split(" ", -1); // fails where a deadlock keeps it silent
        committed += Integer.parseInt(said[0]);
        conflicts += Integer.parseInt(said[1]);
      }
      seconds = (System.nanoTime() - start) / 1e9;
      crowd.await();
    }
    System.out.printf(
        "%s, %d processes of %d threads: %d charges and %d conflicts in %.1f s%n",
        backend, PROCESSES, THREADS, committed, conflicts, seconds);
    assertThat(committed).as("each question was paid for once").isEqualTo(questions);
    try (Ledger ledger = test.open()) {
      assertThat(ledger.releases()).hasSize(questions);
      assertThat(TestLedger.spent(ledger, LedgerCrowdChild.OPEN)).isEqualTo(questions);
      assertThat(TestLedger.spent(ledger, LedgerCrowdChild.CAPPED)).isEqualTo(CAP);
      assertThat(ledger.vaultGeneration()).isEqualTo(1 + INTAKES);
      assertThat(ledger.registry().size()).isEqualTo(TestLedger.CUSTOMERS + INTAKES);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  private ChildJvm start(int process) throws Exception {
    return ChildJvm.start(
        folder,
        LedgerCrowdChild.class,
        folder.toString(),
        String.valueOf(process),
        String.valueOf(THREADS),
        String.valueOf(SHARED),
        String.valueOf(OWN));
  }

  private static void takeIn(TestLedger test) {
    try (Ledger ledger = test.open()) {
      for (int i = 0; i < INTAKES; i++) {
        int customers = TestLedger.CUSTOMERS + i;
        ledger.registerIntake(TestLedger.intake(1 + i, customers, customers + 1));
      }
    }
  }
}
