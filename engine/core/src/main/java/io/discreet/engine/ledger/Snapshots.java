package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The SQL of the stored balances: everybody's spend of one period as it was after some entry, so
 * that opening a ledger need not add up all charges. It is derived from them, and replaced now and
 * then; what is derived wrongly, the audit names. Personal data: forgetting takes the index out.
 */
final class Snapshots {

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE snapshot (block INTEGER NOT NULL PRIMARY KEY,"
              + " entry BIGINT NOT NULL REFERENCES entry (sequence), token TEXT NOT NULL,"
              + " period TEXT NOT NULL, balance_count INTEGER NOT NULL, checksum BIGINT NOT NULL,"
              + " balances BLOB NOT NULL)");

  /** Customer indexes of one block: half a megabyte for each column. */
  static final int BLOCK = 1 << 16;

  private Snapshots() {}

  /** Balances of one period after an entry. */
  record Snapshot(Head after, String period, Balances balances) {}

  /**
   * @param customers of all blocks together, so that the loss of the last one is noticed
   */
  private record Block(int number, Head after, String period, int customers, byte[] balances) {

    long checksum() {
      return RowChecksum.of(number, after.sequence(), after.token(), period, customers, balances);
    }
  }

  /** Removes what is stored. */
  static void clear(Connection connection) throws SQLException {
    Jdbc.update(connection, "DELETE FROM snapshot");
  }

  /** Replaces what is stored. */
  static void store(Connection connection, Snapshot snapshot) throws SQLException {
    clear(connection);
    Balances balances = snapshot.balances();
    for (int first = 0; first < balances.customers(); first += BLOCK) {
      int end = Math.min(first + BLOCK, balances.customers());
      Block block =
          new Block(
              first / BLOCK,
              snapshot.after(),
              snapshot.period(),
              balances.customers(),
              encode(balances, first, end));
      Jdbc.update(
          connection,
          "INSERT INTO snapshot (block, entry, token, period, balance_count, checksum, balances)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          block.number(),
          block.after().sequence(),
          block.after().token(),
          block.period(),
          block.customers(),
          block.checksum(),
          block.balances());
    }
  }

  /** What is stored; empty if nothing is. */
  static Optional<Snapshot> load(Connection connection) throws SQLException {
    List<Block> blocks =
        Jdbc.list(
            connection,
            "SELECT block, entry, token, period, balance_count, checksum, balances FROM snapshot"
                + " ORDER BY block",
            row -> {
              Block block =
                  new Block(
                      row.getInt(1),
                      new Head(row.getLong(2), row.getString(3)),
                      row.getString(4),
                      row.getInt(5),
                      row.getBytes(7));
              if (block.checksum() != row.getLong(6)) {
                throw RowChecksum.damaged("a row of table snapshot is not what was written");
              }
              return block;
            });
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    Block first = blocks.get(0);
    Balances balances = new Balances();
    for (int number = 0; number < blocks.size(); number++) {
      Block block = blocks.get(number);
      if (block.number() != number
          || !block.after().equals(first.after())
          || block.customers() != first.customers()
          || balances.customers() != number * BLOCK) {
        throw blockMissing();
      }
      decode(block.balances(), number * BLOCK, balances);
    }
    if (balances.customers() != first.customers()) {
      throw blockMissing();
    }
    return Optional.of(new Snapshot(first.after(), first.period(), balances));
  }

  private static InputException blockMissing() {
    return RowChecksum.damaged("a block of the balances is missing");
  }

  /** Takes a customer out. */
  static void forget(Connection connection, int customer) throws SQLException {
    Optional<Snapshot> stored = load(connection);
    if (stored.isPresent() && customer < stored.get().balances().customers()) {
      stored.get().balances().clear(customer);
      store(connection, stored.get());
    }
  }

  /**
   * Little-endian: the number of columns, then the units, then the units of δ if anybody has any.
   */
  private static byte[] encode(Balances balances, int first, int end) {
    int columns = balances.noDelta() ? 1 : 2;
    ByteBuffer out =
        ByteBuffer.allocate(1 + columns * Long.BYTES * (end - first))
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) columns);
    for (int customer = first; customer < end; customer++) {
      out.putLong(balances.units(customer));
    }
    for (int customer = first; columns == 2 && customer < end; customer++) {
      out.putLong(balances.deltaUnits(customer));
    }
    return out.array();
  }

  private static void decode(byte[] bytes, int first, Balances into) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int columns = in.get();
    int count = in.remaining() / (columns * Long.BYTES);
    into.grow(first + count);
    for (int i = 0; i < count; i++) {
      int deltaAt = 1 + Long.BYTES * (count + i);
      into.add(
          first + i,
          RowChecksum.amount(
              "snapshot", in.getLong(1 + Long.BYTES * i), columns == 2 ? in.getLong(deltaAt) : 0));
    }
  }
}
