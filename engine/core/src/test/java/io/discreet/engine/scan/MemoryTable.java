package io.discreet.engine.scan;

import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table in memory, made of each customer's rows in the order in which they would be stored. */
final class MemoryTable implements TableData {
  private final Table declared;
  private final int[] offsets;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  MemoryTable(Table declared, List<List<Map<String, Object>>> rowsOfCustomers) {
    this.declared = declared;
    offsets = new int[rowsOfCustomers.size() + 1];
    for (int i = 0; i < rowsOfCustomers.size(); i++) {
      rows.addAll(rowsOfCustomers.get(i));
      offsets[i + 1] = rows.size();
    }
  }

  @Override
  public int[] offsets() {
    return offsets;
  }

  @Override
  public ColumnData column(String name) {
    Column column = declared.columns().get(name);
    if (column instanceof Column.Category) {
      List<String> dictionary = new ArrayList<>();
      int[] codes = new int[rows.size()];
      for (int row = 0; row < codes.length; row++) {
        Object value = rows.get(row).get(name);
        if (value == null) {
          codes[row] = ColumnData.Codes.NULL;
          continue;
        }
        if (!dictionary.contains(value)) {
          dictionary.add((String) value);
        }
        codes[row] = dictionary.indexOf(value);
      }
      return new ColumnData.Codes(codes, dictionary);
    } else if (column instanceof Column.Date) {
      return new ColumnData.Days(
          rows.stream()
              .mapToInt(
                  row ->
                      row.get(name) instanceof LocalDate day
                          ? (int) day.toEpochDay()
                          : ColumnData.Days.NULL)
              .toArray());
    } else if (column instanceof Column.Numeric numeric) {
      return new ColumnData.Units(
          rows.stream()
              .mapToLong(
                  row ->
                      row.get(name) instanceof BigDecimal value
                          ? value.movePointRight(numeric.scale()).longValueExact()
                          : ColumnData.Units.NULL)
              .toArray());
    }
    throw new IllegalArgumentException("no column " + name);
  }
}
