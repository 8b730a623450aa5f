package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RowFault;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.intake.IntakeSummary;
import io.discreet.engine.vault.VaultDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a DataFrame become what those of a file become, and no raw id is left anywhere. */
class SparkRowsTest {
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();
  private static final IntakeOptions ANY_FAULTS =
      new IntakeOptions(1.0, false, (rows, done, total) -> {});
  private static final int ROWS = 30_000;

  /** In every raw id. */
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
        customers:
          one-row-per-customer: true
          columns:
            city: { type: category, values: [Leeds, York] }
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

  @TempDir static Path events;
  @TempDir static Path disks;
  private static SparkSession spark;

  @TempDir Path temporary;
  private Path made;
  private Path csv;

  @BeforeAll
  static void startSpark() {
    spark =
        LocalSpark.settings("local[2]")
            .config("spark.eventLog.enabled", "true")
            .config("spark.eventLog.compress", "false")
            .config("spark.eventLog.dir", events.toUri().toString())
            .config("spark.local.dir", disks.toString())
            .config("spark.sql.files.maxPartitionBytes", "64KB")
            // A shuffle's files are searched after the test, and not removed with its last
            // reference.
            .config("spark.cleaner.referenceTracking", "false")
            // What is searched for would not be found in what is compressed.
            .config("spark.shuffle.compress", "false")
            .config("spark.shuffle.spill.compress", "false")
            // Every result goes through the blocks of its executor.
            .config("spark.task.maxDirectResultSize", "1KB")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() throws IOException {
    assertThat(holds(disks, "RoutedRows")).isTrue(); // the shuffle's files are still there
    assertThat(holds(disks, DOMAIN)).isFalse();
    spark.stop();
    assertThat(holds(events, "TaskFailure")).isTrue();
    assertThat(holds(events, DOMAIN)).isFalse();
    assertThat(holds(events, "PseudonymKey")).isFalse();
  }

  private static boolean holds(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> bytes(file).contains(text));
    }
  }

  private static String bytes(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void makeShopAndRows() throws IOException {
    made = temporary.resolve("made");
    Discreet.init(made, Files.writeString(temporary.resolve("policy.yaml"), POLICY), PASSPHRASE);
    StringBuilder rows =
        new StringBuilder("day,note,email,category,product,pieces,amount,weight\n");
    for (int i = 0; i < ROWS; i++) {
      rows.append(String.format("2026-%02d-%02d", 1 + i % 12, 1 + i % 28))
          .append(",n,Customer")
          .append(i * 7 % 4001)
          .append(DOMAIN)
          .append(i % 5 == 0 ? ",pie," : ",bread,")
          .append(i % 11 == 0 ? "" : "product " + i * 31 % 977)
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
    csv = Files.writeString(temporary.resolve("purchases.csv"), rows);
  }

  /** A shop with the keys of every other one of this test. */
  private Path shop(String name) throws IOException {
    Path shop = Files.createDirectory(temporary.resolve(name));
    try (Stream<Path> files = Files.list(made)) {
      for (Path file : files.toList()) {
        Files.copy(file, shop.resolve(file.getFileName()));
      }
    }
    return shop;
  }

  private Path parquet(String name, String select) {
    Path file = temporary.resolve(name);
    duck("COPY (" + select + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 4096)");
    return file;
  }

  private static void duck(String statement) {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Dataset<Row> purchases() {
    return purchases(csv);
  }

  private Dataset<Row> purchases(Path from) {
    return frame(
        parquet(
            from.getFileName() + ".parquet",
            """
            SELECT email, CAST(day AS TIMESTAMP) AT TIME ZONE 'UTC' + INTERVAL 1 MINUTE AS day,
              category, product, CAST(pieces AS SMALLINT) AS pieces,
              CAST(amount AS DECIMAL(9, 2)) AS amount, CAST(weight AS DOUBLE) AS weight, note
            FROM read_csv('%s', all_varchar = true)
            """
                .formatted(from)));
  }

  private static Dataset<Row> frame(Path parquet) {
    return spark.read().parquet(parquet.toString());
  }

  private static IntakeSummary take(Path shop, String table, Dataset<Row> rows) {
    return take(shop, table, SparkRows.of(rows, 3), ANY_FAULTS);
  }

  private static IntakeSummary take(
      Path shop, String table, SparkRows rows, IntakeOptions options) {
    try (Operator operator = Discreet.operate(shop, PASSPHRASE)) {
      return operator.intake(table, rows, options);
    }
  }

  private static IntakeSummary take(Path shop, String table, Path file) {
    try (Operator operator = Discreet.operate(shop, PASSPHRASE)) {
      return operator.intake(table, List.of(file), ANY_FAULTS);
    }
  }

  /** Every row of every table of a database file, in no order. */
  private static List<String> dump(String url, String tables) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      List<String> names = new ArrayList<>();
      try (ResultSet row = sql.executeQuery(tables)) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
      for (String name : names) {
        try (ResultSet row = sql.executeQuery("SELECT * FROM " + name)) {
          int columns = row.getMetaData().getColumnCount();
          while (row.next()) {
            StringBuilder line = new StringBuilder(name);
            for (int i = 1; i <= columns; i++) {
              line.append('|').append(row.getString(i));
            }
            lines.add(line.toString());
          }
        }
      }
    }
    return lines;
  }

  private static List<String> vault(Path shop, int generation) throws SQLException {
    return VaultDump.of(shop, generation);
  }

  private static List<String> registry(Path shop) throws SQLException {
    return dump("jdbc:sqlite:" + shop.resolve("ledger.sqlite"), "SELECT 'registry_block'");
  }

  private static String head(Path shop) {
    try (Operator operator = Discreet.operate(shop, PASSPHRASE)) {
      return operator.audit(Optional.empty()).head();
    }
  }

  private static List<String> files(Path shop) throws IOException {
    try (Stream<Path> files = Files.walk(shop)) {
      return files.map(Path::toString).filter(name -> !name.contains("lock")).sorted().toList();
    }
  }

  @Test
  void law10_sameRowsByFileAndByDataFrame_giveTheSameVaultRegistryAndSummary() throws Exception {
    Path byFile = shop("by-file");
    Path byFrame = shop("by-frame");

    Dataset<Row> rows = purchases();
    assertThat(rows.javaRDD().getNumPartitions()).isGreaterThan(3);
    IntakeSummary ofFile = take(byFile, "purchases", csv);
    IntakeSummary ofFrame = take(byFrame, "purchases", rows);

    assertThat(ofFrame.rowsRead()).isEqualTo(ROWS);
    assertThat(ofFrame.valuesAdjusted()).containsKeys("category", "pieces", "amount");
    assertThat(ofFrame.ignoredColumns()).containsExactly("note");
    assertThat(ofFrame).isEqualTo(ofFile);
    assertThat(vault(byFrame, 1)).hasSizeGreaterThan(ROWS).isEqualTo(vault(byFile, 1));
    assertThat(registry(byFrame)).isNotEmpty().isEqualTo(registry(byFile));
    assertThat(holds(byFrame, DOMAIN)).isFalse();
    assertThat(holds(temporary, DOMAIN)).isTrue(); // the search finds what is there
  }

  @Test
  void badRows_areReportedAsOfAFile_andQuotedNowhere() throws Exception {
    String people =
        """
        email,city
        ann@planted.example.org,Leeds
        bob@planted.example.org,York
        ANN@planted.example.org,York
        ,Leeds
        dan@planted.example.org,secret
        """
            + "e".repeat(1100)
            + DOMAIN
            + ",Leeds\n"
            + "cy@planted.example.org,"
            + "secret".repeat(300)
            + "\n";
    Path file = Files.writeString(temporary.resolve("people.csv"), people);
    Dataset<Row> rows = frame(parquet("people.parquet", "SELECT * FROM read_csv('" + file + "')"));
    Path byFile = shop("by-file");
    Path byFrame = shop("by-frame");
    String before = head(byFrame);
    List<String> filesBefore = files(byFrame);

    Throwable refused =
        catchThrowable(() -> take(byFrame, "customers", SparkRows.of(rows), IntakeOptions.DEFAULT));
    assertThat(refused).isInstanceOf(InputException.class).hasNoCause();
    assertThat(refused.getMessage())
        .startsWith("the DataFrame: 4 of 7 rows are bad")
        .contains("empty id", "id too long", "value too long", "duplicate customer")
        .doesNotContain("secret")
        .doesNotContain("@");
    assertThat(head(byFrame)).isEqualTo(before);
    assertThat(files(byFrame)).isEqualTo(filesBefore);

    IntakeSummary summary = take(byFrame, "customers", rows);
    assertThat(summary).isEqualTo(take(byFile, "customers", file));
    assertThat(summary.rowsRefused()).containsEntry(RowFault.DUPLICATE_CUSTOMER, 1L);
    assertThat(vault(byFrame, 1)).isEqualTo(vault(byFile, 1));
    assertThat(holds(byFrame, "secret")).isFalse();
  }

  @Test
  void law10_intakesAfterTheFirst_giveTheVaultOfFiles() throws Exception {
    Path byFile = shop("by-file");
    Path byFrame = shop("by-frame");
    take(byFile, "purchases", csv); // one file, which the second shop divides at its next intake
    take(byFrame, "purchases", csv);
    assertThat(vault(byFrame, 1)).isEqualTo(vault(byFile, 1));

    StringBuilder people = new StringBuilder("email,city\n");
    for (int i = 0; i < 3000; i++) {
      people
          .append("Customer")
          .append(i * 11 % 2500 + 2000) // new ones, and some a second time
          .append(DOMAIN)
          .append(i < 2990 ? ",Leeds\n" : ",Hull\n"); // adjusted, where they count
    }
    Path file = Files.writeString(temporary.resolve("people.csv"), people);
    Dataset<Row> frame = frame(parquet("people.parquet", "SELECT * FROM read_csv('" + file + "')"));
    Dataset<Row> half = frame.filter("email < 'Customer3'");
    Dataset<Row> divided = half.union(frame.filter("NOT email < 'Customer3'")).union(half);
    assertThat(divided.javaRDD().getNumPartitions()).isGreaterThan(2);
    Path sameOrder = Files.writeString(temporary.resolve("same-order.csv"), csv(divided));

    assertThat(take(byFrame, "customers", divided))
        .isEqualTo(take(byFile, "customers", sameOrder))
        .satisfies(
            summary -> assertThat(summary.rowsRefused()).containsKey(RowFault.DUPLICATE_CUSTOMER));
    assertThat(vault(byFrame, 2)).isEqualTo(vault(byFile, 2));
    assertThat(parts(byFrame, 2)).isEqualTo(3);

    // A file after it, and a DataFrame after that, with words and customers that are new.
    Path more =
        Files.writeString(
            temporary.resolve("more.csv"),
            Files.readString(csv).replace("product 1", "novelty 1").replace("Customer1", "Late1"));
    assertThat(take(byFrame, "purchases", more)).isEqualTo(take(byFile, "purchases", more));
    assertThat(vault(byFrame, 3)).isEqualTo(vault(byFile, 3));
    Path last =
        Files.writeString(
            temporary.resolve("last.csv"),
            Files.readString(csv).replace("product 2", "gadget 2").replace("Customer2", "Last2"));
    assertThat(take(byFrame, "purchases", purchases(last)))
        .isEqualTo(take(byFile, "purchases", last));
    assertThat(vault(byFrame, 4)).isEqualTo(vault(byFile, 4));
    assertThat(registry(byFrame)).isEqualTo(registry(byFile));

    for (Path shop : List.of(byFrame, byFile)) {
      try (Operator operator = Discreet.operate(shop, PASSPHRASE)) {
        operator.forget("Customer77" + DOMAIN);
      }
    }
    assertThat(vault(byFrame, 5)).isEqualTo(vault(byFile, 5));
    assertThat(parts(byFrame, 5)).isGreaterThanOrEqualTo(3);
    assertThat(head(byFrame)).isNotEmpty(); // the audit reads the vault to its last value
    try (Stream<Path> files = Files.list(byFrame)) {
      assertThat(files.filter(path -> path.getFileName().toString().startsWith("vault-")))
          .hasSize(2); // the newest generation, and nothing that an attempt left
    }
  }

  private static String csv(Dataset<Row> rows) {
    StringBuilder text = new StringBuilder("email,city\n");
    rows.collectAsList()
        .forEach(row -> text.append(row.get(0)).append(',').append(row.get(1)).append('\n'));
    return text.toString();
  }

  private static int parts(Path shop, int generation) throws IOException {
    try (Stream<Path> files = Files.list(shop.resolve("vault-" + generation + ".parts"))) {
      return (int) files.filter(file -> file.getFileName().toString().contains("rows-1-")).count();
    }
  }

  /** Looks through Spark's disks when a part has been written. */
  private record Looking(String disks) implements SparkRows.PartProbe {

    @Override
    public void after(int part) {
      try {
        if (!holds(Path.of(disks), "RowBatch") || !holds(Path.of(disks), "RoutedRows")) {
          throw new IllegalStateException("the search does not find what is there");
        }
        if (holds(Path.of(disks), DOMAIN)) {
          throw new IllegalStateException("a raw id is on a disk");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void law7_whileAnIntakeRuns_itsBlocksAndShuffleHoldNoRawId() throws Exception {
    SparkRows rows = new SparkRows(purchases(), 3, row -> {}, new Looking(disks.toString()));
    assertThat(take(shop("shop"), "purchases", rows, ANY_FAULTS).rowsRead()).isEqualTo(ROWS);
  }

  @Test
  void taskThatFailsForGood_leavesTheShopAsItWas_andQuotesNothing() throws Exception {
    Path shop = shop("shop");
    Dataset<Row> rows = purchases();
    String before = head(shop);
    List<String> filesBefore = files(shop);
    SparkRows failing =
        new SparkRows(
            rows,
            2,
            row -> {
              if (row.getUTF8String(0).toString().startsWith("Customer3999@")) {
                throw new IllegalStateException("the row of " + row.getUTF8String(0));
              }
            },
            SparkRows.PartProbe.NONE);

    Throwable failure = catchThrowable(() -> take(shop, "purchases", failing, ANY_FAULTS));

    assertThat(failure).isInstanceOf(SparkFailure.class).hasNoCause();
    assertThat(failure.getMessage()).contains("the shop is as it was").doesNotContain("@");
    assertThat(head(shop)).isEqualTo(before);
    assertThat(files(shop)).isEqualTo(filesBefore);
    assertThat(take(shop, "purchases", rows).rowsRead()).isEqualTo(ROWS);
  }

  @Test
  void sparksOwnFailure_whichQuotesARow_isNotPassedOn() throws Exception {
    Path shop = shop("shop");
    Dataset<Row> purchases = purchases();
    Dataset<Row> rows = purchases.withColumn("pieces", purchases.col("email").cast("int"));

    Throwable failure = catchThrowable(() -> take(shop, "purchases", rows));

    assertThat(failure).isInstanceOf(SparkFailure.class).hasNoCause();
    assertThat(failure.getMessage()).doesNotContain("@");
  }

  @Test
  void rowsThatWereTakenInBefore_areRefusedInAnyOrderUnlessAllowed() throws Exception {
    Path shop = shop("shop");
    Dataset<Row> rows = purchases();
    take(shop, "purchases", rows);
    List<String> files = files(shop);

    Throwable refused = catchThrowable(() -> take(shop, "purchases", rows.coalesce(1)));

    assertThat(refused).isInstanceOf(InputException.class).hasMessageContaining("--again");
    assertThat(files(shop)).isEqualTo(files);
    take(shop, "purchases", SparkRows.of(rows), ANY_FAULTS.allowRepeat(true));
    assertThat(vault(shop, 2)).hasSizeGreaterThan(2 * ROWS);
  }

  @Test
  void law7_dataFrameThatMayShuffleSpillOrKeepRawIds_isRefused() throws Exception {
    Path shop = shop("shop");
    Dataset<Row> rows = purchases();
    List<UnaryOperator<Dataset<Row>>> notNarrow =
        List.of(
            all -> all.repartition(3),
            all -> all.sort("email"),
            all -> all.sortWithinPartitions("email"),
            Dataset::distinct,
            all -> all.limit(5),
            all -> all.join(all.select("email").distinct(), "email"),
            all -> all.persist(StorageLevel.DISK_ONLY()),
            all -> spark.createDataFrame(all.javaRDD().repartition(2), all.schema()),
            all ->
                spark.createDataFrame(
                    all.javaRDD().persist(StorageLevel.DISK_ONLY()), all.schema()));
    for (UnaryOperator<Dataset<Row>> operator : notNarrow) {
      Throwable refused = catchThrowable(() -> take(shop, "purchases", operator.apply(rows)));
      assertThat(refused)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("read rows one by one");
      rows.unpersist(true);
    }
    IntakeSummary chosen =
        take(shop, "purchases", rows.filter("pieces < 10").union(rows.filter("pieces > 90")));
    assertThat(chosen.rowsRead()).isPositive();
  }

  @Test
  void columns_lackingOrWithoutPlainValues_areRefusedAsOfAFile() throws Exception {
    Path shop = shop("shop");
    Dataset<Row> rows = purchases();
    assertThat(catchThrowable(() -> take(shop, "purchases", rows.drop("email"))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("the DataFrame: there is no column email");
    for (String type : List.of("array(pieces)", "cast(note as binary)", "struct(pieces)")) {
      Dataset<Row> wrong = rows.drop("weight").selectExpr("*", type + " AS weight");
      assertThat(catchThrowable(() -> take(shop, "purchases", wrong)))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "the DataFrame: the column weight has a type that holds no plain value; write it as"
                  + " text, number or date");
    }
  }
}
