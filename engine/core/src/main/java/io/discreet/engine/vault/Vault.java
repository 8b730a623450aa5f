package io.discreet.engine.vault;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

  private final Policy policy;
  private final Contents contents;
  private final String fileName;
  private final @Nullable DuckDb db;
  private final ColumnMemory memory;
  private final Map<String, StoredRows> tables = new HashMap<>();
  private boolean open = true;

  private Vault(
      Policy policy, Contents contents, String fileName, @Nullable DuckDb db, ColumnMemory memory) {
    this.memory = memory;
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
    Vault vault = open(VaultFiles.locate(shop, generation), policy);
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
      return new Vault(policy, contents, fileName, db, memory);
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
        ColumnMemory.ofHeap());
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
    if (!open || db == null) {
      throw new IllegalStateException("the vault is closed");
    }
    return new ColumnReader(db, CATALOG, fileName);
  }

  @Override
  public synchronized void close() {
    if (open && db != null) {
      db.close();
    }
    open = false;
  }
}
