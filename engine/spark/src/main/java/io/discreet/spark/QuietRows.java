package io.discreet.spark;

import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/** The same rows, whose reading fails without the text of the failure, which may quote a row. */
final class QuietRows extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;

  QuietRows(RDD<InternalRow> rows) {
    super(rows, ClassTag$.MODULE$.apply(InternalRow.class));
  }

  @Override
  public Partition[] getPartitions() {
    return rows().partitions();
  }

  private RDD<InternalRow> rows() {
    return firstParent(ClassTag$.MODULE$.apply(InternalRow.class));
  }

  @Override
  public Iterator<InternalRow> compute(Partition partition, TaskContext context) {
    Iterator<InternalRow> rows;
    try {
      rows = rows().iterator(partition, context);
    } catch (Throwable e) {
      throw quiet(e);
    }
    return new AbstractIterator<>() {
      @Override
      public boolean hasNext() {
        try {
          return rows.hasNext();
        } catch (Throwable e) {
          throw quiet(e);
        }
      }

      @Override
      public InternalRow next() {
        try {
          return rows.next();
        } catch (Throwable e) {
          throw quiet(e);
        }
      }
    };
  }

  /** What the machine is short of is thrown as it is: Spark acts on it. */
  private static TaskFailure quiet(Throwable failure) {
    if (failure instanceof VirtualMachineError error) {
      throw error;
    }
    return new TaskFailure(failure);
  }
}
