package io.discreet.engine.ledger;

import io.discreet.engine.policy.Budget.BudgetPeriod;
import io.discreet.engine.policy.CustomerId;
import io.discreet.engine.policy.QuotaHolder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of the shop, its entries, charges, releases and vault generations. Plain statements that
 * PostgreSQL understands as well; times are nanoseconds since 1970. Large columns come last in a
 * row, so that reading the others does not touch them.
 */
final class JournalSql {

  private static final long NANOS = 1_000_000_000;

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE shop (id TEXT NOT NULL PRIMARY KEY, currency TEXT NOT NULL,"
              + " period TEXT NOT NULL, time_zone TEXT NOT NULL, id_column TEXT NOT NULL,"
              + " id_kind TEXT NOT NULL, created_at BIGINT NOT NULL,"
              + " checksum BIGINT NOT NULL, bounding_key BLOB NOT NULL)",
          "CREATE TABLE entry (sequence BIGINT NOT NULL PRIMARY KEY, token TEXT NOT NULL,"
              + " kind TEXT NOT NULL, at BIGINT NOT NULL)",
          "CREATE TABLE charge (entry BIGINT NOT NULL PRIMARY KEY REFERENCES entry (sequence),"
              + " release_id TEXT NOT NULL UNIQUE, period TEXT NOT NULL, purpose TEXT NOT NULL,"
              + " analyst TEXT, plan TEXT,"
              + " worst_case_units BIGINT NOT NULL, delta_units BIGINT NOT NULL, payers_checksum"
              + " BIGINT NOT NULL, checksum BIGINT NOT NULL, payers BLOB NOT NULL)",
          "CREATE TABLE release (entry BIGINT NOT NULL PRIMARY KEY REFERENCES entry (sequence),"
              + " id TEXT NOT NULL UNIQUE, answer_key TEXT NOT NULL UNIQUE,"
              + " checksum BIGINT NOT NULL, body BLOB NOT NULL)",
          "CREATE TABLE vault (entry BIGINT NOT NULL PRIMARY KEY REFERENCES entry (sequence),"
              + " generation INTEGER NOT NULL, data_version BIGINT NOT NULL)",
          "CREATE TABLE intake_file (entry BIGINT NOT NULL REFERENCES entry (sequence),"
              + " table_name TEXT NOT NULL, fingerprint TEXT NOT NULL)",
          "CREATE INDEX intake_file_fingerprint ON intake_file (table_name, fingerprint)");

  private JournalSql() {}

  /** An entry and its time. */
  record Newest(Head head, Instant at) {}

  /** The facts of the shop and when it was made. */
  record Shop(ShopFacts facts, Instant createdAt) {}

  /** A charge without its payers. */
  record ChargeHeader(
      long entry,
      String releaseId,
      Instant at,
      String period,
      String purpose,
      Optional<String> analyst,
      Optional<String> plan,
      Spend worstCase,
      long payersChecksum) {

    /** Whose quotas the worst case counts against. */
    List<QuotaHolder> holders() {
      List<QuotaHolder> holders = new ArrayList<>();
      holders.add(QuotaHolder.purpose(purpose));
      analyst.ifPresent(name -> holders.add(QuotaHolder.analyst(name)));
      plan.ifPresent(name -> holders.add(QuotaHolder.plan(name)));
      return holders;
    }

    /** What one customer paid in both columns; nothing if not among the payers. */
    Spend paidBy(int customer, PayerSets payers) {
      long units = payers.unitsOf(customer);
      return units == 0 ? Spend.NONE : new Spend(units, worstCase.deltaUnits());
    }

    /** The same charge with other payers. */
    ChargeHeader withPayers(byte[] payers) {
      return new ChargeHeader(
          entry, releaseId, at, period, purpose, analyst, plan, worstCase, RowChecksum.of(payers));
    }
  }

  /** The vault file that belongs to the ledger, and how many operator intakes there were. */
  record VaultState(int generation, long dataVersion) {}

  static void insertShop(Connection connection, ShopFacts facts, Instant at) throws SQLException {
    String period = facts.period().name().toLowerCase(Locale.ROOT);
    String zone = facts.timeZone().getId();
    String idColumn = facts.customer().column();
    String idKind = facts.customer().kind().name().toLowerCase(Locale.ROOT);
    long checksum =
        RowChecksum.of(
            facts.shopId(),
            facts.currencyId(),
            period,
            zone,
            idColumn,
            idKind,
            nanos(at),
            facts.boundingKey());
    Jdbc.update(
        connection,
        "INSERT INTO shop (id, currency, period, time_zone, id_column, id_kind, created_at,"
            + " checksum, bounding_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        facts.shopId(),
        facts.currencyId(),
        period,
        zone,
        idColumn,
        idKind,
        nanos(at),
        checksum,
        facts.boundingKey());
  }

