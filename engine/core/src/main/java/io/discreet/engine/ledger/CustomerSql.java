package io.discreet.engine.ledger;

import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.PurposeCap;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The SQL of what customers decide and ask: consents, caps, statements. Consents are stored as sets
 * of customers, because a million rows would take seconds to write.
 */
final class CustomerSql {

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE consent (entry BIGINT NOT NULL REFERENCES entry (sequence),"
              + " purpose TEXT NOT NULL, since_day BIGINT NOT NULL, granted INTEGER NOT NULL,"
              + " checksum BIGINT NOT NULL, customers BLOB NOT NULL,"
              + " PRIMARY KEY (entry, purpose, since_day, granted))",
          "CREATE TABLE cap (entry BIGINT NOT NULL PRIMARY KEY REFERENCES entry (sequence),"
              + " customer INTEGER NOT NULL, kind TEXT NOT NULL, epsilon DOUBLE PRECISION,"
              + " checksum BIGINT NOT NULL)",
          "CREATE TABLE purpose_cap"
              + " (entry BIGINT NOT NULL PRIMARY KEY REFERENCES entry (sequence),"
              + " customer INTEGER NOT NULL, purpose TEXT NOT NULL, fraction TEXT NOT NULL,"
              + " checksum BIGINT NOT NULL)",
          "CREATE TABLE statement (entry BIGINT NOT NULL PRIMARY KEY REFERENCES entry (sequence),"
              + " customer INTEGER NOT NULL)");

  private CustomerSql() {}

  /** A consent record of several customers. */
  record ConsentSet(
      long entry,
      Instant at,
      String purpose,
      long sinceDay,
      boolean granted,
      RoaringBitmap customers) {

    LocalDate since() {
      return LocalDate.ofEpochDay(sinceDay);
    }
  }

  /** A cap of one customer. */
  record CapRow(Instant at, int customer, Cap cap) {}

  /** A customer's limit on one purpose. */
  record PurposeCapRow(Instant at, int customer, PurposeCap cap) {}

  static void insertConsent(Connection connection, ConsentSet consent) throws SQLException {
    byte[] customers = PayerSets.encode(consent.customers());
    Jdbc.update(
        connection,
        "INSERT INTO consent (entry, purpose, since_day, granted, checksum, customers)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        consent.entry(),
        consent.purpose(),
        consent.sinceDay(),
        consent.granted() ? 1 : 0,
        checksum(consent, customers),
        customers);
  }

  /** Takes a consent record away, or puts a smaller set of customers into it. */
  static void replaceConsent(Connection connection, ConsentSet consent) throws SQLException {
    Jdbc.update(
        connection,
        "DELETE FROM consent WHERE entry = ? AND purpose = ? AND since_day = ? AND granted = ?",
        consent.entry(),
        consent.purpose(),
        consent.sinceDay(),
        consent.granted() ? 1 : 0);
    if (!consent.customers().isEmpty()) {
      insertConsent(connection, consent);
    }
  }

