package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.RotationStep;
import io.discreet.engine.ledger.IntakeEntry.FileFingerprint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of key rotations, and what one rewrites: every pseudonym and every file fingerprint. */
final class RotationSql {

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE rotation (entry BIGINT NOT NULL PRIMARY KEY REFERENCES entry (sequence),"
              + " key_file TEXT NOT NULL)");

  private RotationSql() {}

  /** A fingerprint and the entry that wrote it. */
  private record StoredFile(long entry, FileFingerprint file) {}

  /** The hash of the key file that the newest rotation made; empty before the first. */
  static Optional<String> keyFile(Connection connection) throws SQLException {
    return Jdbc.first(
        connection,
        "SELECT key_file FROM rotation ORDER BY entry DESC LIMIT 1",
        row -> row.getString(1));
  }

  static int rotations(Connection connection) throws SQLException {
    return Jdbc.first(connection, "SELECT COUNT(*) FROM rotation", row -> row.getInt(1))
        .orElseThrow();
  }

  /** Takes everything that depends on the keys over a step, in the transaction of one entry. */
  static void rotate(Transaction transaction, long entry, String keyFile, RotationStep step)
      throws SQLException {
    Jdbc.update(
        transaction.connection(),
        "INSERT INTO rotation (entry, key_file) VALUES (?, ?)",
        entry,
        keyFile);
    RotationStep.Walk walk = step.walk();
    RegistrySql.rewrite(transaction, walk::next);
    rewriteTombstones(transaction, walk);
    rewriteFiles(transaction, step);
  }

  private static void rewriteTombstones(Transaction transaction, RotationStep.Walk walk)
      throws SQLException {
    Map<Pseudonym, Tombstone> tombstones = RegistrySql.tombstones(transaction.connection());
    for (Pseudonym old : tombstones.keySet()) {
      RegistrySql.deleteTombstone(transaction, old);
    }
    for (Map.Entry<Pseudonym, Tombstone> tombstone : tombstones.entrySet()) {
      RegistrySql.insertTombstone(transaction, walk.next(tombstone.getKey()), tombstone.getValue());
    }
  }

  private static void rewriteFiles(Transaction transaction, RotationStep step) throws SQLException {
    Connection connection = transaction.connection();
    List<StoredFile> files =
        Jdbc.list(
            connection,
            "SELECT entry, table_name, fingerprint FROM intake_file ORDER BY entry",
            row ->
                new StoredFile(
                    row.getLong(1), new FileFingerprint(row.getString(2), row.getString(3))));
    Jdbc.update(connection, "DELETE FROM intake_file");
    for (StoredFile stored : files) {
      transaction.touch(PartKind.FILES, stored.entry());
      JournalSql.insertFile(
          connection,
          stored.entry(),
          new FileFingerprint(
              stored.file().table(), step.nextFingerprint(stored.file().fingerprint())));
    }
  }
}
