package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.intake.IntakeSummary;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * Law 10 and law 7 for the sources of a Spark session: what is taken in from databases, from tables
 * of the catalog, of Hive and of Delta is what is taken in from a file with the same rows, and what
 * Spark keeps on its disks meanwhile holds no raw id.
 */
class SparkSourcesTest {
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();
  private static final IntakeOptions ANY_FAULTS =
      new IntakeOptions(1.0, false, (rows, done, total) -> {});
  private static final int ROWS = 6_000;
  private static final int CUSTOMERS = 901;

  /** In every raw id, within its first 32 characters, to which Delta shortens bounds. */
  private static final String DOMAIN = "@planted.example.org";

  private static final String POLICY =
      """
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, period: month, when-spent: drop }
      retention: 2000 months
      purposes:
        stock-planning: { consent: not-required }
      tables:
        purchases:
          max-rows: 20
          columns:
            day: { type: date }
            category: { type: category, values: [bread, cake] }
            product: { type: category }
            pieces: { type: integer, range: [0, 100] }
            amount: { type: decimal, scale: 2, range: [0, 500], clamp: [0, 60] }
            weight: { type: decimal, scale: 2, range: [-500, 500] }
      """;

  private static final String SCHEMA =
      "id INT, email STRING, day DATE, category STRING, product STRING, pieces SMALLINT,"
          + " amount DECIMAL(9, 2), weight DOUBLE";

  @TempDir static Path folder;
  private static Path disks;
  private static Path csv;
  private static Path made;
  private static SparkSession spark;
  private static EmbeddedPostgres postgres;
  private static String database;

  /** Of a file intake of all rows, and of those that a deletion leaves. */
  private static Taken all;

  private static Taken left;
  private static int shops;

  private record Taken(IntakeSummary summary, List<String> vault) {}

  @BeforeAll
  static void startSparkAndPostgres() throws Exception {
    disks = Files.createDirectory(folder.resolve("disks"));
    made = folder.resolve("made");
    Discreet.init(made, Files.writeString(folder.resolve("policy.yaml"), POLICY), PASSPHRASE);
    csv = Files.writeString(folder.resolve("purchases.csv"), rows(i -> true));
    all = take(List.of(csv));
    left = take(List.of(Files.writeString(folder.resolve("left.csv"), rows(i -> i % 3 != 0))));
    postgres = EmbeddedPostgres.start();
    database = postgres.getJdbcUrl("postgres", "postgres");
    spark =
        LocalSpark.settings("local[2]")
            .config("spark.local.dir", disks.toString())
            // so that a search of the disks finds what is there
            .config("spark.shuffle.compress", "false")
            .config("spark.shuffle.spill.compress", "false")
            .config("spark.rdd.compress", "false")
            .config("spark.broadcast.compress", "false")
            .config("spark.task.maxDirectResultSize", "1KB")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.databricks.delta.snapshotPartitions", "2")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString())
            .config(
                "spark.hadoop.javax.jdo.option.ConnectionURL",
                "jdbc:derby:" + folder.resolve("metastore") + ";create=true")
            .config("spark.hadoop.datanucleus.schema.autoCreateAll", "true")
            .config("spark.hadoop.hive.metastore.schema.verification", "false")
            .config("spark.hadoop.hive.exec.scratchdir", folder.resolve("scratch").toString())
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config(
                "spark.sql.catalog.pg",
                "org.apache.spark.sql.execution.datasources.v2.jdbc.JDBCTableCatalog")
            .config("spark.sql.catalog.pg.url", database)
            .config("spark.sql.catalog.pg.driver", "org.postgresql.Driver")
            .enableHiveSupport()
            .getOrCreate();
    spark
        .read()
        .schema(SCHEMA)
        .option("header", "true")
        .csv(csv.toString())
        .createOrReplaceTempView("source");
  }

  @AfterAll
  static void stopSparkAndPostgres() throws IOException {
    spark.stop();
    postgres.close();
  }