  static Shop shop(Connection connection) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT id, currency, period, time_zone, id_column, id_kind, created_at, checksum,"
                + " bounding_key FROM shop",
            JournalSql::readShop)
        .orElseThrow(() -> RowChecksum.damaged("the facts of the shop are missing"));
  }

  private static Shop readShop(ResultSet row) throws SQLException {
    String id = row.getString(1);
    String currency = row.getString(2);
    String period = row.getString(3);
    String zone = row.getString(4);
    String idColumn = row.getString(5);
    String idKind = row.getString(6);
    long createdAt = row.getLong(7);
    byte[] key = row.getBytes(9);
    RowChecksum.verify(
        "shop", row.getLong(8), id, currency, period, zone, idColumn, idKind, createdAt, key);
    ShopFacts facts =
        new ShopFacts(
            id,
            currency,
            BudgetPeriod.valueOf(period.toUpperCase(Locale.ROOT)),
            ZoneId.of(zone),
            new CustomerId(idColumn, CustomerId.Kind.valueOf(idKind.toUpperCase(Locale.ROOT))),
            key);
    return new Shop(facts, instant(createdAt));
  }

  static Optional<Newest> newestEntry(Connection connection) throws SQLException {
    return Jdbc.first(
        connection,
        "SELECT sequence, token, at FROM entry ORDER BY sequence DESC LIMIT 1",
        row -> new Newest(new Head(row.getLong(1), row.getString(2)), instant(row.getLong(3))));
  }

  static Optional<String> token(Connection connection, long sequence) throws SQLException {
    return Jdbc.first(
        connection,
        "SELECT token FROM entry WHERE sequence = ?",
        row -> row.getString(1),
        sequence);
  }

  /** Inserts an entry whose token is not known before all that it writes is written. */
  static void insertEntry(Connection connection, long sequence, EntryKind kind, Instant at)
      throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO entry (sequence, token, kind, at) VALUES (?, ?, ?, ?)",
        sequence,
        "",
        kind.name(),
        nanos(at));
  }

  /** The kinds of the entries after {@code sequence}. */
  static Set<EntryKind> kindsAfter(Connection connection, long sequence) throws SQLException {
    Set<EntryKind> kinds = EnumSet.noneOf(EntryKind.class);
    kinds.addAll(
        Jdbc.list(
            connection,
            "SELECT DISTINCT kind FROM entry WHERE sequence > ?",
            row -> EntryKind.parse(row.getString(1)),
            sequence));
    return kinds;
  }

  /** When the newest entry of one of two kinds was made. */
  static Optional<Instant> newestOf(Connection connection, EntryKind one, EntryKind other)
      throws SQLException {
    return Jdbc.first(
        connection,
        "SELECT at FROM entry WHERE kind = ? OR kind = ? ORDER BY sequence DESC LIMIT 1",
        row -> instant(row.getLong(1)),
        one.name(),
        other.name());
  }

  /** How many entries there are after {@code sequence}, and how many of them are charges. */
  static long[] countAfter(Connection connection, long sequence) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT COUNT(*), COALESCE(SUM(CASE WHEN kind = 'CHARGE' THEN 1 ELSE 0 END), 0)"
                + " FROM entry WHERE sequence > ?",
            row -> new long[] {row.getLong(1), row.getLong(2)},
            sequence)
        .orElseThrow();
  }

  static void insertCharge(Connection connection, ChargeHeader charge, byte[] payers)
      throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO charge (entry, release_id, period, purpose, analyst, plan, worst_case_units,"
            + " delta_units, payers_checksum, checksum, payers)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        charge.entry(),
        charge.releaseId(),
        charge.period(),
        charge.purpose(),
        charge.analyst().orElse(null),
        charge.plan().orElse(null),
        charge.worstCase().units(),
        charge.worstCase().deltaUnits(),
        charge.payersChecksum(),
        checksum(charge),
        payers);
  }

  static void replacePayers(Connection connection, ChargeHeader charge, byte[] payers)
      throws SQLException {
    Jdbc.update(
        connection,
        "UPDATE charge SET payers_checksum = ?, checksum = ?, payers = ? WHERE entry = ?",
        charge.payersChecksum(),
        checksum(charge),
        payers,
        charge.entry());
  }

  /** The rows that {@link #insertCharge} writes of {@link PartKind#PAYERS}. */
  static List<List<@Nullable Object>> payersRows(ChargeHeader charge, byte[] payers) {
    return List.of(List.of(charge.payersChecksum(), checksum(charge), payers));
  }

  private static long checksum(ChargeHeader charge) {
    return RowChecksum.of(
        charge.entry(),
        charge.releaseId(),
        charge.period(),
        charge.purpose(),
        charge.analyst().orElse(null),
        charge.plan().orElse(null),
        charge.worstCase().units(),
        charge.worstCase().deltaUnits(),
        charge.payersChecksum());
  }

  /** The charges after {@code sequence}, oldest first. */
  static List<ChargeHeader> chargesAfter(Connection connection, long sequence) throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT c.entry, c.release_id, e.at, c.period, c.purpose, c.analyst, c.plan,"
            + " c.worst_case_units, c.delta_units, c.payers_checksum, c.checksum"
            + " FROM charge c JOIN entry e ON e.sequence = c.entry"
            + " WHERE c.entry > ? ORDER BY c.entry",
        JournalSql::readCharge,
        sequence);
  }

  private static ChargeHeader readCharge(ResultSet row) throws SQLException {
    ChargeHeader charge =
        new ChargeHeader(
            row.getLong(1),
            row.getString(2),
            instant(row.getLong(3)),
            row.getString(4),
            row.getString(5),
            Optional.ofNullable(row.getString(6)),
            Optional.ofNullable(row.getString(7)),
            RowChecksum.amount("charge", row.getLong(8), row.getLong(9)),
            row.getLong(10));
    if (checksum(charge) != row.getLong(11)) {
      throw RowChecksum.damaged("a row of table charge is not what was written");
    }
    return charge;
  }

  static PayerSets payers(Connection connection, ChargeHeader charge) throws SQLException {
    return PayerSets.decode(storedPayers(connection, charge));
  }

  /** The payers as they are stored. */
  static byte[] storedPayers(Connection connection, ChargeHeader charge) throws SQLException {
    byte[] payers =
        Jdbc.first(
                connection,
                "SELECT payers FROM charge WHERE entry = ?",
                row -> row.getBytes(1),
                charge.entry())
            .orElseThrow(() -> RowChecksum.damaged("a charge has no payers"));
    RowChecksum.verify("charge", charge.payersChecksum(), payers);
    return payers;
  }

  static void insertRelease(
      Connection connection, long entry, String id, String answerKey, byte[] body)
      throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO release (entry, id, answer_key, checksum, body) VALUES (?, ?, ?, ?, ?)",
        entry,
        id,
        answerKey,
        RowChecksum.of(entry, id, answerKey, body),
        body);
  }

  static Optional<byte[]> releaseAnswering(Connection connection, String answerKey)
      throws SQLException {
    return Jdbc.first(
        connection,
        "SELECT entry, id, answer_key, checksum, body FROM release WHERE answer_key = ?",
        JournalSql::readRelease,
        answerKey);
  }

  static Optional<byte[]> release(Connection connection, String id) throws SQLException {
    return Jdbc.first(
        connection,
        "SELECT entry, id, answer_key, checksum, body FROM release WHERE id = ?",
        JournalSql::readRelease,
        id);
  }

  /** All releases, newest first. */
  static List<byte[]> releases(Connection connection) throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT entry, id, answer_key, checksum, body FROM release ORDER BY entry DESC",
        JournalSql::readRelease);
  }

  /** The entry of the newest release; 0 if there is none. */
  static long newestRelease(Connection connection) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT entry FROM release ORDER BY entry DESC LIMIT 1",
            row -> row.getLong(1))
        .orElse(0L);
  }

  /** The entry of the newest release whose key begins otherwise; 0 if there is none. */
  static long newestReleaseBesides(Connection connection, String keyPrefix) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT entry FROM release WHERE substr(answer_key, 1, ?) <> ?"
                + " ORDER BY entry DESC LIMIT 1",
            row -> row.getLong(1),
            keyPrefix.length(),
            keyPrefix)
        .orElse(0L);
  }

  private static byte[] readRelease(ResultSet row) throws SQLException {
    byte[] body = row.getBytes(5);
    RowChecksum.verify(
        "release", row.getLong(4), row.getLong(1), row.getString(2), row.getString(3), body);
    return body;
  }

  static VaultState vault(Connection connection) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT generation, data_version FROM vault ORDER BY entry DESC LIMIT 1",
            row -> new VaultState(row.getInt(1), row.getLong(2)))
        .orElse(new VaultState(0, 0));
  }

  static void insertVault(Connection connection, long entry, VaultState state) throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO vault (entry, generation, data_version) VALUES (?, ?, ?)",
        entry,
        state.generation(),
        state.dataVersion());
  }

  static void insertFile(Connection connection, long entry, IntakeEntry.FileFingerprint file)
      throws SQLException {
    Jdbc.update(
        connection,
        "INSERT INTO intake_file (entry, table_name, fingerprint) VALUES (?, ?, ?)",
        entry,
        file.table(),
        file.fingerprint());
  }

  /** When a file was first taken in; empty if it never was. */
  static Optional<Instant> fileSeen(Connection connection, IntakeEntry.FileFingerprint file)
      throws SQLException {
    return Jdbc.first(
        connection,
        "SELECT e.at FROM intake_file f JOIN entry e ON e.sequence = f.entry"
            + " WHERE f.table_name = ? AND f.fingerprint = ? ORDER BY f.entry LIMIT 1",
        row -> instant(row.getLong(1)),
        file.table(),
        file.fingerprint());
  }

  /** Nanoseconds since 1970, which a long can count until the year 2262. */
  static long nanos(Instant at) {
    try {
      return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano());
    } catch (ArithmeticException e) {
      throw new DateTimeException("the clock is out of range: " + at, e);
    }
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }
}
