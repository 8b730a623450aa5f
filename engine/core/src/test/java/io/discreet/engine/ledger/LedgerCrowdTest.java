package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.answerKey;
import static io.discreet.engine.ledger.TestLedger.body;
import static io.discreet.engine.ledger.TestLedger.charge;
import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.CommitResult.AlreadyAnswered;
import io.discreet.engine.ledger.CommitResult.Committed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Law 12 in a crowd: threads on ledgers of their own, so that the database keeps them apart, ask
 * the same and different questions while an operator registers one vault generation after the
 * other.
 */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerCrowdTest {

  private static final int THREADS = 8;
  private static final int SHARED = 12;
  private static final int OWN = 4;
  private static final int INTAKES = 5;

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;

  @Test
  void law12_sameAndOtherQuestionsDuringIntakes_nothingIsSpentTwiceOrLost() throws Exception {
    TestLedger test = TestLedger.create(backend, folder);
    AtomicInteger committed = new AtomicInteger();
    ExecutorService crowd = Executors.newFixedThreadPool(THREADS + 1);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      all.add(crowd.submit(() -> ask(test, number, committed)));
    }
    all.add(crowd.submit(() -> takeIn(test)));
    for (Future<?> one : all) {
      one.get(5, TimeUnit.MINUTES); // a deadlock would not end
    }
    crowd.shutdown();
    int releases = SHARED + THREADS * OWN;
    assertThat(committed).as("each question was paid for once").hasValue(releases);
    try (Ledger ledger = test.open()) {
      assertThat(ledger.releases()).hasSize(releases);
      assertThat(TestLedger.spent(ledger, 3)).isEqualTo(releases);
      assertThat(ledger.vaultGeneration()).isEqualTo(1 + INTAKES);
      assertThat(ledger.registry().size()).isEqualTo(TestLedger.CUSTOMERS + INTAKES);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  private static void ask(TestLedger test, int thread, AtomicInteger committed) {
    try (Ledger ledger = test.open()) {
      for (int id = 0; id < SHARED; id++) {
        answer(ledger, id, committed);
      }
      for (int id = 0; id < OWN; id++) {
        answer(ledger, SHARED + thread * OWN + id, committed);
      }
    }
  }

  /** Asks until there is an answer, as a query does after a conflict. */
  private static void answer(Ledger ledger, int id, AtomicInteger committed) {
    Terms terms = TestLedger.terms(TestLedger.STOCK, 1_000);
    while (true) {
      CommitResult result =
          ledger.commit(ledger.standing(terms), terms, charge(id, 1, 3), answerKey(id), body(id));
      if (result instanceof Committed) {
        committed.incrementAndGet();
        return;
      } else if (result instanceof AlreadyAnswered answered) {
        assertThat(answered.release()).isEqualTo(body(id));
        return;
      }
    }
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