  private static String rows(IntPredicate which) {
    StringBuilder rows = new StringBuilder("id,email,day,category,product,pieces,amount,weight\n");
    for (int i = 0; i < ROWS; i++) {
      if (which.test(i)) {
        rows.append(i)
            .append(",C")
            .append(i * 7 % CUSTOMERS)
            .append(DOMAIN)
            .append(String.format(",2026-%02d-%02d", 1 + i % 12, 1 + i % 28))
            .append(i % 5 == 0 ? ",pie," : ",bread,")
            .append(i % 11 == 0 ? "" : "product " + i * 31 % 97)
            .append(',')
            .append(i % 130)
            .append(',')
            .append(i % 700)
            .append('.')
            .append(i % 10)
            .append(i % 7)
            .append(',')
            .append(i % 1000 / 8.0 - 60)
            .append('\n');
      }
    }
    return rows.toString();
  }

  /** An empty shop with the keys of every other one of this test. */
  private static Path shop() throws IOException {
    shops++;
    Path shop = Files.createDirectory(folder.resolve("shop" + shops));
    try (Stream<Path> files = Files.list(made)) {
      for (Path file : files.toList()) {
        Files.copy(file, shop.resolve(file.getFileName()));
      }
    }
    return shop;
  }

  private static Taken take(List<Path> files) throws Exception {
    Path shop = shop();
    try (Operator operator = Discreet.operate(shop, PASSPHRASE)) {
      return new Taken(operator.intake("purchases", files, ANY_FAULTS), vault(shop));
    }
  }

  private static Taken take(Path shop, SparkRows rows) throws Exception {
    try (Operator operator = Discreet.operate(shop, PASSPHRASE)) {
      return new Taken(operator.intake("purchases", rows, ANY_FAULTS), vault(shop));
    }
  }

