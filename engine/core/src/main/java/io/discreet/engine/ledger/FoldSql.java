package io.discreet.engine.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/**
 * The SQL of what remains of old charges: for each fold and budget period one balance for each
 * customer who paid, as sets of customers of one balance.
 */
final class FoldSql {

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE fold (entry BIGINT NOT NULL REFERENCES entry (sequence),"
              + " period TEXT NOT NULL, periods INTEGER NOT NULL, before_day BIGINT NOT NULL,"
              + " checksum BIGINT NOT NULL, units BLOB NOT NULL, delta_units BLOB NOT NULL,"
              + " PRIMARY KEY (entry, period))");

  private FoldSql() {}

  /**
   * What was folded at once of one period.
   *
   * @param periods how many periods were folded at once: none of their rows may be missing
   * @param beforeDay the charges were made before this day, counted from 1970
   * @param units who paid how much in the currency's units, rounded up
   * @param deltaUnits the same for the δ of selection
   */
  record Fold(
      long entry,
      String period,
      int periods,
      long beforeDay,
      PayerSets units,
      PayerSets deltaUnits) {

    LocalDate before() {
      return LocalDate.ofEpochDay(beforeDay);
    }

    /** What one customer paid. */
    Spend paidBy(int customer) {
      return new Spend(units.unitsOf(customer), deltaUnits.unitsOf(customer));
    }

    Fold without(int customer) {
      return new Fold(
          entry, period, periods, beforeDay, units.without(customer), deltaUnits.without(customer));
    }
  }

  static void insert(Connection connection, Fold fold) throws SQLException {
    byte[] units = fold.units().encode();
    byte[] deltaUnits = fold.deltaUnits().encode();
    Jdbc.update(
        connection,
        "INSERT INTO fold (entry, period, periods, before_day, checksum, units, delta_units)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        fold.entry(),
        fold.period(),
        fold.periods(),
        fold.beforeDay(),
        RowChecksum.of(
            fold.entry(), fold.period(), fold.periods(), fold.beforeDay(), units, deltaUnits),
        units,
        deltaUnits);
  }

  static void replace(Connection connection, Fold fold) throws SQLException {
    Jdbc.update(
        connection, "DELETE FROM fold WHERE entry = ? AND period = ?", fold.entry(), fold.period());
    insert(connection, fold);
  }

  /** The folds after entry {@code sequence}, oldest first. */
  static List<Fold> foldsAfter(Connection connection, long sequence) throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT entry, period, periods, before_day, checksum, units, delta_units FROM fold"
            + " WHERE entry > ? ORDER BY entry, period",
        FoldSql::read,
        sequence);
  }

  /** The same of one period. */
  static List<Fold> foldsAfter(Connection connection, long sequence, String period)
      throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT entry, period, periods, before_day, checksum, units, delta_units FROM fold"
            + " WHERE entry > ? AND period = ? ORDER BY entry",
        FoldSql::read,
        sequence,
        period);
  }

  /**
   * Refuses a ledger in which a fold after entry {@code sequence} has lost a row: its spend would
   * be lost. Touches no balance.
   */
  static void checkComplete(Connection connection, long sequence) throws SQLException {
    List<Boolean> complete =
        Jdbc.list(
            connection,
            "SELECT COUNT(f.period), MIN(f.periods), MAX(f.periods) FROM entry e"
                + " LEFT JOIN fold f ON f.entry = e.sequence"
                + " WHERE e.kind = 'FOLD' AND e.sequence > ? GROUP BY e.sequence",
            row ->
                row.getInt(1) > 0
                    && row.getInt(1) == row.getInt(2)
                    && row.getInt(1) == row.getInt(3),
            sequence);
    if (complete.contains(false)) {
      throw RowChecksum.damaged("a fold has lost a balance");
    }
  }

  private static Fold read(ResultSet row) throws SQLException {
    byte[] units = row.getBytes(6);
    byte[] deltaUnits = row.getBytes(7);
    RowChecksum.verify(
        "fold",
        row.getLong(5),
        row.getLong(1),
        row.getString(2),
        row.getInt(3),
        row.getLong(4),
        units,
        deltaUnits);
    return new Fold(
        row.getLong(1),
        row.getString(2),
        row.getInt(3),
        row.getLong(4),
        PayerSets.decode(units),
        PayerSets.decode(deltaUnits));
  }
}
