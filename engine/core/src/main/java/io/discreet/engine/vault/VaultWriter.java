package io.discreet.engine.vault;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Capacity;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Contents.StoredTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next generation of a vault from the previous one, staged rows, and whom to leave out.
 *
 * <pre>{@code
 * try (WriterLock lock = WriterLock.acquire(shop)) {
 *   // read the ledger here
 *   try (VaultWriter writer = VaultWriter.begin(lock, shopId, policy, generation)) {
 *     writer.leaveOut(customer);                 // or writer.stage("purchases").add(...)
 *     writer.write(customers, today);
 *     // register writer.generation() in the ledger here
 *     writer.publish();
 *   }
 * }
 * }</pre>
 *
 * <p>Until {@link #write} is done, closing removes everything. After it, closing leaves the written
 * file, because only the ledger knows whether it was registered: {@link VaultFiles#locate} or
 * {@link VaultFiles#discardUnregistered} settles that. Used by one thread.
 */
public final class VaultWriter implements AutoCloseable {

  /**
   * What was written.
   *
   * @param rows of each table
   * @param expired rows of the previous generation that were older than the retention, by table
   */
  public record Written(Map<String, Long> rows, Map<String, Long> expired) {}

  private enum State {
    STAGING,
    WRITTEN,
    CLOSED
  }

  private final Path shop;
  private final String shopId;
  private final Policy policy;
  private final int generation;
  private final DuckDb db;
  private final @Nullable Contents previous;
  private final Map<String, StagedRows> staged = new HashMap<>();
  private String rowHash = "p.row_hash";
  private State state = State.STAGING;
  private VaultProbe probe = VaultProbe.NONE;

  private VaultWriter(
      Path shop,
      String shopId,
      Policy policy,
      int generation,
      DuckDb db,
      @Nullable Contents previous) {
    this.shop = shop;
    this.shopId = shopId;
    this.policy = policy;
    this.generation = generation;
    this.db = db;
    this.previous = previous;
  }

  /**
   * Begins the generation after the registered one; what unregistered writers left is removed.
   *
   * @param lock held since before the ledger was asked for {@code registeredGeneration}, and until
   *     the new generation is published
   * @param registeredGeneration the generation that the ledger names, 0 before the first
   * @throws VaultException if the previous generation is missing, damaged or another shop's, or
   *     newer than the ledger knows
   */
  public static VaultWriter begin(
      WriterLock lock, String shopId, Policy policy, int registeredGeneration) {
    Path shop = lock.shop();
    if (registeredGeneration < 0 || registeredGeneration == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no such generation: " + registeredGeneration);
    }
    VaultFiles.discardUnregistered(lock, registeredGeneration);
    if (VaultFiles.newestPublished(shop).orElse(0) > registeredGeneration) {
      throw new VaultException(
          shop
              + ": the vault is newer than the ledger, which is an old copy: restore the shop's"
              + " folder from a backup, all files together");
    }
    int generation = registeredGeneration + 1;
    Path building = VaultFiles.building(shop, generation);
    if (building.toAbsolutePath().toString().contains("?")) {
      throw new InputException(
          shop + ": the storage engine cannot use a folder whose path has a '?'; rename it");
    }
    DuckDb db = null;
    try {
      VaultFiles.createPrivateFolder(building);
      db = DuckDb.forWriting("writing vault-" + generation, building.resolve("spill"));
      Contents previous = attachPrevious(db, shop, shopId, policy, registeredGeneration);
      db.run("CREATE TEMP TABLE left_out (customer INTEGER NOT NULL)");
      VaultWriter writer = new VaultWriter(shop, shopId, policy, generation, db, previous);
      db = null;
      return writer;
    } catch (IOException e) {
      throw new VaultException(shop + ": the folder for the new vault cannot be made", e);
    } finally {
      if (db != null) {
        db.close();
        VaultFiles.deleteFolder(building);
      }
    }
  }

  private static @Nullable Contents attachPrevious(
      DuckDb db, Path shop, String shopId, Policy policy, int generation) {
    if (generation == 0) {
      return null;
    }
    Path file = VaultFiles.locate(shop, generation);
    String fileName = String.valueOf(file.getFileName());
    db.attach(file, "previous", true);
    Contents contents = Contents.read(db, "previous", fileName);
    contents.requireIdentity(shopId, generation, fileName);
    contents.requireTypesOf(policy);
    return contents;
  }

  /** Tells a probe how far this writer comes. */
  public VaultWriter reportingTo(VaultProbe told) {
    require(State.STAGING);
    probe = told;
    probe.reached(VaultProbe.Point.BEGUN);
    return this;
  }

  /** The generation that is being made. */
  public int generation() {
    return generation;
  }

  /**
   * Opens the door for new rows of a table. In a one-row-per-customer table a staged row replaces
   * the customer's earlier one, and a customer must be staged at most once.
   */
  public StagedRows stage(String tableName) {
    require(State.STAGING);
    Table table = policy.tables().get(tableName);
    if (table == null) {
      throw new InputException(
          "the policy declares no table "
              + tableName
              + "; it declares "
              + policy.tables().keySet());
    }
    if (staged.containsKey(tableName)) {
      throw new IllegalStateException("table " + tableName + " is staged already");
    }
    StagedRows rows = new StagedRows(db, StoredTable.of(tableId(tableName), 0, table));
    staged.put(tableName, rows);
    return rows;
  }

  /** How many rows of the previous generation the policy's retention lets go today, by table. */
  public Map<String, Long> expiredRows(LocalDate today) {
    require(State.STAGING);
    Map<String, Long> expired = new LinkedHashMap<>();
    for (Table table : policy.tables().values()) {
      expired.put(
          table.name(), tableWriter(table, today, Retention.cutoff(policy, today)).expiredRows());
    }
    return expired;
  }

  private TableWriter tableWriter(Table table, LocalDate today, Optional<LocalDate> cutoff) {
    return new TableWriter(
        db,
        table,
        StoredTable.of(tableId(table.name()), 0, table),
        previous == null ? null : previous.tables().get(table.name()),
        staged.get(table.name()),
        cutoff,
        today,
        rowHash,
        policy.capacity());
  }

  /**
   * Orders every customer's rows anew by a keyed hash of what ordered them before.
   *
   * @param key of 64 hexadecimal digits
   */
  public void rekeyRows(String key) {
    require(State.STAGING);
    if (!key.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a row key must be 64 hexadecimal digits");
    }
    // All 64 bits, signed as the hashes of new rows are: order must not tell old from new.
    rowHash =
        "CAST(CAST(CAST('0x' || left(sha256('"
            + key
            + "' || CAST(p.row_hash AS VARCHAR)), 16) AS UBIGINT) AS HUGEINT)"
            + " - 9223372036854775808 AS BIGINT)";
  }

  /** Leaves a customer's rows, and the dictionary entries that only they used, out of the file. */
  public void leaveOut(int customer) {
    require(State.STAGING);
    db.run("INSERT INTO left_out VALUES (?)", customer);
  }

  /**
   * Writes the new generation durably under its unpublished name.
   *
   * @param customers the size of the registry, new customers included
   * @param today the day of the intake, which the policy's retention counts back from
   */
  public Written write(int customers, LocalDate today) {
    return write(customers, today, Retention.cutoff(policy, today));
  }

  /**
   * The same without new rows, and rows that are too old wait for the next intake: letting them go
   * here would change answers while the data version stays.
   */
  public Written writeWithoutExpiry(int customers) {
    if (!staged.isEmpty()) {
      throw new IllegalStateException("rows are staged, whose day is not known here");
    }
    return write(customers, LocalDate.EPOCH, Optional.empty());
  }

  private Written write(int customers, LocalDate today, Optional<LocalDate> cutoff) {
    require(State.STAGING);
    if (previous != null && customers < previous.customers()) {
      throw new IllegalStateException(
          "the registry of "
              + customers
              + " customers is smaller than the vault's of "
              + previous.customers()
              + ": the ledger is older than the vault");
    }
    if (!staged.isEmpty()) {
      policy.capacity().ifPresent(capacity -> requireWithin(capacity, customers));
    }
    Path building = VaultFiles.building(shop, generation);
    Path file = building.resolve("vault.duckdb");
    Map<String, Long> rows = new LinkedHashMap<>();
    Map<String, Long> expired = new LinkedHashMap<>();
    staged.values().forEach(StagedRows::finish);
    probe.reached(VaultProbe.Point.STAGED);
    db.attach(file, "next", false);
    db.run(
        "CREATE TABLE next.dictionary (table_id INTEGER, column_id INTEGER, code INTEGER, value"
            + " VARCHAR)");
    for (Table table : policy.tables().values()) {
      StoredTable next = StoredTable.of(tableId(table.name()), 0, table);
      TableWriter writer = tableWriter(table, today, cutoff);
      expired.put(table.name(), writer.expiredRows());
      rows.put(table.name(), writer.write());
      requireCustomersBelow(customers, table, next);
    }
    probe.reached(VaultProbe.Point.FILLED);
    describe(customers, rows);
    db.run("DETACH next");
    db.close();
    probe.reached(VaultProbe.Point.COMPLETE);
    settle(file);
    state = State.WRITTEN;
    probe.reached(VaultProbe.Point.SETTLED);
    VaultFiles.deleteFolder(building);
    probe.reached(VaultProbe.Point.WRITTEN);
    return new Written(Map.copyOf(rows), Map.copyOf(expired));
  }

  private static void requireWithin(Capacity capacity, int customers) {
    if (customers > capacity.customers()) {
      throw new InputException(
          "the shop would have "
              + customers
              + " registered customers, and the policy's capacity is "
              + capacity.customers()
              + ": raise the capacity");
    }
  }

  private void requireCustomersBelow(int customers, Table table, StoredTable next) {
    long outside =
        db.number(
            "SELECT count(*) FROM next."
                + next.rowsTable()
                + " WHERE customer < 0 OR customer >= "
                + customers);
    if (outside > 0) {
      throw new IllegalStateException(
          "table "
              + table.name()
              + " has rows of customers outside the registry of "
              + customers
              + ": the ledger is older than the vault");
    }
  }

  private void describe(int customers, Map<String, Long> rows) {
    db.run("CREATE TABLE next.tables (table_id INTEGER, name VARCHAR, row_count BIGINT)");
    db.run(
        "CREATE TABLE next.columns"
            + " (table_id INTEGER, column_id INTEGER, name VARCHAR, kind VARCHAR, scale INTEGER)");
    db.run(
        "CREATE TABLE next.vault"
            + " (format INTEGER, shop_id VARCHAR, generation INTEGER, customers INTEGER)");
    for (Table table : policy.tables().values()) {
      StoredTable stored = StoredTable.of(tableId(table.name()), 0, table);
      db.run(
          "INSERT INTO next.tables VALUES (?, ?, ?)",
          stored.id(),
          table.name(),
          rows.getOrDefault(table.name(), 0L));
      stored
          .columns()
          .forEach(
              (name, column) ->
                  db.run(
                      "INSERT INTO next.columns VALUES (?, ?, ?, ?, ?)",
                      stored.id(),
                      column.id(),
                      name,
                      column.kind(),
                      column.scale()));
    }
    db.run(
        "INSERT INTO next.vault VALUES (?, ?, ?, ?)",
        Contents.FORMAT,
        shopId,
        generation,
        customers);
  }

  private void settle(Path file) {
    Path log = file.resolveSibling(file.getFileName() + ".wal");
    if (Files.exists(log)) {
      throw new VaultException("writing vault-" + generation + " left a write-ahead log behind");
    }
    try {
      VaultFiles.settle(file, shop, VaultFiles.written(shop, generation));
    } catch (IOException e) {
      throw new VaultException(
          shop + ": the new vault cannot be made durable; look for a full disk", e);
    }
  }

  private int tableId(String name) {
    int id = 0;
    for (String table : policy.tables().keySet()) {
      if (table.equals(name)) {
        return id;
      }
      id++;
    }
    throw new IllegalArgumentException("the policy declares no table " + name);
  }

  /** Publishes what was written: call it once the ledger has registered the generation. */
  public void publish() {
    require(State.WRITTEN);
    probe.reached(VaultProbe.Point.REGISTERED);
    VaultFiles.publish(shop, generation);
    probe.reached(VaultProbe.Point.PUBLISHED);
  }

  /** Removes what was written: call it only when the ledger certainly did not register it. */
  public void discard() {
    require(State.WRITTEN);
    VaultFiles.delete(VaultFiles.written(shop, generation));
  }

  private void require(State required) {
    if (state != required) {
      throw new IllegalStateException("the vault writer is " + state + ", must be " + required);
    }
  }

  @Override
  public void close() {
    State was = state;
    state = State.CLOSED;
    if (was == State.STAGING) {
      db.close();
      VaultFiles.deleteFolder(VaultFiles.building(shop, generation));
    }
  }
}
