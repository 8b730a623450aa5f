package io.discreet.engine.ledger;

import io.discreet.engine.failure.RefusedException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One consistent view of the ledger, and for a write the one entry that it may append. */
final class Transaction {

  /** Work inside a transaction. */
  interface Work<T> {
    T run(Transaction transaction) throws SQLException;
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Connection connection;
  private final JournalSql.Newest newest;
  private final Clock clock;
  private final CommitProbe probe;
  private final boolean writing;
  private @Nullable Instant now;
  private @Nullable Head appended;

  Transaction(
      Connection connection,
      JournalSql.Newest newest,
      Clock clock,
      CommitProbe probe,
      boolean writing) {
    this.connection = connection;
    this.newest = newest;
    this.clock = clock;
    this.probe = probe;
    this.writing = writing;
  }

  Connection connection() {
    return connection;
  }

  /** The newest entry before this transaction. */
  Head head() {
    return newest.head();
  }

  /**
   * The clock, read inside the transaction: entries of other processes cannot come in between and
   * make a good clock look as if it had been set back.
   *
   * @throws RefusedException if the clock is behind the newest entry: a period that is over would
   *     begin again
   */
  Instant now() {
    Instant read = now;
    if (read == null) {
      read = clock.instant();
      if (read.isBefore(newest.at())) {
        throw new RefusedException(
            "the clock says "
                + read
                + ", which is behind the ledger's newest entry of "
                + newest.at()
                + ": set the clock right, or wait; a clock set back could grant a budget twice");
      }
      now = read;
    }
    return read;
  }

  /** Appends this transaction's one entry and returns its sequence number. */
  long append(EntryKind kind) throws SQLException {
    if (!writing || appended != null) {
      throw new IllegalStateException("a write has one entry, and a reading none");
    }
    byte[] token = new byte[16];
    RANDOM.nextBytes(token);
    Head entry = new Head(head().sequence() + 1, HexFormat.of().formatHex(token));
    JournalSql.insertEntry(connection, entry, kind, now());
    appended = entry;
    return entry.sequence();
  }

  void reached(CommitProbe.Point point) throws SQLException {
    probe.reached(point);
  }

  @Nullable Head appended() {
    return appended;
  }
}
