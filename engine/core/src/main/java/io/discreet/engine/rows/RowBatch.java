package io.discreet.engine.rows;

import io.discreet.engine.failure.RowFault;
import io.discreet.engine.keys.Pseudonym;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;

/**
 * Some thousand rows of one source, checked: the good ones under pseudonyms, the bad ones counted.
 *
 * <p>Codes of categories are the source's own: {@link #newWords} of this batch continue those of
 * the batches before it, back to the one that is {@link #first}.
 *
 * <h2>Security guarantees</h2>
 *
 * Holds no raw id. Pseudonyms and quantized values are as private as the vault that they go to.
 */
public final class RowBatch implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean first;
  private final long rowsRead;
  private final EnumMap<RowFault, Long> faults;
  private final long[] high;
  private final long[] low;
  private final long[] rowHashes;
  private final PackedValues[] columns;
  private final BitSet[] adjusted;
  private final List<List<String>> newWords;

  private RowBatch(Builder built, boolean first) {
    this.first = first;
    this.rowsRead = built.rowsRead();
    this.faults = built.faults;
    this.high = Arrays.copyOf(built.high, built.size);
    this.low = Arrays.copyOf(built.low, built.size);
    this.rowHashes = Arrays.copyOf(built.rowHashes, built.size);
    this.columns =
        Arrays.stream(built.columns)
            .map(column -> PackedValues.of(column, built.size))
            .toArray(PackedValues[]::new);
    this.adjusted = built.adjusted;
    this.newWords = built.newWords;
  }

  /** Whether codes begin anew: the first batch of a checker. */
  public boolean first() {
    return first;
  }

  /** All rows that were read, good and bad. */
  public long rowsRead() {
    return rowsRead;
  }

  /** How many rows have a fault. */
  public long faults(RowFault fault) {
    return faults.getOrDefault(fault, 0L);
  }

  /** How many rows are good. */
  public int size() {
    return high.length;
  }

  /** Whose a good row is. */
  public Pseudonym pseudonym(int row) {
    return new Pseudonym(high[row], low[row]);
  }

  /** The keyed hash of pseudonym and content of a good row. */
  public long rowHash(int row) {
    return rowHashes[row];
  }

  /**
   * The values of a column, one for each good row: codes, days or units, or {@link
   * io.discreet.engine.vault.StagedRows#NULL}.
   *
   * @param column its position in the policy's order
   */
  public long[] values(int column) {
    return columns[column].unpack();
  }

  /** Whether a good row's value was moved to what the policy allows. */
  public boolean adjusted(int column, int row) {
    return adjusted[column].get(row);
  }

  /** What the next codes of a category column stand for; none in a column of another type. */
  public List<String> newWords(int column) {
    return newWords.get(column);
  }

  @Override
  public String toString() {
    return "RowBatch";
  }

  /** A batch in the making. */
  static final class Builder {
    private final EnumMap<RowFault, Long> faults = new EnumMap<>(RowFault.class);
    private final long[] high;
    private final long[] low;
    private final long[] rowHashes;
    private final long[][] columns;
    private final BitSet[] adjusted;
    private final List<List<String>> newWords = new ArrayList<>();
    private int size;
    private int bad;

    Builder(int columnCount, int mostRows) {
      high = new long[mostRows];
      low = new long[mostRows];
      rowHashes = new long[mostRows];
      columns = new long[columnCount][mostRows];
      adjusted = new BitSet[columnCount];
      for (int i = 0; i < columnCount; i++) {
        adjusted[i] = new BitSet();
        newWords.add(List.of());
      }
    }

    int rowsRead() {
      return size + bad;
    }

    void fault(RowFault fault) {
      faults.merge(fault, 1L, Long::sum);
      bad++;
    }

    void add(Pseudonym pseudonym, long rowHash, long[] values) {
      high[size] = pseudonym.high();
      low[size] = pseudonym.low();
      rowHashes[size] = rowHash;
      for (int i = 0; i < values.length; i++) {
        columns[i][size] = values[i];
      }
      size++;
    }

    /** Says that a value of the row that was added last was moved to what the policy allows. */
    void adjusted(int column) {
      adjusted[column].set(size - 1);
    }

    void newWords(int column, List<String> words) {
      newWords.set(column, List.copyOf(words));
    }

    RowBatch build(boolean first) {
      return new RowBatch(this, first);
    }
  }
}
