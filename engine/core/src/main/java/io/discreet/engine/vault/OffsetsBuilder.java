package io.discreet.engine.vault;

import io.discreet.engine.vault.ColumnReader.ChunkSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBReadableVector;

/**
 * Finds where each customer's rows begin, from runs of the rows' customer indexes that may be read
 * at once. Runs write to the entries of customers who begin inside them, and those differ.
 */
final class OffsetsBuilder {

  private static final int NO_ROW = -1;

  /** One run of consecutive rows; used by one thread at a time. */
  private final class Run {
    final int firstRow;
    int firstCustomer = NO_ROW;
    int lastCustomer = NO_ROW;
    boolean rising = true;

    Run(int firstRow) {
      this.firstRow = firstRow;
    }

    /** Takes the rows of a chunk, which are those of few customers. */
    void add(DuckDBReadableVector vector, int length, int row) {
      int last = lastCustomer;
      for (int i = 0; i < length; i++) {
        int customer = vector.getInt(i, Integer.MIN_VALUE) - numberedFrom;
        if (customer != last || customer < 0) {
          last = next(customer, last, row + i);
        }
      }
      lastCustomer = last;
    }

    private int next(int customer, int last, int row) {
      if (customer < 0 || customer >= customers || customer < last) {
        rising = false;
        return last;
      }
      if (last == NO_ROW) {
        firstCustomer = customer; // may have begun in the run before: settled at the end
      } else {
        offsets[customer] = row;
      }
      return customer;
    }
  }

  private final int rows;
  private final int numberedFrom;
  private final int customers;
  private final int[] offsets;
  private final List<Run> runs = new ArrayList<>();

  /**
   * @param numberedFrom the stored index of the customer with the number 0
   */
  OffsetsBuilder(int rows, int numberedFrom, int customers) {
    this.rows = rows;
    this.numberedFrom = numberedFrom;
    this.customers = customers;
    offsets = new int[customers + 1];
    Arrays.fill(offsets, NO_ROW);
  }

  synchronized ChunkSink run(int firstRow) {
    Run run = new Run(firstRow);
    runs.add(run);
    return run::add;
  }

  /** The offsets, once all runs are read; empty where customers do not rise. */
  Optional<int[]> finish() {
    runs.sort(Comparator.comparingInt(run -> run.firstRow));
    int last = NO_ROW;
    for (Run run : runs) {
      if (run.rising && run.firstCustomer == NO_ROW) {
        continue; // a run without rows
      }
      if (!run.rising || run.firstCustomer < last) {
        return Optional.empty();
      }
      if (run.firstCustomer > last) {
        offsets[run.firstCustomer] = run.firstRow;
      }
      last = run.lastCustomer;
    }
    offsets[customers] = rows;
    for (int customer = customers - 1; customer >= 0; customer--) {
      if (offsets[customer] == NO_ROW) {
        offsets[customer] = offsets[customer + 1];
      }
    }
    return Optional.of(offsets);
  }
}
