package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.CommitResult.Conflict;
import io.discreet.engine.ledger.CommitResult.Conflict.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Law 12: two processes racing for the last unit of a customer's budget; one wins. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerRaceTest {

  private static final int ROUNDS = TestLedger.CUSTOMERS;
  private static final String LOST = new Conflict(Reason.HEAD_MOVED).toString();

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;

  @Test
  void law12_twoProcessesRaceForTheLastUnit_oneWinsEveryRound() throws Exception {
    race(false);
  }

  @Test
  void law12_processesThatInsistAfterLosing_areRefused() throws Exception {
    race(true);
  }

  private void race(boolean insist) throws Exception {
    TestLedger test = TestLedger.create(backend, folder);
    try (ChildJvm one = child(0, insist);
        ChildJvm other = child(1, insist)) {
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(List.of(one.read(), other.read())).containsOnly("left 1");
        one.tell("go");
        other.tell("go");
        assertThat(List.of(one.read(), other.read()))
            .as("round %d", round)
            .containsExactlyInAnyOrder("won", LOST);
        one.tell("next");
        other.tell("next");
        if (insist) {
          // The winner asks the question that it answered; the loser finds nothing left.
          assertThat(List.of(one.read(), other.read()))
              .as("round %d, once more", round)
              .anyMatch("refused"::equals)
              .anyMatch(result -> result.startsWith("AlreadyAnswered"));
        }
      }
      one.await();
      other.await();
    }
    try (Ledger ledger = test.open()) {
      for (int person = 0; person < ROUNDS; person++) {
        assertThat(TestLedger.spent(ledger, person)).isEqualTo(1);
      }
      assertThat(ledger.releases()).hasSize(ROUNDS);
    }
  }

  private ChildJvm child(int name, boolean insist) throws Exception {
    return ChildJvm.start(
        folder,
        LedgerRaceChild.class,
        folder.toString(),
        String.valueOf(name),
        String.valueOf(ROUNDS),
        String.valueOf(insist));
  }
}
