package io.discreet.engine.vault;

import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A declared table over the rows of one vault file, which may have none or lack columns. */
final class StoredRows implements TableData {

  private final Vault vault;
  private final Table declared;
  private final @Nullable StoredTable stored;
  private final int customers;
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
      return vault.memory().column(this, name, () -> load(column));
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
    Packed values = Packer.missing(rows);
    if (column instanceof Column.Numeric) {
      return new ColumnData.Units(values);
    }
    return column instanceof Column.Date
        ? new ColumnData.Days(values)
        : new ColumnData.Codes(values, List.of());
  }
}
