package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * The cells of one axis by row of the table that holds its column, times the axis's stride.
 *
 * <p>Bytes and shorts are looked up in a table of all their values. Immutable.
 */
final class AxisCells {

  private final Packed values;
  private final IntUnaryOperator cell;
  private final int stride;

  /** By the value's own bits, for bytes and shorts; empty for ints. */
  private final int[] cellOfBits;

  AxisCells(Packed values, IntUnaryOperator cell, int stride) {
    this.values = values;
    this.cell = cell;
    this.stride = stride;
    if (values instanceof Packed.Bytes) {
      cellOfBits = table(Byte.MIN_VALUE, Byte.MAX_VALUE);
    } else if (values instanceof Packed.Shorts) {
      cellOfBits = table(Short.MIN_VALUE, Short.MAX_VALUE);
    } else {
      cellOfBits = new int[0];
    }
  }

  private int[] table(int least, int greatest) {
    int[] table = new int[greatest - least + 1];
    for (int value = least; value <= greatest; value++) {
      table[value & (table.length - 1)] = ofValue(value == least ? Packed.NULL : value);
    }
    return table;
  }

  private int ofValue(int value) {
    return stride * cell.applyAsInt(value);
  }

  /** The column's bytes, for {@link #ofByte}; empty where it is wider. */
  Optional<byte[]> bytes() {
    return values instanceof Packed.Bytes bytes ? Optional.of(bytes.values()) : Optional.empty();
  }

  /** The cells of a column of bytes, by the value's own bits. */
  int[] ofByte() {
    return cellOfBits;
  }

  /** Where a missing value stands. */
  int missing() {
    return ofValue(Packed.NULL);
  }

  int of(int row) {
    if (values instanceof Packed.Bytes bytes) {
      return cellOfBits[bytes.values()[row] & 0xFF];
    } else if (values instanceof Packed.Shorts shorts) {
      return cellOfBits[shorts.values()[row] & 0xFFFF];
    }
    return ofValue(values.get(row));
  }

  /**
   * Adds the cells of consecutive customers.
   *
   * @param offsets of a table with at most one row for each customer, which holds the column
   */
  void add(int[] offsets, int firstCustomer, int count, long[] into) {
    int missing = missing();
    int[] table = cellOfBits;
    if (values instanceof Packed.Bytes packed) {
      byte[] bytes = packed.values();
      for (int i = 0; i < count; i++) {
        int row = Cells.attributeRow(offsets, firstCustomer + i);
        into[i] += row < 0 ? missing : table[bytes[row] & 0xFF];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = Cells.attributeRow(offsets, firstCustomer + i);
        into[i] += row < 0 ? missing : of(row);
      }
    }
  }

  void set(int[] rows, int count, int[] into) {
    int[] table = cellOfBits;
    if (values instanceof Packed.Bytes packed) {
      byte[] bytes = packed.values();
      for (int i = 0; i < count; i++) {
        into[i] = table[bytes[rows[i]] & 0xFF];
      }
    } else {
      for (int i = 0; i < count; i++) {
        into[i] = of(rows[i]);
      }
    }
  }

  /** Whether this column and another are of bytes, for {@link #setWith}. */
  boolean areBytesAs(AxisCells other) {
    return bytes().isPresent() && other.bytes().isPresent();
  }

  /** Sets the sums of the cells of two axes in one pass. */
  void setWith(AxisCells other, int[] rows, int count, int[] into) {
    byte[] bytes = bytes().orElseThrow();
    byte[] otherBytes = other.bytes().orElseThrow();
    int[] table = cellOfBits;
    int[] otherTable = other.cellOfBits;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      into[i] = table[bytes[row] & 0xFF] + otherTable[otherBytes[row] & 0xFF];
    }
  }

  void add(int[] rows, int count, int[] into) {
    int[] table = cellOfBits;
    if (values instanceof Packed.Bytes packed) {
      byte[] bytes = packed.values();
      for (int i = 0; i < count; i++) {
        into[i] += table[bytes[rows[i]] & 0xFF];
      }
    } else {
      for (int i = 0; i < count; i++) {
        into[i] += of(rows[i]);
      }
    }
  }

  /** For consecutive rows from {@code first} on. */
  void set(int first, int count, int[] into) {
    int[] table = cellOfBits;
    if (values instanceof Packed.Bytes packed) {
      byte[] bytes = packed.values();
      for (int i = 0; i < count; i++) {
        into[i] = table[bytes[first + i] & 0xFF];
      }
    } else {
      for (int i = 0; i < count; i++) {
        into[i] = of(first + i);
      }
    }
  }

  /** For consecutive rows from {@code first} on. */
  void add(int first, int count, int[] into) {
    int[] table = cellOfBits;
    if (values instanceof Packed.Bytes packed) {
      byte[] bytes = packed.values();
      for (int i = 0; i < count; i++) {
        into[i] += table[bytes[first + i] & 0xFF];
      }
    } else {
      for (int i = 0; i < count; i++) {
        into[i] += of(first + i);
      }
    }
  }
}
