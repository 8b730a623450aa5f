package io.discreet.engine.ledger;

import io.discreet.engine.ledger.CommitResult.Committed;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One of two processes that want the last unit of the same customers. Each round it reads who has
 * how much, waits for the starting signal, and charges one unit to the customer of that round.
 * Arguments: folder, a name, rounds, and whether to insist: then it charges again after a conflict,
 * whatever is left, as a broken scan would.
 */
final class LedgerRaceChild {

  private LedgerRaceChild() {}

  public static void main(String[] arguments) throws Exception {
    TestLedger test = TestLedger.in(Path.of(arguments[0]));
    int name = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    boolean insist = Boolean.parseBoolean(arguments[3]);
    Terms terms = TestLedger.terms(TestLedger.STOCK, 1);
    BufferedReader signals =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Ledger ledger = test.open()) {
      for (int round = 0; round < rounds; round++) {
        Standing standing = ledger.standing(terms);
        System.out.println("left " + standing.remainingUnits()[round]);
        signals.readLine();
        int id = 2 * round + name;
        System.out.println(offer(ledger, standing, terms, id, round));
        signals.readLine();
        if (insist) {
          System.out.println(offer(ledger, ledger.standing(terms), terms, id, round));
        }
      }
    }
  }

  private static String offer(Ledger ledger, Standing standing, Terms terms, int id, int customer) {
    try {
      CommitResult result =
          ledger.commit(
              standing,
              terms,
              TestLedger.charge(id, 1, customer),
              TestLedger.answerKey(id),
              TestLedger.body(id));
      return result instanceof Committed ? "won" : result.toString();
    } catch (IllegalStateException e) {
      return "refused";
    }
  }
}
