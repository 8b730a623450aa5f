package io.discreet.engine.parts;

import io.discreet.engine.failure.RowFault;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.rows.RowBatch;
import io.discreet.engine.vault.StagedRows;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Counts what there is in one partition, so that the next generation can be planned. */
public final class Survey implements Serializable {
  private static final long serialVersionUID = 1L;

  private final KeptRows.Rule rule;
  private final BitSet categories;
  private final int columns;

  private Survey(KeptRows.Rule rule, BitSet categories, int columns) {
    this.rule = rule;
    this.categories = categories;
    this.columns = columns;
  }

  /**
   * A survey of a table's new rows.
   *
   * @param dropped customers of the partition, by number, whose row is left out, since one before
   *     it has their only one
   */
  public static Survey of(Policy policy, Table table, LocalDate today, BitSet dropped) {
    BitSet categories = new BitSet();
    List<Column> columns = List.copyOf(table.columns().values());
    for (int i = 0; i < columns.size(); i++) {
      categories.set(i, columns.get(i) instanceof Column.Category);
    }
    return new Survey(KeptRows.Rule.of(policy, table, today, dropped), categories, columns.size());
  }

  KeptRows.Rule rule() {
    return rule;
  }

  int columns() {
    return columns;
  }

  BitSet categories() {
    return categories;
  }

  /** Surveys the batches of the partition, all of them in order. */
  public Found run(Iterator<RowBatch> batches) {
    Tally tally = new Tally();
    KeptRows kept = new KeptRows(rule);
    while (batches.hasNext()) {
      RowBatch batch = batches.next();
      tally.begin(batch);
      kept.walk(batch, columns, tally);
    }
    return tally.found(kept);
  }

  /**
   * What a partition has. Private, as the vault is: pseudonyms, words and exact counts.
   *
   * @param rowsRead good and bad
   * @param adjusted values that were moved to what the policy allows, by column, of kept rows
   * @param high of pseudonyms, by customers' numbers
   * @param low of the same
   * @param keptRows of the same customers; 0 where one is dropped
   * @param words that kept rows have, by column
   */
  public record Found(
      long rowsRead,
      Map<RowFault, Long> faults,
      long expired,
      long[] adjusted,
      long[] high,
      long[] low,
      int[] keptRows,
      List<List<String>> words,
      KeptRows.Fingerprint fingerprint)
      implements Serializable {

    public int customers() {
      return high.length;
    }

    public Pseudonym customer(int number) {
      return new Pseudonym(high[number], low[number]);
    }

    /** Adds the good rows to a digest of all. */
    public void digest(Digest into) {
      into.add(fingerprint.rows(), fingerprint.sum(), fingerprint.parity());
    }

    /**
     * Checks that a second survey, which dropped others, met the same rows: customers are known by
     * their order.
     *
     * @throws io.discreet.engine.failure.StorageException if it did not
     */
    public void requireRowsOf(Found before) {
      if (!fingerprint.equals(before.fingerprint)) {
        throw Routing.changed();
      }
    }

    @Override
    public String toString() {
      return "Found";
    }
  }

  /** Takes the number of rows, and the sum and the exclusive or of their hashes. */
  @FunctionalInterface
  public interface Digest {
    void add(long rows, long sum, long parity);
  }

  private final class Tally implements KeptRows.Walker {
    private final EnumMap<RowFault, Long> faults = new EnumMap<>(RowFault.class);
    private final long[] adjusted = new long[columns];
    private final List<List<String>> words = new ArrayList<>();
    private final BitSet[] used = new BitSet[columns];
    private int[] keptRows = new int[16];
    private long rowsRead;
    private long expired;

    Tally() {
      for (int i = 0; i < columns; i++) {
        words.add(new ArrayList<>());
        used[i] = new BitSet();
      }
    }

    void begin(RowBatch batch) {
      rowsRead += batch.rowsRead();
      for (RowFault fault : RowFault.values()) {
        if (batch.faults(fault) > 0) {
          faults.merge(fault, batch.faults(fault), Long::sum);
        }
      }
      for (int i = 0; i < columns; i++) {
        words.get(i).addAll(batch.newWords(i));
      }
    }

    @Override
    public void kept(RowBatch batch, int at, long[][] values, int customer) {
      if (customer >= keptRows.length) {
        keptRows = Arrays.copyOf(keptRows, 2 * customer);
      }
      keptRows[customer] = Math.addExact(keptRows[customer], 1);
      for (int i = 0; i < columns; i++) {
        if (categories.get(i) && values[i][at] != StagedRows.NULL) {
          used[i].set((int) values[i][at]);
        }
        if (batch.adjusted(i, at)) {
          adjusted[i]++;
        }
      }
    }

    @Override
    public void duplicate() {
      faults.merge(RowFault.DUPLICATE_CUSTOMER, 1L, Long::sum);
    }

    @Override
    public void expired() {
      expired++;
    }

    Found found(KeptRows kept) {
      int customers = kept.customers().size();
      List<List<String>> usedWords = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        List<String> all = words.get(i);
        usedWords.add(new ArrayList<>(used[i].stream().mapToObj(all::get).toList()));
      }
      return new Found(
          rowsRead,
          faults,
          expired,
          adjusted,
          kept.customers().stream().mapToLong(Pseudonym::high).toArray(),
          kept.customers().stream().mapToLong(Pseudonym::low).toArray(),
          Arrays.copyOf(keptRows, customers),
          usedWords,
          kept.fingerprint());
    }
  }
}
