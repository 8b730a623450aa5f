package io.discreet.engine.ledger;

import io.discreet.engine.failure.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ledger as a sequence of entries: consistent readings, and writes that either happened or did
 * not. Threads take turns; processes are kept apart by the database.
 *
 * <p>Law: a write returns only when it is durable and the witness knows of it, and begins only when
 * the witness of the one before is durable. A commit that failed without telling whether it took
 * effect is settled by looking for its entry on a new connection.
 */
final class Journal implements AutoCloseable {

  /**
   * Tables from which a row could be lost unseen. Those that hold something for each customer are
   * left out, since reading them takes time: charges are counted against their entries, and the
   * registry's blocks are numbered.
   */
  private static final List<String> CHECKED =
      List.of(
          "shop",
          "entry",
          "release",
          "vault",
          "intake_file",
          "consent",
          "cap",
          "purpose_cap",
          "forgotten",
          "tombstone",
          "opening",
          "statement",
          "rotation",
          "seal");

  private final Database database;
  private final JournalSql.Shop shop;
  private final Witness witness;
  private final Clock clock;
  private final CommitProbe probe;

  private Journal(
      Database database, JournalSql.Shop shop, Witness witness, Clock clock, CommitProbe probe) {
    this.database = database;
    this.shop = shop;
    this.witness = witness;
    this.clock = clock;
    this.probe = probe;
  }

  /** Makes a new ledger without entries, and its witness. */
  static void create(LedgerPlace place, ShopFacts facts, Clock clock) {
    List<String> tables =
        Stream.of(
                JournalSql.TABLES,
                RegistrySql.TABLES,
                CustomerSql.TABLES,
                RotationSql.TABLES,
                FoldSql.TABLES,
                Chain.TABLES,
                Snapshots.TABLES)
            .flatMap(List::stream)
            .toList();
    try (Database database = place.create()) {
      database.initialize(
          tables, connection -> JournalSql.insertShop(connection, facts, clock.instant()));
      Witness witness = new Witness(place.file(), facts.shopId(), CommitProbe.NONE);
      witness.advance(Head.NONE);
      witness.awaitDurable();
    }
  }

