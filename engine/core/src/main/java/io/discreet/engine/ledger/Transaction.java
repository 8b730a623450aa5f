package io.discreet.engine.ledger;

import io.discreet.engine.failure.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One consistent view of the ledger, and for a write the one entry that it may append. */
final class Transaction {

  /** Work inside a transaction. */
  interface Work<T> {
    T run(Transaction transaction) throws SQLException;
  }

  /** What a process may know of its own entry without reading it. */
  interface Memory {

    /** Takes in what the entry says, while it is written. */
    void take();

    /** Keeps what was taken in: the entry is stored. */
    void keep(Head stored);

    /** Drops what was taken in, whole or in part: what is stored may be something else. */
    void drop();
  }

  /** How far apart the clocks of machines that share a ledger may be. */
  private static final Duration SKEW = Duration.ofMillis(500);

  private final Connection connection;
  private final JournalSql.Newest newest;
  private final Clock clock;
  private final CommitProbe probe;
  private final boolean writing;
  private @Nullable Instant now;
  private final Set<Part> touched = new LinkedHashSet<>();
  private final Map<Part, Beside<Chain.Commitment>> commitments = new HashMap<>();
  private @Nullable Memory memory;
  private @Nullable Beside<?> taking;
  private long entry;
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
   * make a good clock look as if it had been set back. Another machine's clock may be a little
   * ahead: this one is given the time to catch up.
   *
   * @throws RefusedException if the clock is behind the newest entry: a period that is over would
   *     begin again
   */
  Instant now() {
    Instant read = now;
    if (read == null) {
      read = clock.instant();
      if (read.isBefore(newest.at()) && !read.plus(SKEW).isBefore(newest.at())) {
        LockSupport.parkNanos(Duration.between(read, newest.at()).toNanos());
        read = clock.instant();
      }
      if (read.isBefore(newest.at())) {
        throw new RefusedException(
            // No times: an entry may be one customer's wish, and analysts read this.
            "the clock is behind the ledger's newest entry: set the clock right, or wait; a clock"
                + " set back could grant a budget twice");
      }
      now = read;
    }
    return read;
  }

  /** Appends this transaction's one entry and returns its sequence number. */
  long append(EntryKind kind) throws SQLException {
    if (!writing || entry != 0) {
      throw new IllegalStateException("a write has one entry, and a reading none");
    }
    entry = head().sequence() + 1;
    JournalSql.insertEntry(connection, entry, kind, now());
    return entry;
  }

  /** Says that the entry changes rows which are not its own alone. */
  void touch(PartKind kind, long number) {
    touched.add(new Part(kind, number));
  }

  /**
   * Says what the rows of a part are that this transaction writes, so that sealing need not read
   * them again. They are hashed beside what the caller goes on to do.
   */
  void writes(Part part, List<List<@Nullable Object>> rows) {
    commitments.put(part, Chain.begin(part, rows));
  }

  /** Seals what the entry wrote, if there is one: nothing is written after. */
  void seal() throws SQLException {
    if (entry != 0) {
      appended = new Head(entry, Chain.close(connection, head(), entry, touched, commitments));
    }
  }

  /**
   * Begins to take in what is to be kept in memory of the entry; the caller leaves it alone.
   *
   * @param much whether it is worth another thread
   */
  void remember(Memory known, boolean much) {
    Callable<Boolean> all =
        () -> {
          known.take();
          return true;
        };
    memory = known;
    taking = much ? Beside.begin(all) : Beside.done(all);
  }

  /** Ends what {@link #remember} began. */
  void end(boolean stored) {
    if (memory == null || taking == null) {
      return;
    }
    boolean kept = false;
    try {
      if (taking.failure().isEmpty() && stored && appended != null) {
        memory.keep(appended);
        kept = true;
      }
    } finally {
      if (!kept) {
        memory.drop();
      }
    }
  }

  void reached(CommitProbe.Point point) throws SQLException {
    probe.reached(point);
  }

  /** The sealed entry; null while there is none. */
  @Nullable Head appended() {
    return appended;
  }
}
