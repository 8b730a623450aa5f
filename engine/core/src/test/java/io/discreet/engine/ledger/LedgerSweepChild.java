package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.person;

import java.nio.file.Path;
import java.util.List;

/**
 * Writes entries of every kind without end until it is killed, and says which write has returned.
 * Arguments: folder, the first number to use.
 */
final class LedgerSweepChild {

  /** Charges between a forgetting with its return. */
  static final int ROUND = 8;

  private LedgerSweepChild() {}

  public static void main(String[] arguments) {
    TestLedger test = TestLedger.in(Path.of(arguments[0]));
    int id = Integer.parseInt(arguments[1]);
    try (Ledger ledger = test.open()) {
      System.out.println("ready");
      while (true) {
        Terms terms = TestLedger.terms(TestLedger.STOCK, Long.MAX_VALUE);
        int customer = ledger.registry().find(person(3));
        if (customer == Registry.ABSENT) {
          ledger.registerIntake(takeIn(ledger));
          continue;
        }
        if (id % ROUND == 0) {
          int generation = ledger.vaultGeneration();
          ledger.forget(customer, generation, generation + 1, TestLedger.WITHOUT_CONSENT);
          ledger.registerIntake(takeIn(ledger));
          customer = ledger.registry().find(person(3));
        }
        ledger.commit(
            ledger.standing(terms),
            terms,
            TestLedger.charge(id, 1, 0, customer),
            TestLedger.answerKey(id),
            TestLedger.body(id));
        System.out.println(id);
        id++;
      }
    }
  }

  private static IntakeEntry takeIn(Ledger ledger) {
    int generation = ledger.vaultGeneration();
    return new IntakeEntry(
        generation, generation + 1, ledger.registry().size(), List.of(person(3)), List.of(), false);
  }
}
