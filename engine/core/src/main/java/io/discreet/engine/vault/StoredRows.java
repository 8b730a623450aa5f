package io.discreet.engine.vault;

import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A declared table over the rows of one vault file, which may have none or lack columns. */
final class StoredRows implements TableData {

  private final Vault vault;
  private final Table declared;
  private final @Nullable StoredTable stored;
  private final int customers;
  private final Map<String, ColumnData> loaded = new ConcurrentHashMap<>();
  private volatile int @Nullable [] offsets;

  StoredRows(Vault vault, Table declared, @Nullable StoredTable stored, int customers) {
    this.vault = vault;
    this.declared = declared;
    this.stored = stored;
    this.customers = customers;
  }

  @Override
  public int customers() {
    return customers;
  }

  @Override
  public int[] offsets() {
    int[] known = offsets;
    if (known != null) {
      return known;
    }
    synchronized (vault) {
      int[] read = offsets;
      if (read == null) {
        read =
            stored == null || stored.rows() == 0
                ? new int[customers + 1]
                : vault.reader().offsets(stored, customers);
        offsets = read;
      }
      return read;
    }
  }

  @Override
  public ColumnData column(String name) {
    ColumnData known = loaded.get(name);
    if (known != null) {
      return known;
    }
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
    synchronized (vault) {
      return loaded.computeIfAbsent(name, n -> load(column));
    }
  }

  private ColumnData load(Column column) {
    StoredColumn from = stored == null ? null : stored.columns().get(column.name());
    if (stored == null || from == null || stored.rows() == 0) {
      return missing(column, stored == null ? 0 : Math.toIntExact(stored.rows()));
    }
    ColumnReader reader = vault.reader();
    if (column instanceof Column.Numeric numeric) {
      return reader.units(stored, from, numeric.range());
    }
    return column instanceof Column.Date ? reader.days(stored, from) : reader.codes(stored, from);
  }

  private static ColumnData missing(Column column, int rows) {
    if (column instanceof Column.Numeric) {
      long[] units = new long[rows];
      Arrays.fill(units, ColumnData.Units.NULL);
      return new ColumnData.Units(units);
    }
    int[] values = new int[rows];
    if (column instanceof Column.Date) {
      Arrays.fill(values, ColumnData.Days.NULL);
      return new ColumnData.Days(values);
    }
    Arrays.fill(values, ColumnData.Codes.NULL);
    return new ColumnData.Codes(values, List.of());
  }
}
