package io.discreet.spark;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.List$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * An object for each task, which travels as the task's partition and nowhere else. Spark writes
 * partitions as Java does, whatever serializer the session has.
 */
final class TaskData<T extends Serializable> extends RDD<T> {
  private static final long serialVersionUID = 1L;

  private final transient List<T> data; // an RDD itself is broadcast
  private final transient List<Optional<String>> preferred;
  private final Class<T> type;

  TaskData(SparkContext context, List<T> data, Class<T> type) {
    this(context, data, Collections.nCopies(data.size(), Optional.empty()), type);
  }

  /**
   * @param preferred where each task is best run, as Spark writes executors
   */
  TaskData(SparkContext context, List<T> data, List<Optional<String>> preferred, Class<T> type) {
    super(context, List$.MODULE$.empty(), ClassTag.apply(type));
    this.data = List.copyOf(data);
    this.preferred = List.copyOf(preferred);
    this.type = type;
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[data.size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Held(i, data.get(i));
    }
    return partitions;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition partition) {
    return CollectionConverters.asScala(preferred.get(partition.index()).stream().toList()).toSeq();
  }

  @Override
  public Iterator<T> compute(Partition partition, TaskContext context) {
    T held = type.cast(((Held) partition).value);
    return CollectionConverters.asScala(List.of(held).iterator());
  }

  private static final class Held implements Partition {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final Serializable value;

    Held(int index, Serializable value) {
      this.index = index;
      this.value = value;
    }

    @Override
    public int index() {
      return index;
    }

    /** Scala leaves this to the classes of its trait, and hides it from Java's compiler. */
    @SuppressWarnings({"unused", "EffectivelyPrivate"}) // the virtual machine looks for it
    public boolean org$apache$spark$Partition$$super$equals(Object other) {
      return super.equals(other);
    }
  }
}
