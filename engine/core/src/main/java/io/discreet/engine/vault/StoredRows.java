package io.discreet.engine.vault;

import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Table;
import io.discreet.engine.policy.Width;
import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A declared table over the rows of one vault file, which may have none or lack columns. What it
 * hands over is held no longer than it takes to read it, and kept while there is room.
 */
final class StoredRows implements TableData {

  /** Customers' codes may take a byte for so many rows: half of what the column takes. */
  private static final int ROWS_OF_BYTE = 2;

  private final Vault vault;
  private final Table declared;
  private final @Nullable StoredTable stored;
  private final int customers;
  private final Slot<int[]> offsets;
  private final Map<String, Slot<ColumnData>> columns = new ConcurrentHashMap<>();
  private final Map<String, Slot<Optional<CustomerCodes>>> codes = new ConcurrentHashMap<>();

  StoredRows(Vault vault, Table declared, @Nullable StoredTable stored, int customers) {
    this.vault = vault;
    this.declared = declared;
    this.stored = stored;
    this.customers = customers;
    offsets =
        vault.slot(
            Integer.BYTES * (customers + 1L),
            () ->
                stored == null || stored.rows() == 0
                    ? new int[customers + 1]
                    : vault.reader().offsets(stored, customers));
  }

  @Override
  public int customers() {
    return customers;
  }

  @Override
  public int[] offsets() {
    return read(offsets);
  }

  @Override
  public ColumnData column(String name) {
    return read(columnSlot(name));
  }

  private <T> T read(Slot<T> slot) {
    return vault.memory().holding(Set.of(slot), slot::content);
  }

  /**
   * Filled from the column and the offsets, which are held whenever it is; empty where that would
   * not be worth it.
   */
  Optional<Slot<Optional<CustomerCodes>>> codesSlot(String name) {
    Slot<ColumnData> column = columnSlot(name);
    long rows = stored == null ? 0 : stored.rows();
    long most = rows / ROWS_OF_BYTE;
    if (CustomerCodes.leastBytes(customers) > most || column.bytes() > rows) {
      return Optional.empty(); // too few rows, or not a byte each
    }
    return Optional.of(
        codes.computeIfAbsent(
            name,
            n ->
                vault.slot(
                    most, () -> CustomerCodes.of(offsets.content(), column.content(), most))));
  }

  Slot<int[]> offsetsSlot() {
    return offsets;
  }

  Slot<ColumnData> columnSlot(String name) {
    Column column = declared.columns().get(name);
    if (column == null) {
      throw new IllegalArgumentException(
          "table "
              + declared.name()
              + " has no column "
              + name
              + "; it has "
              + declared.columns().keySet());
    }
    return columns.computeIfAbsent(name, n -> slot(column));
  }

  private Slot<ColumnData> slot(Column column) {
    StoredColumn from = stored == null ? null : stored.columns().get(column.name());
    if (stored == null || from == null || stored.rows() == 0) {
      int rows = stored == null ? 0 : Math.toIntExact(stored.rows());
      return vault.slot(rows, () -> missing(column, rows));
    }
    Width width = vault.reader().width(stored, from, column);
    return vault.slot(
        width.bytes() * stored.rows(), () -> vault.reader().read(stored, from, column, width));
  }

  private static ColumnData missing(Column column, int rows) {
    Packed values = Packer.missing(rows);
    if (column instanceof Column.Numeric) {
      return new ColumnData.Units(values);
    }
    return column instanceof Column.Date
        ? new ColumnData.Days(values)
        : new ColumnData.Codes(values, List.of());
  }
}
