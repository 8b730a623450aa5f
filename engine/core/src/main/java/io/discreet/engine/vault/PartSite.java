package io.discreet.engine.vault;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Contents.StoredTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Where another machine than the writer's writes one part of the next generation. What it writes
 * lies beside what others write, until the writer says which of them count.
 */
public final class PartSite implements AutoCloseable {

  private final PartOrder order;
  private final DuckDb db;
  private final PreviousRows previous;
  private final Policy policy;
  private final StagedRows staged;
  private final Path attempts;

  private PartSite(PartOrder order, Policy policy, DuckDb db, Path attempts) {
    this.order = order;
    this.policy = policy;
    this.db = db;
    this.attempts = attempts;
    previous =
        PreviousRows.attach(db, order.folder(), order.shopId(), policy, order.generation() - 1);
    db.attach(order.words(), "next", true);
    db.run("CREATE TEMP TABLE left_out (customer INTEGER NOT NULL)");
    staged = new StagedRows(db, StoredTable.of(policy, order.table()), true);
  }

  /**
   * Opens a site.
   *
   * @throws VaultException if the shop's folder is not in reach, or not as it should be
   */
  public static PartSite open(PartOrder order) {
    Path attempts = PartsFolder.attempts(order.folder(), order.generation());
    DuckDb db =
        DuckDb.forPart(
            "writing a part of vault-" + order.generation(),
            attempts.resolve("spill-" + UUID.randomUUID()));
    try {
      return new PartSite(order, order.policy(), db, attempts);
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  /** The door for new rows of the range, with the codes of {@link NextWords}. */
  public StagedRows staged() {
    return staged;
  }

  /** Writes the part, once. */
  public StoredPart write(int firstCustomer, int endCustomer) {
    staged.finish();
    List<TableWriter> tables = new ArrayList<>();
    for (Table table : policy.tables().values()) {
      tables.add(
          new TableWriter(
              db,
              table,
              StoredTable.of(policy, table.name()),
              previous.table(table.name()),
              table.name().equals(order.table()) ? staged : null,
              Retention.cutoff(policy, order.day()),
              order.day(),
              TableWriter.ROW_HASH,
              policy.capacity()));
    }
    return new PartWriter(db, previous, tables, attempts, order.shopId(), order.generation())
        .write(firstCustomer, endCustomer);
  }

  @Override
  public void close() {
    db.close();
  }
}
