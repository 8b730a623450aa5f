package io.discreet.spark;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.parts.PartedRows;
import io.discreet.engine.parts.PartedSource;
import io.discreet.engine.rows.RowCheck;
import io.discreet.engine.rows.WantedFields;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of a DataFrame as a source of an intake.
 *
 * <p>The columns of the policy's table are selected; executors check their rows, quantize them and
 * put them under pseudonyms as they read them. The driver gives customers their indexes and values
 * their codes; one shuffle by customer index brings the rows of each range of customers to an
 * executor, which sorts them with those that the vault has and writes the range's part.
 *
 * <pre>{@code
 * try (Operator operator = Discreet.operate(shop, passphrase)) {
 *   operator.intake(
 *       "purchases", SparkRows.of(spark.table("sales.purchases")), IntakeOptions.DEFAULT);
 * }
 * }</pre>
 *
 * <h2>Security guarantees</h2>
 *
 * Law 7: raw ids pass operators only that neither shuffle nor spill; a DataFrame that sorts, joins,
 * groups, repartitions or caches rows is refused. Keys travel as the data of the job's partitions:
 * Spark sends those with a task and keeps them out of broadcasts, blocks on disk and the event log.
 * Of a task that failed, Spark's logs show the kind and the place in the code, and no text of a
 * library, which may quote a row. What the source itself writes, such as the files of the table, is
 * the caller's. Encrypt Spark's connections and disks as {@link SparkRanges} says: pseudonyms and
 * values travel and, while an intake runs, lie on them.
 */
public final class SparkRows implements PartedSource {

  /** Called on the executor before a row is read, so that tests can make tasks fail. */
  @FunctionalInterface
  interface Probe extends Serializable {
    void before(InternalRow row);
  }

  /** Called on the executor that writes a part, for the same. */
  interface PartProbe extends Serializable {
    PartProbe NONE = new PartProbe() {};

    default void before(int part) {}

    default void after(int part) {}
  }

  private static final int AS_MANY_AS_CORES = 0;

  private final Dataset<Row> data;
  private final int parts;
  private final Probe probe;
  private final PartProbe partProbe;

  SparkRows(Dataset<Row> data, int parts, Probe probe, PartProbe partProbe) {
    this.data = data;
    this.parts = parts;
    this.probe = probe;
    this.partProbe = partProbe;
  }

  /**
   * Of a DataFrame. The vault gets a part for each core that the session has, where there are rows
   * enough, and no part of more than some four million rows.
   */
  public static SparkRows of(Dataset<Row> data) {
    return new SparkRows(data, AS_MANY_AS_CORES, row -> {}, PartProbe.NONE);
  }

  /**
   * Of a table of the session, as {@link #of(Dataset)}.
   *
   * @param name as Spark's SQL has it, such as {@code sales.purchases}, or {@code
   *     parquet.`/data/purchases`} for files
   * @throws InputException if the session has no such table
   */
  public static SparkRows table(SparkSession spark, String name) {
    Dataset<Row> rows;
    try {
      rows = spark.table(name);
    } catch (Exception e) { // Spark throws what it does not declare
      throw new InputException(
          "Spark can read no table "
              + name
              + ": write TABLE, SCHEMA.TABLE or CATALOG.SCHEMA.TABLE, or parquet.`PATH` for files");
    }
    return of(rows);
  }

  /**
   * Of a DataFrame.
   *
   * @param parts how many the vault gets at least, if there are as many customers; at least 1
   */
  public static SparkRows of(Dataset<Row> data, int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("there must be at least 1 part, got " + parts);
    }
    return new SparkRows(data, parts, row -> {}, PartProbe.NONE);
  }

  @Override
  public String name() {
    return "the DataFrame";
  }

  @Override
  public PartedRows open(RowCheck check) {
    WantedFields wanted = check.fields();
    StructField[] columns = data.schema().fields();
    List<String> names = new ArrayList<>();
    for (StructField column : columns) {
      names.add(column.name());
    }
    int[] fields = wanted.match(name(), names);
    List<PlainColumn> plain = new ArrayList<>();
    List<Column> selected = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] != WantedFields.IGNORED) {
        plain.add(PlainColumn.of(name(), columns[i], fields[i]));
        selected.add(column(columns[i].name()));
      }
    }
    return new RowsOfPartitions(
        checked(rows(selected), check, plain), wanted.ignored(names), parts, partProbe);
  }

  private Column column(String name) {
    try {
      return data.col("`" + name.replace("`", "``") + "`");
    } catch (Exception e) { // Spark throws what it does not declare
      throw new InputException(
          name() + " has several columns that could be " + name + ": rename the others");
    }
  }

  private RDD<InternalRow> rows(List<Column> columns) {
    if (!(data instanceof org.apache.spark.sql.classic.Dataset<Row> classic)) {
      throw new InputException(name() + " is of a remote session: take it in where its driver is");
    }
    try {
      QueryExecution execution = classic.select(columns.toArray(Column[]::new)).queryExecution();
      NarrowPlan.require(name(), execution.executedPlan());
      RDD<InternalRow> rows = execution.toRdd();
      NarrowPlan.require(name(), rows);
      return new QuietRows(rows);
    } catch (InputException e) {
      throw e;
    } catch (Exception e) { // Spark throws what it does not declare
      throw SparkFailure.ofIntake();
    }
  }

  private JavaRDD<byte[]> checked(
      RDD<InternalRow> rows, RowCheck check, List<PlainColumn> columns) {
    int partitions = rows.getNumPartitions();
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext());
    if (partitions == 0) {
      return context.parallelize(List.of(), 1);
    }
    JavaRDD<RowCheck> checks =
        new TaskData<>(context.sc(), Collections.nCopies(partitions, check), RowCheck.class)
            .toJavaRDD();
    List<PlainColumn> read = new ArrayList<>(columns);
    Probe before = probe;
    return checks.zipPartitions(
        rows.toJavaRDD(), (one, of) -> batches(one.next(), of, read, before));
  }

  private static Iterator<byte[]> batches(
      RowCheck check, Iterator<InternalRow> rows, List<PlainColumn> columns, Probe before) {
    try {
      return new BatchesOfPartition(check.checker(), rows, columns, before);
    } catch (RuntimeException e) {
      throw new TaskFailure(e);
    }
  }
}
