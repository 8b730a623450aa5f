package io.discreet.spark;

import io.discreet.engine.failure.InputException;
import java.util.Set;
import org.apache.spark.Dependency;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.execution.CoalesceExec;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.DataSourceScanExec;
import org.apache.spark.sql.execution.DeserializeToObjectExec;
import org.apache.spark.sql.execution.ExternalRDDScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.LocalTableScanExec;
import org.apache.spark.sql.execution.MapElementsExec;
import org.apache.spark.sql.execution.MapPartitionsExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.RDDScanExec;
import org.apache.spark.sql.execution.RangeExec;
import org.apache.spark.sql.execution.SerializeFromObjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.UnionExec;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.storage.StorageLevel;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Law 7: whether rows come from their source through operators that take them one by one. Whatever
 * is not known to do so is refused, because it may shuffle, spill or keep raw ids.
 */
final class NarrowPlan {

  private static final Set<Class<?>> ROW_BY_ROW =
      Set.of(
          DataSourceScanExec.class,
          BatchScanExec.class,
          LocalTableScanExec.class,
          RDDScanExec.class,
          ExternalRDDScanExec.class,
          RangeExec.class,
          ProjectExec.class,
          FilterExec.class,
          UnionExec.class,
          CoalesceExec.class,
          DeserializeToObjectExec.class,
          MapElementsExec.class,
          MapPartitionsExec.class,
          SerializeFromObjectExec.class,
          ColumnarToRowExec.class,
          InputAdapter.class,
          WholeStageCodegenExec.class);

  /** Of a library that is there with Hive support only. */
  private static final String HIVE_SCAN = "org.apache.spark.sql.hive.execution.HiveTableScanExec";

  private NarrowPlan() {}

  static void require(String source, SparkPlan plan) {
    boolean known =
        plan.getClass().getName().equals(HIVE_SCAN)
            || ROW_BY_ROW.stream().anyMatch(one -> one.isInstance(plan));
    if (!known || !plan.subqueries().isEmpty()) {
      throw refusal(source);
    }
    CollectionConverters.asJava(plan.children()).forEach(child -> require(source, child));
  }

  static void require(String source, RDD<?> rows) {
    if (!rows.getStorageLevel().equals(StorageLevel.NONE()) || rows.isCheckpointed()) {
      throw refusal(source);
    }
    for (Dependency<?> dependency : CollectionConverters.asJava(rows.dependencies())) {
      if (dependency instanceof ShuffleDependency) {
        throw refusal(source);
      }
      require(source, dependency.rdd());
    }
  }

  private static InputException refusal(String source) {
    return new InputException(
        source
            + " does more than to read rows one by one, and Spark may keep raw ids on its disks"
            + " when it sorts, joins, groups, repartitions, limits or caches them: take in a table,"
            + " or columns and rows chosen from one");
  }
}
