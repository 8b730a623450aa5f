package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The SQL of the registry and of what remains of the forgotten. Pseudonyms are stored in blocks of
 * {@link #BLOCK}, because a million rows would take seconds to write.
 */
final class RegistrySql {

  /** Customer indexes of one registry block. */
  static final int BLOCK = 4096;

  private static final int PSEUDONYM_BYTES = 2 * Long.BYTES;

  private static final String BALANCE_COLUMNS =
      " period_units BIGINT NOT NULL, period_delta_units BIGINT NOT NULL,"
          + " lifetime_units BIGINT NOT NULL, lifetime_delta_units BIGINT NOT NULL";

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE registry_block (block INTEGER NOT NULL PRIMARY KEY,"
              + " members INTEGER NOT NULL, checksum BIGINT NOT NULL, pseudonyms BLOB NOT NULL)",
          "CREATE TABLE forgotten (customer INTEGER NOT NULL PRIMARY KEY,"
              + " entry BIGINT NOT NULL REFERENCES entry (sequence))",
          "CREATE TABLE tombstone (pseudonym BLOB NOT NULL PRIMARY KEY, period TEXT NOT NULL,"
              + BALANCE_COLUMNS
              + ", objections TEXT NOT NULL, checksum BIGINT NOT NULL)",
          "CREATE TABLE opening (customer INTEGER NOT NULL PRIMARY KEY,"
              + " entry BIGINT NOT NULL REFERENCES entry (sequence), period TEXT NOT NULL,"
              + BALANCE_COLUMNS
              + ", checksum BIGINT NOT NULL)");

  private RegistrySql() {}

  /**
   * Spend that a customer brings along from before a forgetting.
   *
   * @param ofPeriod what was spent in that period
   * @param lifetime what was spent in all periods, that one included
   */
  record Balance(String period, Spend ofPeriod, Spend lifetime) {

    /** What of it was spent in a period. */
    Spend in(String asked) {
      return asked.equals(period) ? ofPeriod : Spend.NONE;
    }
  }

  /** The opening balance of a customer who returned. */
  record Opening(int customer, Balance balance) {}

  /** Customer indexes ever given. */
  static int customers(Connection connection) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT COALESCE(SUM(members), 0) FROM registry_block",
            row -> Math.toIntExact(row.getLong(1)))
        .orElseThrow();
  }

  static RegistrySnapshot registry(Connection connection) throws SQLException {
    int customers = customers(connection);
    long[] high = new long[customers];
    long[] low = new long[customers];
    List<Integer> blocks =
        Jdbc.list(
            connection, "SELECT block FROM registry_block ORDER BY block", row -> row.getInt(1));
    int next = 0;
    for (int position = 0; position < blocks.size(); position++) {
      if (blocks.get(position) != position || next != position * BLOCK) {
        throw RowChecksum.damaged("a block of the registry is missing");
      }
      ByteBuffer pseudonyms = ByteBuffer.wrap(block(connection, position));
      while (pseudonyms.hasRemaining()) {
        high[next] = pseudonyms.getLong();
        low[next] = pseudonyms.getLong();
        next++;
      }
    }
    return new RegistrySnapshot(high, low);
  }

  /** Gives the pseudonyms the indexes from {@code first} on, which is the registry's size. */
  static void register(Transaction transaction, int first, List<Pseudonym> pseudonyms)
      throws SQLException {
    Connection connection = transaction.connection();
    int done = 0;
    while (done < pseudonyms.size()) {
      int block = (first + done) / BLOCK;
      int filled = (first + done) % BLOCK;
      int added = Math.min(BLOCK - filled, pseudonyms.size() - done);
      ByteBuffer bytes = ByteBuffer.allocate((filled + added) * PSEUDONYM_BYTES);
      if (filled > 0) {
        bytes.put(block(connection, block));
      }
      for (Pseudonym pseudonym : pseudonyms.subList(done, done + added)) {
        bytes.putLong(pseudonym.high()).putLong(pseudonym.low());
      }
      writeBlock(transaction, block, bytes.array(), filled > 0);
      done += added;
    }
  }

  /** Overwrites the pseudonym of a forgotten customer; the index stays taken. */
  static void erase(Transaction transaction, int customer, long entry) throws SQLException {
    Connection connection = transaction.connection();
    int block = customer / BLOCK;
    byte[] pseudonyms = block(connection, block);
    ByteBuffer.wrap(pseudonyms).position(customer % BLOCK * PSEUDONYM_BYTES).putLong(0).putLong(0);
    writeBlock(transaction, block, pseudonyms, true);
    Jdbc.update(
        connection, "INSERT INTO forgotten (customer, entry) VALUES (?, ?)", customer, entry);
  }

  /** Gives every customer who was not forgotten the next pseudonym. */
  static void rewrite(Transaction transaction, UnaryOperator<Pseudonym> next) throws SQLException {
    int customers = customers(transaction.connection());
    for (int block = 0; block * BLOCK < customers; block++) {
      byte[] pseudonyms = block(transaction.connection(), block);
      ByteBuffer bytes = ByteBuffer.wrap(pseudonyms);
      while (bytes.hasRemaining()) {
        Pseudonym old = new Pseudonym(bytes.getLong(), bytes.getLong());
        if (old.high() != 0 || old.low() != 0) {
          Pseudonym fresh = next.apply(old);
          bytes.position(bytes.position() - PSEUDONYM_BYTES);
          bytes.putLong(fresh.high()).putLong(fresh.low());
        }
      }
      writeBlock(transaction, block, pseudonyms, true);
    }
    registry(transaction.connection()); // refuses two customers of one pseudonym
  }

  private static byte[] block(Connection connection, int block) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT members, checksum, pseudonyms FROM registry_block WHERE block = ?",
            row -> {
              byte[] pseudonyms = row.getBytes(3);
              RowChecksum.verify("registry_block", row.getLong(2), block, pseudonyms);
              if (row.getInt(1) != pseudonyms.length / PSEUDONYM_BYTES) {
                throw RowChecksum.damaged("a block of the registry has another size");
              }
              return pseudonyms;
            },
            block)
        .orElseThrow(() -> RowChecksum.damaged("a block of the registry is missing"));
  }

  private static void writeBlock(
      Transaction transaction, int block, byte[] pseudonyms, boolean replace) throws SQLException {
    transaction.touch(PartKind.BLOCK, block);
    Jdbc.update(
        transaction.connection(),
        replace
            ? "UPDATE registry_block SET members = ?, checksum = ?, pseudonyms = ? WHERE block = ?"
            : "INSERT INTO registry_block (members, checksum, pseudonyms, block)"
                + " VALUES (?, ?, ?, ?)",
        pseudonyms.length / PSEUDONYM_BYTES,
        RowChecksum.of(block, pseudonyms),
        pseudonyms,
        block);
  }

  /** The indexes that were forgotten after entry {@code sequence}. */
  static List<Integer> forgottenAfter(Connection connection, long sequence) throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT customer FROM forgotten WHERE entry > ?",
        row -> row.getInt(1),
        sequence);
  }

  static void insertTombstone(Transaction transaction, Pseudonym pseudonym, Tombstone tombstone)
      throws SQLException {
    transaction.touch(PartKind.TOMBSTONES, 0);
    byte[] key = bytes(pseudonym);
    Balance balance = tombstone.balance();
    String objections = tombstone.stored();
    Jdbc.update(
        transaction.connection(),
        "INSERT INTO tombstone (pseudonym, period, period_units, period_delta_units,"
            + " lifetime_units, lifetime_delta_units, objections, checksum)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        key,
        balance.period(),
        balance.ofPeriod().units(),
        balance.ofPeriod().deltaUnits(),
        balance.lifetime().units(),
        balance.lifetime().deltaUnits(),
        objections,
        RowChecksum.of(
            key,
            balance.period(),
            balance.ofPeriod().units(),
            balance.ofPeriod().deltaUnits(),
            balance.lifetime().units(),
            balance.lifetime().deltaUnits(),
            objections));
  }

  static Map<Pseudonym, Tombstone> tombstones(Connection connection) throws SQLException {
    Map<Pseudonym, Tombstone> all = new HashMap<>();
    Jdbc.list(
        connection,
        "SELECT pseudonym, period, period_units, period_delta_units, lifetime_units,"
            + " lifetime_delta_units, objections, checksum FROM tombstone",
        row -> {
          byte[] key = row.getBytes(1);
          RowChecksum.verify(
              "tombstone",
              row.getLong(8),
              key,
              row.getString(2),
              row.getLong(3),
              row.getLong(4),
              row.getLong(5),
              row.getLong(6),
              row.getString(7));
          Tombstone tombstone =
              new Tombstone(readBalance("tombstone", row, 2), Tombstone.parse(row.getString(7)));
          ByteBuffer bytes = ByteBuffer.wrap(key);
          return all.put(new Pseudonym(bytes.getLong(), bytes.getLong()), tombstone);
        });
    return all;
  }

  static void deleteTombstone(Transaction transaction, Pseudonym pseudonym) throws SQLException {
    transaction.touch(PartKind.TOMBSTONES, 0);
    Jdbc.update(
        transaction.connection(),
        "DELETE FROM tombstone WHERE pseudonym = ?",
        (Object) bytes(pseudonym));
  }

  static void insertOpening(Connection connection, long entry, Opening opening)
      throws SQLException {
    Balance balance = opening.balance();
    Jdbc.update(
        connection,
        "INSERT INTO opening (customer, entry, period, period_units, period_delta_units,"
            + " lifetime_units, lifetime_delta_units, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        opening.customer(),
        entry,
        balance.period(),
        balance.ofPeriod().units(),
        balance.ofPeriod().deltaUnits(),
        balance.lifetime().units(),
        balance.lifetime().deltaUnits(),
        RowChecksum.of(
            opening.customer(),
            entry,
            balance.period(),
            balance.ofPeriod().units(),
            balance.ofPeriod().deltaUnits(),
            balance.lifetime().units(),
            balance.lifetime().deltaUnits()));
  }

  static List<Opening> openingsAfter(Connection connection, long sequence) throws SQLException {
    return Jdbc.list(
        connection,
        "SELECT customer, entry, period, period_units, period_delta_units, lifetime_units,"
            + " lifetime_delta_units, checksum FROM opening WHERE entry > ?",
        row -> {
          RowChecksum.verify(
              "opening",
              row.getLong(8),
              row.getInt(1),
              row.getLong(2),
              row.getString(3),
              row.getLong(4),
              row.getLong(5),
              row.getLong(6),
              row.getLong(7));
          return new Opening(row.getInt(1), readBalance("opening", row, 3));
        },
        sequence);
  }

  /** Reads a balance whose period is in column {@code first}. */
  private static Balance readBalance(String table, ResultSet row, int first) throws SQLException {
    return new Balance(
        row.getString(first),
        RowChecksum.amount(table, row.getLong(first + 1), row.getLong(first + 2)),
        RowChecksum.amount(table, row.getLong(first + 3), row.getLong(first + 4)));
  }

  static void deleteOpening(Transaction transaction, int customer) throws SQLException {
    touchOpening(transaction, customer);
    Jdbc.update(transaction.connection(), "DELETE FROM opening WHERE customer = ?", customer);
  }

  private static void touchOpening(Transaction transaction, int customer) throws SQLException {
    Jdbc.first(
            transaction.connection(),
            "SELECT entry FROM opening WHERE customer = ?",
            row -> row.getLong(1),
            customer)
        .ifPresent(entry -> transaction.touch(PartKind.OPENING, entry));
  }

  private static byte[] bytes(Pseudonym pseudonym) {
    return ByteBuffer.allocate(PSEUDONYM_BYTES)
        .putLong(pseudonym.high())
        .putLong(pseudonym.low())
        .array();
  }
}
