package io.discreet.engine.parts;

import io.discreet.engine.failure.StorageException;
import io.discreet.engine.rows.RowBatch;
import io.discreet.engine.vault.NextWords;
import io.discreet.engine.vault.PartOrder;
import io.discreet.engine.vault.StagedRows;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Sends the kept rows of one partition to the ranges of their customers, who have their indexes by
 * now. The rows must be those that were surveyed, in the same order: else it fails.
 */
public final class Routing implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows that a task gathers for all ranges together, before they are packed. */
  private static final int MOST_GATHERED = 1 << 18;

  private static final int MOST_OF_RANGE = 1 << 13;
  private static final int LEAST_OF_RANGE = 1 << 7;

  private final Survey survey;
  private final KeptRows.Fingerprint surveyed;
  private final int[] indexes;
  private final PartOrder order;
  private final int[] borders;

  /**
   * @param survey that gave {@code found}
   * @param indexes of the partition's customers by number; not looked at where one is dropped
   */
  public Routing(Survey survey, Survey.Found found, int[] indexes, PartOrder order, int[] borders) {
    this.survey = survey;
    this.surveyed = found.fingerprint();
    this.indexes = indexes;
    this.order = order;
    this.borders = borders;
  }

  /**
   * Routes the batches of the partition, all of them in order.
   *
   * @return its iterator fails at its end, if other rows were surveyed
   */
  public Iterator<RoutedRows> run(Iterator<RowBatch> batches) {
    return new Routed(batches);
  }

  @Override
  public String toString() {
    return "Routing";
  }

  private final class Routed implements Iterator<RoutedRows>, KeptRows.Walker {
    private final Iterator<RowBatch> batches;
    private final KeptRows kept = new KeptRows(survey.rule());
    private final NextWords words = order.nextWords();
    private final RoutedRows.Gathered[] gathered = new RoutedRows.Gathered[borders.length - 1];
    private final Deque<RoutedRows> ready = new ArrayDeque<>();
    private final int[][] codes = new int[survey.columns()][0];
    private boolean ended;

    Routed(Iterator<RowBatch> batches) {
      this.batches = batches;
      int each = Math.max(LEAST_OF_RANGE, Math.min(MOST_OF_RANGE, MOST_GATHERED / gathered.length));
      for (int range = 0; range < gathered.length; range++) {
        gathered[range] = new RoutedRows.Gathered(range, survey.columns(), each);
      }
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && !ended) {
        if (batches.hasNext()) {
          RowBatch batch = batches.next();
          learn(batch);
          kept.walk(batch, survey.columns(), this);
        } else {
          end();
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public RoutedRows next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no row is left");
      }
      return ready.remove();
    }

    private void end() {
      ended = true;
      if (!kept.fingerprint().equals(surveyed)) {
        throw changed();
      }
      for (RoutedRows.Gathered rows : gathered) {
        if (!rows.empty()) {
          ready.add(rows.take());
        }
      }
    }

    private void learn(RowBatch batch) {
      BitSet categories = survey.categories();
      for (int i = categories.nextSetBit(0); i >= 0; i = categories.nextSetBit(i + 1)) {
        int known = batch.first() ? 0 : codes[i].length;
        codes[i] = Arrays.copyOf(codes[i], known + batch.newWords(i).size());
        for (String word : batch.newWords(i)) {
          codes[i][known++] = words.code(i, word);
        }
      }
    }

    @Override
    public void kept(RowBatch batch, int at, long[][] values, int customer) {
      if (customer >= indexes.length) {
        throw changed();
      }
      int index = indexes[customer];
      int found = Arrays.binarySearch(borders, index);
      RoutedRows.Gathered rows = gathered[found >= 0 ? found : -found - 2];
      int place = rows.add(index, batch.rowHash(at));
      for (int i = 0; i < values.length; i++) {
        long value = values[i][at];
        if (survey.categories().get(i) && value != StagedRows.NULL) {
          value = codes[i][(int) value];
          if (value < 0) {
            throw changed();
          }
        }
        rows.set(i, place, value);
      }
      if (rows.full()) {
        ready.add(rows.take());
      }
    }

    @Override
    public void duplicate() {}

    @Override
    public void expired() {}
  }

  static StorageException changed() {
    return new ChangedSourceException();
  }

  /** A partition was read twice, and was not the same. */
  private static final class ChangedSourceException extends StorageException {
    private static final long serialVersionUID = 1L;

    ChangedSourceException() {
      super("the rows of the source changed while they were taken in: take them in again");
    }
  }
}
