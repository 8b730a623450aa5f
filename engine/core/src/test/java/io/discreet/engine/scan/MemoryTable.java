package io.discreet.engine.scan;

import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.CustomerCodes;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table in memory, made of each customer's rows in the order in which they would be stored. */
final class MemoryTable implements TableData {
  private final Table declared;
  private final int widening;
  private final int[] offsets;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  /**
   * @param widening how many widths above the narrowest columns are packed in: 0, 1 or 2
   */
  MemoryTable(Table declared, List<List<Map<String, Object>>> rowsOfCustomers, int widening) {
    this.declared = declared;
    this.widening = widening;
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
    int[] numbers = new int[rows.size()];
    List<String> dictionary = new ArrayList<>();
    for (int row = 0; row < numbers.length; row++) {
      Object value = rows.get(row).get(name);
      numbers[row] = value == null ? Packed.NULL : number(column, value, dictionary);
    }
    Packed packed = packed(numbers);
    if (column instanceof Column.Category) {
      return new ColumnData.Codes(packed, dictionary);
    }
    return column instanceof Column.Date
        ? new ColumnData.Days(packed)
        : new ColumnData.Units(packed);
  }

  @Override
  public Optional<CustomerCodes> customerCodes(String name) {
    return CustomerCodes.of(offsets, column(name), Long.MAX_VALUE);
  }

  private static int number(@Nullable Column column, Object value, List<String> dictionary) {
    if (value instanceof LocalDate day) {
      return (int) day.toEpochDay();
    } else if (value instanceof BigDecimal number && column instanceof Column.Numeric numeric) {
      return number.movePointRight(numeric.scale()).intValueExact();
    }
    if (!dictionary.contains(value)) {
      dictionary.add((String) value);
    }
    return dictionary.indexOf(value);
  }

  /** Packs numbers into the narrowest type that holds them, or into one that is wider. */
  private Packed packed(int[] numbers) {
    int magnitude =
        Arrays.stream(numbers).filter(n -> n != Packed.NULL).map(Math::abs).max().orElse(0);
    int width = magnitude <= Byte.MAX_VALUE ? 0 : magnitude <= Short.MAX_VALUE ? 1 : 2;
    width = Math.min(2, width + widening);
    if (width == 0) {
      byte[] bytes = new byte[numbers.length];
      for (int row = 0; row < bytes.length; row++) {
        bytes[row] = numbers[row] == Packed.NULL ? Packed.Bytes.MISSING : (byte) numbers[row];
      }
      return new Packed.Bytes(bytes);
    } else if (width == 1) {
      short[] shorts = new short[numbers.length];
      for (int row = 0; row < shorts.length; row++) {
        shorts[row] = numbers[row] == Packed.NULL ? Packed.Shorts.MISSING : (short) numbers[row];
      }
      return new Packed.Shorts(shorts);
    }
    return new Packed.Ints(numbers);
  }
}
