package io.discreet.engine.ledger;

import io.discreet.engine.ledger.CommitResult.AlreadyAnswered;
import io.discreet.engine.ledger.CommitResult.Committed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One process of a crowd: threads that share two open ledgers, as a shop's server would one, ask
 * the questions that everybody asks and some of their own. Arguments: folder, number of this
 * process, threads, questions of everybody, questions of each thread. Says {@code ready}, waits for
 * a line, and says how many questions it paid for and how many conflicts it met.
 */
final class LedgerCrowdChild {

  /** The customer with a cap; customer {@link #OPEN} has none. */
  static final int CAPPED = 3;

  static final int OPEN = 4;
  private static final Terms TERMS = TestLedger.terms(TestLedger.STOCK, 1_000_000);

  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger conflicts = new AtomicInteger();

  private LedgerCrowdChild() {}

  public static void main(String[] arguments) throws Exception {
    int process = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    int shared = Integer.parseInt(arguments[3]);
    int own = Integer.parseInt(arguments[4]);
    TestLedger test = TestLedger.in(Path.of(arguments[0]));
    try (Ledger one = test.open();
        Ledger other = test.open()) {
      LedgerCrowdChild child = new LedgerCrowdChild();
      Crowd.run(
          threads,
          thread -> {
            int first = shared + (process * threads + thread) * own;
            child.ask(thread % 2 == 0 ? one : other, shared, first, own);
          });
      System.out.println(child.committed + " " + child.conflicts);
    }
  }

  /** Takes turns between what everybody asks and what nobody else does. */
  private void ask(Ledger ledger, int shared, int first, int own) {
    for (int i = 0; i < Math.max(shared, own); i++) {
      if (i < shared) {
        answer(ledger, i);
      }
      if (i < own) {
        answer(ledger, first + i);
      }
    }
  }

  /** Asks until there is an answer, as a query does after a conflict. */
  private void answer(Ledger ledger, int id) {
    while (true) {
      Standing standing = ledger.standing(TERMS);
      int[] payers =
          standing.remainingUnits()[CAPPED] > 0 ? new int[] {CAPPED, OPEN} : new int[] {OPEN};
      CommitResult result =
          ledger.commit(
              standing,
              TERMS,
              TestLedger.charge(id, 1, payers),
              TestLedger.answerKey(id),
              TestLedger.body(id));
      if (result instanceof Committed) {
        committed.incrementAndGet();
        return;
      } else if (result instanceof AlreadyAnswered answered) {
        if (!Arrays.equals(answered.release(), TestLedger.body(id))) {
          throw new AssertionError("question " + id + " was answered with another release");
        }
        return;
      }
      conflicts.incrementAndGet();
    }
  }
}
