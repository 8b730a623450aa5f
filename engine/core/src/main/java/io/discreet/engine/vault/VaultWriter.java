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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
   * What was written, in the order of the policy's tables.
   *
   * @param rows of each table
   * @param expired rows of the previous generation that were older than the retention, by table
   */
  public record Written(Map<String, Long> rows, Map<String, Long> expired) {}

  /** A part is sorted at once, and read by one task of a scan. */
  private static final long MOST_ROWS_OF_PART = 1L << 22;

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
  private final PreviousRows previous;
  private final Map<String, StagedRows> staged = new HashMap<>();
  private @Nullable String remoteTable;
  private @Nullable RemoteRows remote;
  private @Nullable PartsFolder parts;
  private int leastParts = 1;
  private String rowHash = TableWriter.ROW_HASH;
  private State state = State.STAGING;
  private VaultProbe probe = VaultProbe.NONE;

  private VaultWriter(
      Path shop, String shopId, Policy policy, int generation, DuckDb db, PreviousRows previous) {
    this.shop = shop;
    this.shopId = shopId;
    this.policy = policy;
    this.generation = generation;
    this.db = db;
    this.previous = previous;
    Contents contents = previous.contents();
    if (contents != null && contents.inParts()) {
      inParts(contents.parts().size());
    }
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
      PreviousRows previous = PreviousRows.attach(db, shop, shopId, policy, registeredGeneration);
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
   * Has the rows of this generation, and of those that follow it, lie in parts.
   *
   * @param least how many parts there are at least, if there are as many customers
   */
  public VaultWriter inParts(int least) {
    require(State.STAGING);
    leastParts = least;
    parts = new PartsFolder(shop, generation);
    return this;
  }

  /**
   * Opens the door for new rows of a table. In a one-row-per-customer table a staged row replaces
   * the customer's earlier one, and a customer must be staged at most once.
   */
  public StagedRows stage(String tableName) {
    require(State.STAGING);
    requireDeclared(tableName);
    if (staged.containsKey(tableName)) {
      throw new IllegalStateException("table " + tableName + " is staged already");
    }
    StagedRows rows = new StagedRows(db, StoredTable.of(policy, tableName), false);
    staged.put(tableName, rows);
    return rows;
  }

  private Table requireDeclared(String tableName) {
    Table table = policy.tables().get(tableName);
    if (table == null) {
      throw new InputException(
          "the policy declares no table "
              + tableName
              + "; it declares "
              + policy.tables().keySet());
    }
    return table;
  }

  /**
   * Says that there are new rows of a table on other machines, and of no other; the generation is
   * then written by {@link #writeElsewhere}. Its rows lie in parts.
   *
   * @param leastParts as for {@link #inParts}
   */
  public RemoteRows stageElsewhere(String tableName, int leastParts) {
    Table table = requireDeclared(tableName);
    if (remote != null || !staged.isEmpty()) {
      throw new IllegalStateException("new rows are staged already");
    }
    inParts(Math.max(this.leastParts, leastParts));
    RemoteRows rows =
        new RemoteRows(db, StoredTable.of(policy, tableName), table.oneRowPerCustomer());
    remoteTable = tableName;
    remote = rows;
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
        StoredTable.of(policy, table.name()),
        previous.table(table.name()),
        table.name().equals(remoteTable) ? remote : staged.get(table.name()),
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
    requireNothingElsewhere();
    return write(customers, today, Retention.cutoff(policy, today), this::writeParts);
  }

  /**
   * The same without new rows, and rows that are too old wait for the next intake: letting them go
   * here would change answers while the data version stays.
   */
  public Written writeWithoutExpiry(int customers) {
    requireNothingElsewhere();
    if (!staged.isEmpty()) {
      throw new IllegalStateException("rows are staged, whose day is not known here");
    }
    return write(customers, LocalDate.EPOCH, Optional.empty(), this::writeParts);
  }

  private void requireNothingElsewhere() {
    if (remote != null) {
      throw new IllegalStateException("new rows are staged elsewhere");
    }
  }

  /** Writes the parts of a generation, wherever that is. */
  @FunctionalInterface
  public interface PartRunner {

    /**
     * Writes them.
     *
     * @param borders between the customers of parts, rising from 0; all of them are wanted
     * @return the parts in their order, each as one attempt wrote it
     */
    List<StoredPart> write(PartOrder order, int[] borders);
  }

  /**
   * The same with new rows that other machines hold, who write the parts.
   *
   * @param policyText what this writer's policy was read from
   */
  public Written writeElsewhere(
      int customers, LocalDate today, String policyText, PartRunner runner) {
    RemoteRows rows = remote;
    String table = remoteTable;
    if (rows == null || table == null || db.number("SELECT count(*) FROM left_out") > 0) {
      throw new IllegalStateException("new rows must be elsewhere, and nobody is left out");
    }
    rows.finish();
    PartOrder order =
        new PartOrder(
            shop.toAbsolutePath().toString(),
            shopId,
            generation,
            policyText,
            table,
            today.toEpochDay());
    return write(
        customers,
        today,
        Retention.cutoff(policy, today),
        (tables, borders) -> {
          copyWords(order);
          return runner.write(order, borders);
        });
  }

  /** Gives other machines the next dictionary, in a file that nobody writes to. */
  private void copyWords(PartOrder order) {
    Path file = file();
    db.run("DETACH next");
    try {
      Files.copy(file, order.words());
    } catch (IOException e) {
      throw new VaultException(shop + ": the next dictionary cannot be copied", e);
    }
    db.attach(file, "next", false);
  }

  private Path file() {
    return VaultFiles.building(shop, generation).resolve("vault.duckdb");
  }

  /** Writes the parts, given the borders between their customers. */
  @FunctionalInterface
  private interface PartsWriting {
    List<StoredPart> write(List<TableWriter> tables, int[] borders);
  }

  private List<StoredPart> writeParts(List<TableWriter> tables, int[] borders) {
    PartWriter writer =
        new PartWriter(
            db, previous, tables, PartsFolder.attempts(shop, generation), shopId, generation);
    List<StoredPart> written = new ArrayList<>();
    for (int part = 0; part < borders.length - 1; part++) {
      written.add(writer.write(borders[part], borders[part + 1]));
    }
    return written;
  }

  private Written write(
      int customers, LocalDate today, Optional<LocalDate> cutoff, PartsWriting writing) {
    require(State.STAGING);
    Contents before = previous.contents();
    if (before != null && customers < before.customers()) {
      throw new IllegalStateException(
          "the registry of "
              + customers
              + " customers is smaller than the vault's of "
              + before.customers()
              + ": the ledger is older than the vault");
    }
    if (!staged.isEmpty() || remote != null) {
      policy.capacity().ifPresent(capacity -> requireWithin(capacity, customers));
    }
    Map<String, Long> rows = new LinkedHashMap<>();
    Map<String, Long> expired = new LinkedHashMap<>();
    staged.values().forEach(StagedRows::finish);
    probe.reached(VaultProbe.Point.STAGED);
    requireStagedBelow(customers);
    db.attach(file(), "next", false);
    Catalogue.begin(db);
    Map<String, TableWriter> tables = new LinkedHashMap<>();
    for (Table table : policy.tables().values()) {
      TableWriter writer = tableWriter(table, today, cutoff);
      expired.put(table.name(), writer.expiredRows());
      writer.writeDictionary();
      tables.put(table.name(), writer);
    }
    List<StoredPart> written =
        parts == null ? List.of() : inParts(parts, customers, tables, writing);
    tables.forEach(
        (name, table) -> {
          if (written.isEmpty()) {
            rows.put(name, table.writeRows());
            requireCustomersBelow(customers, name);
          } else {
            rows.put(name, written.stream().mapToLong(part -> part.file(table.id()).rows()).sum());
          }
          table.requireOneProcess(rows.get(name));
          table.requireCapacity(rows.get(name));
        });
    probe.reached(VaultProbe.Point.FILLED);
    Catalogue.describe(db, shopId, generation, policy, customers, rows, written);
    db.run("DETACH next");
    db.close();
    probe.reached(VaultProbe.Point.COMPLETE);
    if (parts != null) {
      parts.settle();
    }
    probe.reached(VaultProbe.Point.PARTED);
    settle(file());
    state = State.WRITTEN;
    probe.reached(VaultProbe.Point.SETTLED);
    VaultFiles.deleteFolder(VaultFiles.building(shop, generation));
    probe.reached(VaultProbe.Point.WRITTEN);
    return new Written(Collections.unmodifiableMap(rows), Collections.unmodifiableMap(expired));
  }

  private List<StoredPart> inParts(
      PartsFolder folder, int customers, Map<String, TableWriter> tables, PartsWriting writing) {
    RowHistogram histogram = remote == null ? new RowHistogram() : remote.histogram();
    previous.count(histogram);
    for (StagedRows rows : staged.values()) {
      histogram.add(db, rows.customers());
    }
    long most = 1 + histogram.total() / MOST_ROWS_OF_PART;
    int[] borders = histogram.borders(customers, Math.max(leastParts, most));
    folder.begin();
    List<StoredPart> written = writing.write(List.copyOf(tables.values()), borders);
    boolean whole = written.size() == borders.length - 1;
    for (int part = 0; whole && part < written.size(); part++) {
      whole =
          written.get(part).firstCustomer() == borders[part]
              && written.get(part).endCustomer() == borders[part + 1];
    }
    if (!whole) {
      throw new IllegalStateException("parts were written that nobody asked for, or not all");
    }
    folder.choose(written);
    return written;
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

  private void requireStagedBelow(int customers) {
    for (StagedRows rows : staged.values()) {
      requireNone(
          customers, "(" + rows.customers() + ")", "new rows of customers outside the registry");
    }
    if (remote != null && remote.endCustomer() > customers) {
      throw new IllegalStateException("there are new rows of customers outside the registry");
    }
  }

  private void requireCustomersBelow(int customers, String table) {
    requireNone(
        customers,
        "next." + StoredTable.of(policy, table).rowsTable(),
        "table " + table + " has rows of customers outside the registry");
  }

  private void requireNone(int customers, String rows, String what) {
    long outside =
        db.number(
            "SELECT count(*) FROM " + rows + " WHERE customer < 0 OR customer >= " + customers);
    if (outside > 0) {
      throw new IllegalStateException(
          what + " of " + customers + ": the ledger is older than the vault");
    }
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
    VaultFiles.deleteFolder(VaultFiles.parts(shop, generation));
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