  /**
   * What the shop's first vault says, in no order. A customer's rows are one line without the
   * customer's index, since indexes follow the order in which rows come, which a source chooses,
   * and without the day of the intake.
   */
  private static List<String> vault(Path shop) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + shop.resolve("vault-1.duckdb"));
        Statement sql = connection.createStatement()) {
      for (String name : List.of("tables", "columns", "dictionary")) {
        lines.addAll(column(sql, "SELECT t FROM " + name + " t"));
      }
      lines.addAll(column(sql, "SELECT (shop_id, generation, customers) FROM vault"));
      lines.addAll(
          column(
              sql,
              "SELECT list(rest ORDER BY rest) FROM (SELECT customer,"
                  + " CAST(struct_pack(row_hash, c0, c1, c2, c3, c4, c5) AS VARCHAR) AS rest"
                  + " FROM "
                  + rows(shop)
                  + ") GROUP BY customer"));
    }
    assertThat(lines).hasSizeGreaterThan(CUSTOMERS);
    return lines;
  }

  /** Where an intake from files, or one on Spark, puts the rows of the first table. */
  private static String rows(Path shop) {
    Path parts = shop.resolve("vault-1.parts");
    return Files.exists(parts) ? "read_parquet('" + parts + "/rows-0-*.parquet')" : "rows_0";
  }

  private static List<String> column(Statement sql, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet row = sql.executeQuery(query)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }

  /** Takes in what the name of a table stands for in Spark's SQL. */
  private static void assertTakenAsFromAFile(String table, Taken file) throws Exception {
    assertTakenAsFromAFile(table, file, () -> SparkRows.table(spark, table));
  }

  private static void assertTakenAsFromAFile(String source, Taken file, Supplier<SparkRows> rows)
      throws Exception {
    Path shop = shop();
    Set<Path> before = files(disks);
    Taken taken = take(shop, rows.get());
    assertThat(taken.summary().rowsRead()).as(source).isPositive();
    assertThat(taken.summary()).as(source).isEqualTo(file.summary());
    assertThat(taken.vault()).as(source).containsExactlyInAnyOrderElementsOf(file.vault());
    assertThat(files(disks))
        .as(source)
        .filteredOn(one -> !before.contains(one) && holdsRawId(one))
        .isEmpty();
  }

  private static void assertRefused(Dataset<Row> rows) throws IOException {
    Path shop = shop();
    assertThat(catchThrowable(() -> take(shop, SparkRows.of(rows))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("read rows one by one");
  }

  private static Set<Path> files(Path of) throws IOException {
    try (Stream<Path> files = Files.walk(of)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toSet());
    }
  }

  private static boolean holdsRawId(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(DOMAIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sql(String... statements) {
    for (String statement : statements) {
      spark.sql(statement);
    }
  }

  private static String plan(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  private static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  private static DataFrameReader jdbc(String url) {
    return spark.read().format("jdbc").option("url", url).option("dbtable", "purchases");
  }

  @Test
  void tableOfPostgres_wholeInPartitionsAndThroughACatalog_isTakenInAsAFile() throws Exception {
    execute(
        database,
        "CREATE TABLE purchases (id INT, email VARCHAR(100), day DATE, category TEXT, product TEXT,"
            + " pieces SMALLINT, amount NUMERIC(9, 2), weight DOUBLE PRECISION)");
    try (Connection connection = DriverManager.getConnection(database);
        InputStream rows = Files.newInputStream(csv)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY purchases FROM STDIN (FORMAT csv, HEADER)", rows);
    }
    Dataset<Row> parts =
        jdbc(database)
            .option("partitionColumn", "day")
            .option("lowerBound", "2026-02-01")
            .option("upperBound", "2026-11-30")
            .option("numPartitions", "5")
            .load();
    assertThat(parts.javaRDD().getNumPartitions()).isEqualTo(5);

    assertTakenAsFromAFile("one partition", all, () -> SparkRows.of(jdbc(database).load()));
    assertTakenAsFromAFile("five partitions", all, () -> SparkRows.of(parts));
    assertTakenAsFromAFile("pg.public.purchases", all);
    Dataset<Row> some = spark.table("pg.public.purchases").filter("id % 3 <> 0");
    assertThat(plan(some)).contains("PushedFilters: [").doesNotContain("Filter (");
    assertTakenAsFromAFile("filter that the database runs", left, () -> SparkRows.of(some));
    assertRefused(parts.sort("day"));
    assertRefused(parts.limit(5));
    assertRefused(parts.join(parts.select("email").distinct(), "email"));
  }

  @Test
  void tablesOfDuckDbAndSqlite_areTakenInAsAFile() throws Exception {
    String duck = "jdbc:duckdb:" + folder.resolve("purchases.duckdb");
    execute(
        duck,
        "CREATE TABLE purchases AS SELECT * REPLACE (CAST(day AS DATE) AS day,"
            + " CAST(amount AS DECIMAL(9, 2)) AS amount) FROM read_csv('"
            + csv
            + "')");
    assertTakenAsFromAFile("duckdb", all, () -> SparkRows.of(jdbc(duck).load()));

    String sqlite = "jdbc:sqlite:" + folder.resolve("purchases.sqlite");
    execute(
        sqlite,
        "CREATE TABLE purchases (id INTEGER, email TEXT, day TEXT, category TEXT, product TEXT,"
            + " pieces INTEGER, amount TEXT, weight DOUBLE)");
    try (Connection connection = DriverManager.getConnection(sqlite);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO purchases VALUES (?, ?, ?, ?, nullif(?, ''), ?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (String line : Files.readAllLines(csv).subList(1, ROWS + 1)) {
        String[] values = line.split(",", -1);
        for (int i = 0; i < values.length; i++) {
          insert.setString(i + 1, values[i]);
        }
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
    assertTakenAsFromAFile("sqlite", all, () -> SparkRows.of(jdbc(sqlite).load()));
  }

  @Test
  void tableOfTheCatalog_partitionedAndBucketed_isTakenInAsAFile() throws Exception {
    spark
        .table("source")
        .write()
        .partitionBy("category")
        .bucketBy(4, "email")
        .sortBy("day")
        .format("parquet")
        .saveAsTable("saved");
    assertThat(spark.table("saved").javaRDD().getNumPartitions()).isGreaterThan(1);
    assertTakenAsFromAFile("saved", all);
    assertTakenAsFromAFile(
        "rows of it", left, () -> SparkRows.of(spark.table("saved").filter("id % 3 <> 0")));
    assertRefused(spark.table("saved").dropDuplicates("email"));
  }

  @Test
  void tableOfHive_inItsFormats_isTakenInAsAFile() throws Exception {
    String columns = SCHEMA.replace(", category STRING", "");
    spark.conf().set("hive.exec.dynamic.partition.mode", "nonstrict");
    for (String format : List.of("TEXTFILE", "ORC", "PARQUET")) {
      String table = "hive_" + format.toLowerCase(Locale.ROOT);
      sql(
          "CREATE TABLE %s (%s) PARTITIONED BY (category STRING) STORED AS %s"
              .formatted(table, columns, format),
          "INSERT INTO %s SELECT id, email, day, product, pieces, amount, weight, category FROM source"
              .formatted(table));
      assertTakenAsFromAFile(table, all);
    }
    assertThat(plan(spark.table("hive_textfile"))).contains("Scan hive");
    assertRefused(spark.table("hive_textfile").repartition(3));
  }

  @Test
  void scanNodeOfTheSecondVersion_asCatalogsOfOthersHaveThem_isTakenInAsAFile() throws Exception {
    Path parquet = folder.resolve("purchases.parquet");
    spark.table("source").write().parquet(parquet.toString());
    String versions = spark.conf().get("spark.sql.sources.useV1SourceList");
    spark.conf().set("spark.sql.sources.useV1SourceList", "");
    try {
      Dataset<Row> rows = spark.read().parquet(parquet.toString());
      assertThat(plan(rows)).contains("BatchScan");
      assertTakenAsFromAFile("batch scan", all, () -> SparkRows.of(rows));
      assertRefused(rows.sort("day"));
    } finally {
      spark.conf().set("spark.sql.sources.useV1SourceList", versions);
    }
  }

  @Test
  void tableOfDelta_withDeletionVectors_isTakenInAsAFile() throws Exception {
    deltaTable("lake", "'delta.dataSkippingStatsColumns' = 'day', ");
    assertTakenAsFromAFile("lake", all);
    sql("DELETE FROM lake WHERE id % 3 = 0");
    assertThat(files(folder.resolve("warehouse").resolve("lake")))
        .anyMatch(file -> file.getFileName().toString().startsWith("deletion_vector"));
    DeltaLog.clearCache();
    assertTakenAsFromAFile("lake", left);
    assertRefused(spark.table("lake").distinct());
  }

  /** Why the docs ask for the property: Delta shuffles its log, with bounds of every column. */
  @Test
  void tableOfDelta_withBoundsOfRawIds_leavesThemOnSparksDisks() throws IOException {
    deltaTable("bounds", "");
    Set<Path> before = files(disks);
    assertThat(spark.table("bounds").javaRDD().getNumPartitions()).isPositive();
    assertThat(files(disks)).anyMatch(file -> !before.contains(file) && holdsRawId(file));
  }

  private static void deltaTable(String name, String properties) {
    sql(
        "CREATE TABLE "
            + name
            + " ("
            + SCHEMA
            + ") USING delta PARTITIONED BY (category) TBLPROPERTIES ("
            + properties
            + "'delta.enableDeletionVectors' = 'true')",
        "INSERT INTO " + name + " SELECT * FROM source");
    DeltaLog.clearCache();
  }
}
