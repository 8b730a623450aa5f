package io.discreet.engine.vault;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Contents.StoredTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a shop's vault, opened for reading.
 *
 * <p>A column is read on first use and stays in memory, in the narrowest type that holds it, until
 * others need the room: columns that nobody uses at the moment fill at most half of the heap. Any
 * number of processes can read one generation. Safe for use by several threads; tables that were
 * handed out keep their loaded columns after {@link #close}.
 */
public final class Vault implements AutoCloseable {

  private static final String CATALOG = "stored";

  /** A range of customers: first (included) to end (excluded). */
  private record Borders(int first, int end) {}

  private final Policy policy;
  private final Contents contents;
  private final String fileName;
  private final @Nullable DuckDb db;
  private final ColumnMemory memory;
  private final CustomerRange range;
  private final Map<String, StoredRows> tables = new HashMap<>();
  private final Map<Borders, Vault> ranges = new HashMap<>();
  private boolean open = true;

  private Vault(
      Policy policy,
      Contents contents,
      String fileName,
      @Nullable DuckDb db,
      ColumnMemory memory,
      CustomerRange range) {
    this.memory = memory;
    this.range = range;
    this.policy = policy;
    this.contents = contents;
    this.fileName = fileName;
    this.db = db;
  }

  /**
   * Opens the generation that the ledger of a shop names.
   *
   * @param shopId the ledger's: another shop's rows would be charged to the wrong customers
   * @throws VaultException if the file is missing, damaged, not a vault, or of another shop or
   *     generation
   * @throws io.discreet.engine.failure.InputException if the policy gives a stored column another
   *     type or scale than it was stored with
   */
  public static Vault open(Path shop, String shopId, int generation, Policy policy) {
    return open(shop, shopId, generation, policy, ColumnMemory.ofHeap());
  }

  /**
   * {@link #open(Path, String, int, Policy)} with another limit to what is kept of columns that
   * nobody uses.
   *
   * @param columnBytes at least 0
   */
  public static Vault open(
      Path shop, String shopId, int generation, Policy policy, long columnBytes) {
    return open(shop, shopId, generation, policy, new ColumnMemory(columnBytes));
  }

  private static Vault open(
      Path shop, String shopId, int generation, Policy policy, ColumnMemory memory) {
    Vault vault = open(VaultFiles.locate(shop, generation), policy, memory);
    try {
      vault.contents.requireIdentity(shopId, generation, vault.fileName);
      return vault;
    } catch (RuntimeException e) {
      vault.close();
      throw e;
    }
  }

  /**
   * Opens a vault file, whoever's it is.
   *
   * @param file as {@link VaultFiles#locate} gives it
   * @throws VaultException if the file is missing, damaged, or not a vault
   * @throws io.discreet.engine.failure.InputException if the policy gives a stored column another
   *     type or scale than it was stored with
   */
  static Vault open(Path file, Policy policy) {
    return open(file, policy, ColumnMemory.ofHeap());
  }

  static Vault open(Path file, Policy policy, ColumnMemory memory) {
    String fileName = String.valueOf(file.getFileName());
    if (!Files.isRegularFile(file)) {
      throw new VaultException(
          fileName + " is missing: restore the shop's folder from a backup, all files together");
    }
    DuckDb db = DuckDb.open("reading " + fileName, Optional.empty());
    try {
      db.attach(file, CATALOG, true);
      Contents contents = Contents.read(db, CATALOG, fileName);
      contents.requireTypesOf(policy);
      return new Vault(policy, contents, fileName, db, memory, CustomerRange.ALL);
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  /** The vault of a shop before its first intake: no customers, and every table without rows. */
  public static Vault empty(String shopId, Policy policy) {
    return new Vault(
        policy,
        new Contents(shopId, 0, 0, Map.of()),
        "an empty vault",
        null,
        ColumnMemory.ofHeap(),
        CustomerRange.ALL);
  }

  /**
   * The tables of a range of the customers, who are numbered from 0. They keep their columns as
   * those of the whole do.
   *
   * @param firstCustomer included
   * @param endCustomer excluded, at most {@link #customers()}
   */
  public synchronized Function<String, TableData> tablesOf(int firstCustomer, int endCustomer) {
    if (firstCustomer < 0 || endCustomer < firstCustomer || endCustomer > customers()) {
      throw new IllegalArgumentException(
          "no range of customers: " + firstCustomer + " to " + endCustomer);
    }
    return ranges.computeIfAbsent(
            new Borders(firstCustomer, endCustomer), borders -> narrowed(borders))
        ::table;
  }

  private Vault narrowed(Borders borders) {
    DuckDb file = openDb();
    Map<Integer, Long> firstRows = new HashMap<>();
    Map<String, StoredTable> narrow = new LinkedHashMap<>();
    contents
        .tables()
        .forEach(
            (name, table) -> {
              long first = rowsBefore(file, table, borders.first());
              firstRows.put(table.id(), first);
              narrow.put(name, table.withRows(rowsBefore(file, table, borders.end()) - first));
            });
    return new Vault(
        policy,
        new Contents(shopId(), generation(), borders.end() - borders.first(), narrow),
        fileName,
        file,
        memory,
        CustomerRange.from(borders.first(), firstRows));
  }

  /** Rows rise by customer, so that those before a customer are the first ones. */
  private static long rowsBefore(DuckDb file, StoredTable table, int customer) {
    return file.number(
        "SELECT count(*) FROM "
            + CATALOG
            + "."
            + table.rowsTable()
            + " WHERE customer < "
            + customer);
  }

  /**
   * Divides the customers into ranges of about as many rows of a table each.
   *
   * @param table of the policy
   * @param ranges at most so many, at least 1
   * @return rising from 0 to {@link #customers()}, at least these two
   */
  public int[] borders(String table, int ranges) {
    if (customers() == 0) {
      return new int[] {0, 0};
    }
    StoredTable stored = contents.tables().get(table);
    SortedSet<Integer> borders = new TreeSet<>(List.of(0, customers()));
    if (stored != null && stored.rows() > 0) {
      for (int range = 1; range < ranges; range++) {
        borders.add(
            Math.toIntExact(
                openDb()
                    .number(
                        "SELECT customer FROM "
                            + CATALOG
                            + "."
                            + stored.rowsTable()
                            + " WHERE rowid = "
                            + stored.rows() * range / ranges)));
      }
    }
    return borders.stream().mapToInt(Integer::intValue).toArray();
  }

  private synchronized DuckDb openDb() {
    if (!open || db == null) {
      throw new IllegalStateException("the vault is closed");
    }
    return db;
  }

  /** What the file is read under. */
  public Policy policy() {
    return policy;
  }

  public int generation() {
    return contents.generation();
  }

  /** The shop that the file was written for. */
  public String shopId() {
    return contents.shopId();
  }

  /** Customer indexes that the vault covers: 0 to customers() − 1. */
  public int customers() {
    return contents.customers();
  }

  /**
   * A table of the policy; without rows where the vault has none of it yet.
   *
   * @throws IllegalArgumentException if the policy declares no such table
   */
  public synchronized TableData table(String name) {
    Table declared = policy.tables().get(name);
    if (declared == null) {
      throw new IllegalArgumentException(
          "the policy declares no table " + name + "; it declares " + policy.tables().keySet());
    }
    return tables.computeIfAbsent(
        name, n -> new StoredRows(this, declared, contents.tables().get(n), contents.customers()));
  }

  ColumnMemory memory() {
    return memory;
  }

  /** A reader of this generation, while it is open. */
  synchronized ColumnReader reader() {
    return new ColumnReader(openDb(), CATALOG, fileName, range);
  }

  @Override
  public synchronized void close() {
    if (open && db != null) {
      db.close();
    }
    open = false;
  }
}