  static Journal open(LedgerPlace place, Clock clock, CommitProbe probe) {
    Database database = place.open();
    try {
      database.beginRead();
      for (String table : CHECKED) {
        database.checkPages(table);
      }
      JournalSql.Shop shop = JournalSql.shop(database.connection());
      database.rollback();
      Witness witness = new Witness(place.file(), shop.facts().shopId(), probe);
      Journal journal = new Journal(database, shop, witness, clock, probe);
      // Also catches up on a witness that a crash left behind.
      witness.advance(journal.read(Transaction::head));
      return journal;
    } catch (SQLException e) {
      database.close();
      throw database.translate(e);
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  ShopFacts facts() {
    return shop.facts();
  }

  /** Runs {@code work} on one consistent state of the ledger. */
  synchronized <T> T read(Transaction.Work<T> work) {
    try {
      Transaction transaction = begin(false);
      try {
        return work.run(transaction);
      } finally {
        database.rollback();
      }
    } catch (SQLException e) {
      throw database.translate(e);
    }
  }

  /**
   * Runs {@code work} while nobody else can write. What it wrote is committed if it appended an
   * entry, and undone if it did not or failed.
   */
  synchronized <T> T write(Transaction.Work<T> work) {
    try {
      Transaction transaction = begin(true);
      boolean stored = false;
      try {
        T result = write(transaction, work);
        stored = true;
        return result;
      } finally {
        transaction.end(stored);
      }
    } catch (SQLException e) {
      throw database.translate(e);
    }
  }

  private <T> T write(Transaction transaction, Transaction.Work<T> work) throws SQLException {
    T result;
    try {
      probe.reached(CommitProbe.Point.BEGUN);
      result = work.run(transaction);
      transaction.seal();
      witness.awaitDurable(); // or a power cut could leave it more than one entry behind
      probe.reached(CommitProbe.Point.WRITTEN);
    } catch (SQLException | RuntimeException | Error e) {
      database.rollback();
      throw e;
    }
    Head entry = transaction.appended();
    if (entry == null) {
      database.rollback();
    } else {
      commit(entry);
      witness.advance(entry);
    }
    return result;
  }

  /** Runs {@code work}, which writes no entry but what entries imply, and may be done again. */
  synchronized void derive(Derivation work) {
    try {
      Transaction transaction = begin(true);
      try {
        work.run(transaction);
        database.commit();
      } catch (SQLException | RuntimeException | Error e) {
        database.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw database.translate(e);
    }
  }

  /** Work that writes what is derived. */
  interface Derivation {
    void run(Transaction transaction) throws SQLException;
  }

  private Transaction begin(boolean writing) throws SQLException {
    // Read before the transaction's view is fixed: others may commit in between, but never take
    // back, so the view cannot be behind this without being a restored one.
    Optional<Head> witnessed = witness.read();
    try {
      if (writing) {
        database.beginWrite();
      } else {
        database.beginRead();
      }
      Connection connection = database.connection();
      JournalSql.Newest newest =
          JournalSql.newestEntry(connection)
              .orElse(new JournalSql.Newest(Head.NONE, shop.createdAt()));
      checkNotRestored(connection, newest.head(), witnessed);
      return new Transaction(connection, newest, clock, probe, writing);
    } catch (SQLException | RuntimeException | Error e) {
      database.rollback();
      throw e;
    }
  }

  /** No message counts entries: one may be a customer's wish, and analysts read them. */
  private void checkNotRestored(Connection connection, Head newest, Optional<Head> witnessed)
      throws SQLException {
    if (witnessed.isEmpty()) {
      if (newest.sequence() > 0) {
        throw new RefusedException(
            "ledger.head is missing beside a ledger that has entries, so nobody can tell whether it"
                + " is the newest: put back the ledger.head that belongs to it");
      }
      return;
    }
    Head known = witnessed.get();
    if (known.sequence() > newest.sequence()) {
      throw new RefusedException(
          "the ledger ends before the entry that ledger.head knows of: " + restored());
    }
    if (known.sequence() > 0 && !isSame(connection, known)) {
      throw new RefusedException(
          "an entry of the ledger is another than the one that was witnessed: " + restored());
    }
  }

  /** Whether an entry is still what it was when it was read. */
  static boolean isSame(Connection connection, Head known) throws SQLException {
    return JournalSql.token(connection, known.sequence()).equals(Optional.of(known.token()));
  }

  private String restored() {
    return "the ledger was restored from a backup, and what was spent since would be lost; put back"
        + " "
        + database.newestCopy();
  }

  private void commit(Head entry) throws SQLException {
    try {
      database.commit();
      probe.reached(CommitProbe.Point.COMMITTED);
    } catch (SQLException failure) {
      settle(entry, failure);
    }
  }

  /** Returns if the entry is there and durable; throws {@code failure} if it surely is not. */
  private void settle(Head entry, SQLException failure) throws SQLException {
    boolean found;
    try {
      database.abandon();
      database.beginRead();
      try {
        found = isSame(database.connection(), entry);
      } finally {
        database.rollback();
      }
      if (found && !database.flush()) {
        throw new LedgerException("another process kept the log from being flushed", failure);
      }
    } catch (SQLException | RuntimeException e) {
      e.addSuppressed(failure);
      throw new LedgerException(
          "nobody can tell yet whether the last entry was stored; do the same again: what was"
              + " stored is found, and nothing is charged twice",
          e);
    }
    if (!found) {
      throw failure;
    }
  }

  /**
   * Removes what older versions of rows have left on disk; false if some of it stays, for a while
   * or because the storage failed. Throws nothing: the work that it cleans up after is committed,
   * and must not look as if it had failed.
   */
  synchronized boolean eraseLog() {
    try {
      return database.erase();
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    try {
      witness.awaitDurable();
    } finally {
      database.close();
    }
  }
}
