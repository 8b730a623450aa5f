package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks over the whole ledger at one consistent state, and names the first thing wrong. */
final class LedgerAudit {

  private static final Pattern HEAD = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  private LedgerAudit() {}

  /** Reads a head that was kept elsewhere. */
  static Head parse(String head) {
    Matcher written = HEAD.matcher(head);
    if (!written.matches()) {
      throw new InputException(
          "a head is written like 17:9f0c..., with 64 hexadecimal digits; copy it from audit"
              + " --head");
    }
    return new Head(Long.parseLong(written.group(1)), written.group(2));
  }

  static AuditResult run(Transaction transaction, BudgetCalendar calendar, Optional<Head> expected)
      throws SQLException {
    Head head = transaction.head();
    String shown = head.sequence() + ":" + head.token();
    try {
      if (expected.isPresent()) {
        verifyExpected(transaction, expected.get());
      }
      new ChainAudit(transaction.connection()).verify(head);
      Books books = new Books(calendar);
      books.refresh(transaction);
      int releases =
          new BalanceAudit(transaction.connection(), books).verify(calendar.key(transaction.now()));
      return new AuditResult(shown, head.sequence(), releases, Optional.empty());
    } catch (AuditFault fault) {
      return new AuditResult(shown, head.sequence(), 0, Optional.of(fault.what()));
    } catch (InputException damage) {
      return new AuditResult(
          shown, head.sequence(), 0, Optional.of(String.valueOf(damage.getMessage())));
    }
  }

  private static void verifyExpected(Transaction transaction, Head expected) throws SQLException {
    AuditFault.require(
        expected.sequence() <= transaction.head().sequence(),
        () ->
            "the chain ends with entry "
                + transaction.head().sequence()
                + ", before the entry "
                + expected.sequence()
                + " that was expected: the shop was put back from a backup");
    AuditFault.require(
        expected.equals(Head.NONE)
            || JournalSql.token(transaction.connection(), expected.sequence())
                .equals(Optional.of(expected.token())),
        () ->
            "entry "
                + expected.sequence()
                + " is another than the one that was expected: the chain went another way");
  }
}
