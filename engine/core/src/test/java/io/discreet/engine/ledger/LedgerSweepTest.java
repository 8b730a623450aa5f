package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.answerKey;
import static io.discreet.engine.ledger.TestLedger.body;
import static io.discreet.engine.ledger.TestLedger.person;
import static io.discreet.engine.ledger.TestLedger.spent;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Laws 5, 6 and 13 under SIGKILL at random moments of charging, forgetting and taking in. A few
 * kills by default; the sweep whose outcome is in {@code docs/reliability.md}, 200 for each
 * database, is
 *
 * <pre>mvn -pl engine/core -am test -Dtest=LedgerSweepTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Ddiscreet.sweep=200</pre>
 */
class LedgerSweepTest {

  private static final long SEED = 20261126;
  private static final int KILLS = Integer.getInteger("discreet.sweep", 3);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void laws5And6And13_killedAtRandom_theBookIsWholeAndNothingReturnedIsLost(Backend backend)
      throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    TestLedger test = TestLedger.create(backend, folder);
    int stored = 0;
    long spent = 0;
    long returning = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int returned = stored + runAndKill(stored, random.nextInt(12), random.nextInt(25));
      String when = "seed " + SEED + ", kill " + kill;
      try (Ledger ledger = test.open()) {
        stored = ledger.releases().size();
        assertThat(stored).as(when).isGreaterThanOrEqualTo(returned);
        for (int id = 0; id < stored; id++) {
          assertThat(ledger.find(answerKey(id))).as(when).contains(body(id));
        }
        assertThat(spent(ledger, 0)).as(when).isEqualTo(stored).isGreaterThanOrEqualTo(spent);
        spent = stored;
        if (ledger.customer(person(3)).isPresent()) { // or killed between forgetting and return
          assertThat(spent(ledger, 3)).as(when).isGreaterThanOrEqualTo(Math.max(stored, returning));
          returning = spent(ledger, 3);
        }
        assertThat(ledger.audit(Optional.empty()).fault()).as(when).isEmpty();
      }
    }
    assertThat(stored).as("charges in all").isPositive();
  }

  /** Kills a child some time after so many charges; returns how many it said were stored. */
  private int runAndKill(int first, int charges, int milliseconds) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(folder, LedgerSweepChild.class, folder.toString(), String.valueOf(first))) {
      assertThat(child.read()).isEqualTo("ready");
      int returned = first;
      for (; returned < first + charges; returned++) {
        assertThat(child.read()).isEqualTo(String.valueOf(returned));
      }
      Thread.sleep(milliseconds);
      // The last line may have been cut short by the kill.
      for (String line : child.kill()) {
        if (line.equals(String.valueOf(returned))) {
          returned++;
        }
      }
      return returned - first;
    }
  }
}
