package io.discreet.spark;

import io.discreet.engine.rows.RowBatch;
import io.discreet.engine.rows.RowChecker;
import io.discreet.engine.rows.TextRow;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The rows of one partition, checked on the executor that reads them; batches as parcels. */
final class BatchesOfPartition implements Iterator<byte[]> {

  private final RowChecker checker;
  private final Iterator<InternalRow> rows;
  private final List<PlainColumn> columns;
  private final SparkRows.Probe before;
  private @Nullable RowBatch next;
  private boolean ended;

  BatchesOfPartition(
      RowChecker checker,
      Iterator<InternalRow> rows,
      List<PlainColumn> columns,
      SparkRows.Probe before) {
    this.checker = checker;
    this.rows = rows;
    this.columns = columns;
    this.before = before;
  }

  private boolean read(TextRow into) {
    if (!rows.hasNext()) {
      return false;
    }
    InternalRow row = rows.next();
    before.before(row);
    into.clear();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).read(row, i, into);
    }
    return true;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = checker.next(this::read);
      } catch (RuntimeException e) {
        throw new TaskFailure(e);
      }
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no row is left");
    }
    RowBatch batch = next;
    next = null;
    if (batch == null) {
      throw new NoSuchElementException("no row is left");
    }
    return Parcel.of(batch);
  }
}