  /**
   * Consent records in the order in which the last word wins: by day, grants before withdrawals.
   */
  static List<ConsentSet> consents(Connection connection) throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT c.entry, e.at, c.purpose, c.since_day, c.granted, c.checksum, c.customers"
            + " FROM consent c JOIN entry e ON e.sequence = c.entry"
            + " ORDER BY c.since_day, c.granted DESC, c.entry",
        CustomerSql::readConsent);
  }

  /** The same for one purpose, up to a day. */
  static List<ConsentSet> consents(Connection connection, String purpose, LocalDate until)
      throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT c.entry, e.at, c.purpose, c.since_day, c.granted, c.checksum, c.customers"
            + " FROM consent c JOIN entry e ON e.sequence = c.entry"
            + " WHERE c.purpose = ? AND c.since_day <= ?"
            + " ORDER BY c.since_day, c.granted DESC, c.entry",
        CustomerSql::readConsent,
        purpose,
        until.toEpochDay());
  }

  private static ConsentSet readConsent(ResultSet row) throws SQLException {
    byte[] customers = row.getBytes(7);
    RowChecksum.verify(
        "consent",
        row.getLong(6),
        row.getLong(1),
        row.getString(3),
        row.getLong(4),
        row.getInt(5),
        customers);
    return new ConsentSet(
        row.getLong(1),
        JournalSql.instant(row.getLong(2)),
        row.getString(3),
        row.getLong(4),
        row.getInt(5) == 1,
        PayerSets.decodeSet(customers));
  }

  private static long checksum(ConsentSet consent, byte[] customers) {
    return RowChecksum.of(
        consent.entry(),
        consent.purpose(),
        consent.sinceDay(),
        consent.granted() ? 1 : 0,
        customers);
  }

  static void insertCap(Connection connection, long entry, int customer, Cap cap)
      throws SQLException {
    @Nullable Double epsilon = cap.epsilon().isPresent() ? cap.epsilon().getAsDouble() : null;
    Jdbc.update(
        connection,
        "INSERT INTO cap (entry, customer, kind, epsilon, checksum) VALUES (?, ?, ?, ?, ?)",
        entry,
        customer,
        cap.kind().name(),
        epsilon,
        checksum(entry, customer, cap));
  }

  /** Caps set after entry {@code sequence}, oldest first. */
  static List<CapRow> capsAfter(Connection connection, long sequence) throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT c.entry, e.at, c.customer, c.kind, c.epsilon, c.checksum"
            + " FROM cap c JOIN entry e ON e.sequence = c.entry WHERE c.entry > ? ORDER BY c.entry",
        CustomerSql::readCap,
        sequence);
  }

  private static CapRow readCap(ResultSet row) throws SQLException {
    double epsilon = row.getDouble(5);
    boolean open = row.wasNull();
    RowChecksum.verify(
        "cap",
        row.getLong(6),
        row.getLong(1),
        row.getInt(3),
        row.getString(4),
        open ? null : Double.doubleToLongBits(epsilon));
    Cap cap =
        new Cap(
            Cap.Kind.valueOf(row.getString(4)),
            open ? OptionalDouble.empty() : OptionalDouble.of(epsilon));
    return new CapRow(JournalSql.instant(row.getLong(2)), row.getInt(3), cap);
  }

  private static long checksum(long entry, int customer, Cap cap) {
    return RowChecksum.of(
        entry,
        customer,
        cap.kind().name(),
        cap.epsilon().isPresent() ? Double.doubleToLongBits(cap.epsilon().getAsDouble()) : null);
  }

  static void insertPurposeCap(Connection connection, long entry, int customer, PurposeCap cap)
      throws SQLException {
    String fraction = cap.fraction().toPlainString();
    Jdbc.update(
        connection,
        "INSERT INTO purpose_cap (entry, customer, purpose, fraction, checksum)"
            + " VALUES (?, ?, ?, ?, ?)",
        entry,
        customer,
        cap.purpose(),
        fraction,
        RowChecksum.of(entry, customer, cap.purpose(), fraction));
  }

  /** Limits on purposes set after entry {@code sequence}, oldest first. */
  static List<PurposeCapRow> purposeCapsAfter(Connection connection, long sequence)
      throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT c.entry, e.at, c.customer, c.purpose, c.fraction, c.checksum FROM purpose_cap c"
            + " JOIN entry e ON e.sequence = c.entry WHERE c.entry > ? ORDER BY c.entry",
        row -> {
          RowChecksum.verify(
              "purpose_cap",
              row.getLong(6),
              row.getLong(1),
              row.getInt(3),
              row.getString(4),
              row.getString(5));
          return new PurposeCapRow(
              JournalSql.instant(row.getLong(2)),
              row.getInt(3),
              new PurposeCap(row.getString(4), new BigDecimal(row.getString(5))));
        },
        sequence);
  }

  static void deleteCaps(Transaction transaction, int customer) throws SQLException {
    touch(transaction, PartKind.CAP, "SELECT entry FROM cap WHERE customer = ?", customer);
    Jdbc.update(transaction.connection(), "DELETE FROM cap WHERE customer = ?", customer);
    touch(
        transaction,
        PartKind.PURPOSE_CAP,
        "SELECT entry FROM purpose_cap WHERE customer = ?",
        customer);
    Jdbc.update(transaction.connection(), "DELETE FROM purpose_cap WHERE customer = ?", customer);
  }

  static void insertStatement(Connection connection, long entry, int customer) throws SQLException {
    Jdbc.update(
        connection, "INSERT INTO statement (entry, customer) VALUES (?, ?)", entry, customer);
  }

  private static void touch(Transaction transaction, PartKind kind, String entries, int customer)
      throws SQLException {
    Jdbc.list(transaction.connection(), entries, row -> row.getLong(1), customer)
        .forEach(entry -> transaction.touch(kind, entry));
  }

  static void deleteStatements(Transaction transaction, int customer) throws SQLException {
    touch(
        transaction,
        PartKind.STATEMENT,
        "SELECT entry FROM statement WHERE customer = ?",
        customer);
    Jdbc.update(transaction.connection(), "DELETE FROM statement WHERE customer = ?", customer);
  }
}
