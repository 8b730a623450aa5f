package io.discreet.engine.ledger;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Writes one entry and stops at a point of the write until it is killed. Arguments: folder, what to
 * write ({@code charge}, {@code forget}, {@code intake} or, for the catching up of a ledger that is
 * opened, {@code open}), the point.
 */
final class LedgerCrashChild {

  private LedgerCrashChild() {}

  public static void main(String[] arguments) {
    TestLedger test = TestLedger.in(Path.of(arguments[0]));
    String kind = arguments[1];
    CommitProbe.Point at = CommitProbe.Point.valueOf(arguments[2]);
    try (Ledger ledger = test.open(point -> stop(point, at))) {
      switch (kind) {
        case "charge" -> TestLedger.commit(ledger, 2, 40, 3, 4);
        case "forget" -> ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
        case "intake" ->
            ledger.registerIntake(
                TestLedger.intake(1, TestLedger.CUSTOMERS, TestLedger.CUSTOMERS + 5));
        default -> throw new IllegalArgumentException(kind);
      }
    }
    throw new IllegalStateException("the point " + at + " was not reached");
  }

  private static void stop(CommitProbe.Point point, CommitProbe.Point at) {
    if (point == at) {
      System.out.println("reached");
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
