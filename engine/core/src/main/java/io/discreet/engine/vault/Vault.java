package io.discreet.engine.vault;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Contents.StoredTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a shop's vault, opened for reading.
 *
 * <p>A column is read on first use and stays in memory, in the narrowest type that holds it, until
 * others need the room, as {@link ColumnMemory} says. Any number of processes can read one
 * generation. Safe for use by several threads.
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
  private final @Nullable RowPlaces places;
  private final AtomicBoolean outdated;
  private final Map<String, StoredRows> tables = new HashMap<>();
  private final Map<Borders, Vault> ranges = new HashMap<>();
  private boolean open = true;

  private Vault(
      Policy policy,
      Contents contents,
      String fileName,
      @Nullable DuckDb db,
      ColumnMemory memory,
      @Nullable RowPlaces places,
      AtomicBoolean outdated) {
    this.outdated = outdated;
    this.memory = memory;
    this.places = places;
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
    return open(shop, shopId, generation, policy, ColumnMemory.ofProcess());
  }

  /** {@link #open(Path, String, int, Policy)} with columns in another memory. */
  public static Vault open(
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
    return open(file, policy, ColumnMemory.ofProcess());
  }

  static Vault open(Path file, Policy policy, ColumnMemory memory) {
    String fileName = String.valueOf(file.getFileName());
    if (!Files.isRegularFile(file)) {
      throw new VaultException(
          fileName + " is missing: restore the shop's folder from a backup, all files together");
    }
    DuckDb db = DuckDb.forReading("reading " + fileName);
    try {
      db.attach(file, CATALOG, true);
      Contents contents = Contents.read(db, CATALOG, fileName);
      contents.requireTypesOf(policy);
      return new Vault(
          policy, contents, fileName, db, memory, places(file, contents, db), new AtomicBoolean());
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  private static RowPlaces places(Path file, Contents contents, DuckDb db) {
    if (!contents.inParts()) {
      return RowsOfFile.all(db, CATALOG, String.valueOf(file.getFileName()), contents.customers());
    }
    Path folder = VaultFiles.partsOf(file, contents.generation());
    return RowsOfParts.all(
        db, new PartFolder(db, folder, contents.shopId(), contents.generation()), contents);
  }

  /** The vault of a shop before its first intake: no customers, and every table without rows. */
  public static Vault empty(String shopId, Policy policy) {
    return new Vault(
        policy,
        new Contents(shopId, 0, 0, Map.of(), List.of()),
        "an empty vault",
        null,
        ColumnMemory.ofProcess(),
        null,
        new AtomicBoolean());
  }

  /**
   * A range of the customers, who are numbered from 0. It keeps columns as the whole does, and is
   * closed with it.
   *
   * @param firstCustomer included
   * @param endCustomer excluded, at most {@link #customers()}
   */
  public synchronized Vault ofCustomers(int firstCustomer, int endCustomer) {
    if (firstCustomer < 0 || endCustomer < firstCustomer || endCustomer > customers()) {
      throw new IllegalArgumentException(
          "no range of customers: " + firstCustomer + " to " + endCustomer);
    }
    return ranges.computeIfAbsent(new Borders(firstCustomer, endCustomer), this::narrowed);
  }

  private Vault narrowed(Borders borders) {
    DuckDb file = openDb();
    RowPlaces places = openPlaces().ofCustomers(borders.first(), borders.end());
    Map<String, StoredTable> narrow = new LinkedHashMap<>();
    contents
        .tables()
        .forEach(
            (name, table) ->
                narrow.put(
                    name,
                    table.withRows(
                        places.stretches(table).stream()
                            .mapToLong(RowPlaces.Stretch::rows)
                            .sum())));
    return new Vault(
        policy,
        new Contents(
            shopId(), generation(), borders.end() - borders.first(), narrow, contents.parts()),
        fileName,
        file,
        memory,
        places,
        outdated);
  }

  /**
   * Divides the customers into ranges of about as many rows of a table each; where rows lie in
   * parts, into whole parts.
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
        borders.add(openPlaces().customerAt(stored, stored.rows() * range / ranges));
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

  private synchronized RowPlaces openPlaces() {
    if (!open || places == null) {
      throw new IllegalStateException("the vault is closed");
    }
    return places;
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
  public TableData table(String name) {
    return rows(name);
  }

  private synchronized StoredRows rows(String name) {
    Table declared = policy.tables().get(name);
    if (declared == null) {
      throw new IllegalArgumentException(
          "the policy declares no table " + name + "; it declares " + policy.tables().keySet());
    }
    return tables.computeIfAbsent(
        name, n -> new StoredRows(this, declared, contents.tables().get(n), contents.customers()));
  }

  /**
   * Reads from columns that stay in memory meanwhile, and no others. Waits while other queries hold
   * too many.
   *
   * @param columns by table; of each table that is named, the offsets are held too
   * @throws VaultException if the file is not what it should be, or the heap does not suffice,
   *     which depends on no name but those given
   */
  public <T> T holding(
      Map<String, ? extends Set<String>> columns,
      Function<Function<String, TableData>, T> reading) {
    return holding(columns, Map.of(), reading);
  }

  /**
   * The same, also with customers' codes where there is memory to spare.
   *
   * @param coded by table, of the columns those whose {@link TableData#customerCodes} are of use
   */
  public <T> T holding(
      Map<String, ? extends Set<String>> columns,
      Map<String, ? extends Set<String>> coded,
      Function<Function<String, TableData>, T> reading) {
    Map<String, HeldColumns.Slots> slots = new LinkedHashMap<>();
    columns.forEach(
        (table, names) -> {
          Set<String> ofCodes = coded.containsKey(table) ? coded.get(table) : Set.of();
          slots.put(table, HeldColumns.Slots.of(rows(table), names, ofCodes));
        });
    Set<Slot<?>> all = new LinkedHashSet<>();
    Set<Slot<?>> whereRoom = new LinkedHashSet<>();
    slots
        .values()
        .forEach(
            table -> {
              all.addAll(table.all());
              whereRoom.addAll(table.codes().values());
            });
    try {
      return memory.holding(all, whereRoom, held -> reading.apply(read(slots, held)));
    } catch (OutOfMemoryError e) {
      throw VaultException.outOfHeap(columns);
    }
  }

  private static Function<String, TableData> read(
      Map<String, HeldColumns.Slots> slots, Set<Slot<?>> held) {
    Map<String, TableData> tables = new HashMap<>();
    slots.forEach((table, columns) -> tables.put(table, columns.read(held)));
    return name -> {
      TableData table = tables.get(name);
      if (table == null) {
        throw new IllegalArgumentException(
            "table " + name + " is not held; held: " + tables.keySet());
      }
      return table;
    };
  }

  ColumnMemory memory() {
    return memory;
  }

  <T> Slot<T> slot(long bytes, Supplier<T> reading) {
    return new Slot<>(bytes, reading, outdated::get);
  }

  /** Keeps no column any longer than those hold it who read from it now. */
  void letGo() {
    outdated.set(true);
    memory.dropOutdated();
  }

  /** A reader of this generation, while it is open. */
  synchronized ColumnReader reader() {
    return new ColumnReader(openDb(), CATALOG, fileName, openPlaces());
  }

  @Override
  public void close() {
    letGo();
    synchronized (this) {
      if (open && db != null) {
        db.close();
      }
      open = false;
    }
  }
}
