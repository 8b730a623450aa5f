package io.discreet.engine.parts;

import io.discreet.engine.rows.PackedValues;
import io.discreet.engine.vault.StagedRows;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Some rows of one range of customers on their way to the machine that sorts it: customer indexes,
 * keyed hashes, and values in the next generation's codes.
 */
public final class RoutedRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int range;
  private final PackedValues customers;
  private final long[] rowHashes;
  private final PackedValues[] columns;

  private RoutedRows(int range, PackedValues customers, long[] rowHashes, PackedValues[] columns) {
    this.range = range;
    this.customers = customers;
    this.rowHashes = rowHashes;
    this.columns = columns;
  }

  /** The number of the range. */
  public int range() {
    return range;
  }

  /** Stages the rows; returns their number. */
  int stage(StagedRows into) {
    long[] customer = customers.unpack();
    long[][] values = new long[columns.length][];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns[i].unpack();
    }
    long[] row = new long[values.length];
    for (int at = 0; at < rowHashes.length; at++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = values[i][at];
      }
      into.add((int) customer[at], rowHashes[at], row);
    }
    return rowHashes.length;
  }

  @Override
  public String toString() {
    return "RoutedRows";
  }

  /** Rows of one range that are gathered until they are worth sending. */
  static final class Gathered {
    private final int range;
    private final long[] customers;
    private final long[] rowHashes;
    private final long[][] columns;
    private int size;

    Gathered(int range, int columnCount, int mostRows) {
      this.range = range;
      customers = new long[mostRows];
      rowHashes = new long[mostRows];
      columns = new long[columnCount][mostRows];
    }

    /** Adds a row, whose values {@link #set} says; returns its place. */
    int add(int customer, long rowHash) {
      customers[size] = customer;
      rowHashes[size] = rowHash;
      return size++;
    }

    void set(int column, int place, long value) {
      columns[column][place] = value;
    }

    boolean full() {
      return size == customers.length;
    }

    boolean empty() {
      return size == 0;
    }

    RoutedRows take() {
      int rows = size;
      size = 0;
      return new RoutedRows(
          range,
          PackedValues.of(customers, rows),
          Arrays.copyOf(rowHashes, rows),
          Arrays.stream(columns)
              .map(column -> PackedValues.of(column, rows))
              .toArray(PackedValues[]::new));
    }
  }
}
