package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quantiles, totals, weights and suggestions at the command line. */
class MeasuresOutputTest {
  private static final String ROLLUP =
      "SELECT city, COUNT(DISTINCT customer), MEDIAN(amount), MAX(amount) FROM purchases"
          + " GROUP BY ROLLUP(city)";
  private static final String TWO =
      "SELECT city, COUNT(*), SUM(amount) FROM purchases GROUP BY city";

  @TempDir static Path folder;
  private static CliShop shop;

  @BeforeAll
  static void fill() {
    shop = CliShop.filled(folder, CliShop.POLICY);
  }

  private static String asked(String command, String text, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(command, shop.path(), text, "--purpose", "recommendations", "--spend", "5%"));
    arguments.addAll(List.of(more));
    return shop.done(arguments.toArray(String[]::new));
  }

  @Test
  void query_rollupAndQuantiles_areReadableAndCompleteInEveryFormat() throws Exception {
    String table = asked("query", ROLLUP);
    assertThat(table).contains("(all)", "quantile(amount, 0.5)", "quantile(amount, 0.99)");
    assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    String csv = asked("query", ROLLUP, "--format", "csv");
    assertThat(csv.lines().filter(line -> line.startsWith("(all),"))).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(asked("query", ROLLUP, "--format", "json"));
    assertThat(json.get("measures").get(1).get("kind").textValue()).isEqualTo("QUANTILE");
    JsonNode last = json.get("rows").get(json.get("rows").size() - 1);
    assertThat(last.get("segment").toString()).isEqualTo("[\"(all)\"]");
    assertThat(asked("explain", ROLLUP))
        .contains("50 %", "WEIGHTED", "share one part", "spread evenly");
  }

  @Test
  void query_leastError_weighsByWhatIsExpectedAndSaysWhatIsMissing() {
    assertThat(asked("explain", TWO, "--least-error", "--expect", "1000,1")).contains("part");
    String[] unknown = {
      "explain", shop.path(), TWO, "--purpose", "stock-planning", "--spend", "5%", "--least-error"
    };
    Outcome refused = shop.run(unknown);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("no stored release").hasLineCount(1);
    String[] alone = {
      "query", shop.path(), TWO, "--purpose", "recommendations", "--spend", "5%", "--expect", "3,4"
    };
    assertThat(shop.run(alone).err()).contains("--least-error").hasLineCount(1);
  }

  private static final String TOP = "SELECT city, TOP_K(category, 2) FROM purchases GROUP BY city";

  /**
   * In Leeds all 100 buy bread, and so on. Noise of 12 % leaves the first place open at odds of
   * 10⁻¹¹; cake and coffee are alike there but for noise.
   */
  @Test
  void query_topK_namesTheFirstWithTheirPlacesInEveryFormat() throws Exception {
    String[] query = {
      "query", shop.path(), TOP, "--purpose", "recommendations", "--spend", "12%", "--format"
    };
    String table = shop.done(with(query, "table"));
    assertThat(table.lines().limit(3))
        .satisfiesExactly(
            head -> assertThat(head).matches("city +category +top_k\\(category, 2\\) +place"),
            line -> {},
            leeds -> assertThat(leeds).matches("Leeds +bread +\\d+ ± \\d+ +1"));
    assertThat(table).containsPattern("Leeds +(cake|coffee) +-?\\d+ ± \\d+ +2( \\(2–3\\))?\n");
    assertThat(table.replace('\n', ' ')).contains("place: in brackets", "at 95 % together");
    assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));

    List<CsvRecord> csv =
        CsvReader.builder().ofCsvRecord(shop.done(with(query, "csv"))).stream().toList();
    assertThat(csv).hasSize(1 + 5 * 2);
    assertThat(csv.get(0).getFields())
        .containsExactly(
            "city",
            "category",
            "top_k(category, 2)",
            "top_k(category, 2) standard error",
            "top_k(category, 2) low",
            "top_k(category, 2) high",
            "top_k(category, 2) place",
            "top_k(category, 2) best place",
            "top_k(category, 2) worst place");
    assertThat(csv.get(1).getFields().subList(6, 9)).containsExactly("1", "1", "1");
    assertThat(csv.get(2).getFields().subList(6, 8)).containsExactly("2", "2");
    assertThat(csv.get(2).getField(8)).isIn("2", "3");

    JsonNode json = new ObjectMapper().readTree(shop.done(with(query, "json")));
    assertThat(json.get("measures").get(0).get("kind").textValue()).isEqualTo("TOP_K");
    assertThat(json.get("rows").get(1).get("place").toString())
        .isEqualTo("{\"noisy\":2,\"best\":2,\"worst\":" + csv.get(2).getField(8) + "}");
  }

  private static String[] with(String[] arguments, String last) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }

  @Test
  void explain_topK_saysWhatIsPaidForAndWhenAnOrderIsSure() throws Exception {
    String table = asked("explain", TOP);
    assertThat(table.replace('\n', ' '))
        .contains("Named of each segment: the first 2 by category. The numbers of all 3 are")
        .containsPattern("so does the order of those \\d+ customers or more apart\\.")
        .contains("25 segments");
    assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    JsonNode row = new ObjectMapper().readTree(asked("explain", TOP, "--format", "json")).get(0);
    assertThat(row.get("named").intValue()).isEqualTo(2);
    // Two values of one segment: nearer than the ends of both intervals, further than one.
    assertThat(row.get("surely_apart").doubleValue())
        .isBetween(row.get("half_width").doubleValue(), 2 * row.get("half_width").doubleValue());
    JsonNode other = new ObjectMapper().readTree(asked("explain", TWO, "--format", "json")).get(0);
    assertThat(other.get("named").isNull()).isTrue();
  }

  @Test
  void nightly_topK_isExportedWithItsPlacesAndReportedWithoutChangesOrTrails() throws Exception {
    String plan =
        """
        purpose: recommendations
        spend: 24%
        queries:
          - name: first
            from: purchases
            segment-by: city
            measure: TOP_K(category, 2)
          - name: all
            from: purchases
            segment-by: [city, category]
            measure: customers
        """;
    shop.file("top.yaml", plan);
    for (int night = 1; night <= 2; night++) {
      shop.done(
          "nightly",
          shop.path(),
          shop.at("top.yaml"),
          "--as-of",
          LocalDate.now(ZoneId.of("Europe/London")).minusDays(2 - night).toString(),
          "--export",
          shop.at("top"),
          "--report",
          shop.at("top.html"));
    }
    List<CsvRecord> csv =
        CsvReader.builder()
            .ofCsvRecord(Files.readString(Path.of(shop.at("top/first.csv"))))
            .stream()
            .toList();
    List<String> head = csv.get(0).getFields();
    assertThat(head)
        .endsWith(
            "top_k(category, 2) place",
            "top_k(category, 2) best place",
            "top_k(category, 2) worst place");
    assertThat(csv).hasSize(1 + 5 * 2);
    assertThat(csv.get(1).getField(head.indexOf("top_k(category, 2) combined answers")))
        .isEqualTo("1");
    JsonNode json =
        new ObjectMapper().readTree(Files.readString(Path.of(shop.at("top/first.json"))));
    assertThat(json.get(0).get("top_k(category, 2) worst place").intValue()).isEqualTo(1);
    assertThat(json).hasSize(10);
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT typeof(\"top_k(category, 2) place\"), count(*) FROM '"
                    + shop.at("top/first.parquet")
                    + "' GROUP BY ALL")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("BIGINT");
      assertThat(rows.getInt(2)).isEqualTo(10);
    }
    String report = Files.readString(Path.of(shop.at("top.html")));
    String ranking = report.substring(report.indexOf("<h2>first"), report.indexOf("<h2>all"));
    String counts = report.substring(report.indexOf("<h2>all"));
    assertThat(ranking).contains("place 1<").doesNotContain("night by night");
    assertThat(counts).contains("night by night").doesNotContain("place 1");
  }

  @Test
  void suggest_purchases_fitsTheScreenAndIsStored() {
    String[] asking = {"suggest", shop.path(), "purchases", "--purpose", "recommendations"};
    String first = shop.done(asking);
    assertThat(first).contains("suggested:", "max-rows", "l0", "clamp", "1 %");
    assertThat(first.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(shop.done(asking)).isEqualTo(first);
    String[] wrong = {"suggest", shop.path(), "purchase", "--purpose", "recommendations"};
    assertThat(shop.run(wrong).err()).contains("did you mean purchases?").hasLineCount(1);
  }

  @Test
  void nightly_newMeasures_areAnsweredAgainAsStoredExportedAndReported() throws Exception {
    shop.file(
        "measures.yaml",
        """
        purpose: recommendations
        spend: 9%%
        queries:
          - name: spread
            query: %s
          - name: takings
            query: %s
        """
            .formatted(ROLLUP, TWO));
    String[] night = {
      "nightly",
      shop.path(),
      shop.at("measures.yaml"),
      "--export",
      shop.at("out"),
      "--report",
      shop.at("night.html")
    };
    assertThat(shop.done(night)).contains("(all)");
    Outcome again = shop.run(night);
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("0 drawn, 2 as stored");
    assertThat(Files.readString(Path.of(shop.at("night.html"))))
        .contains("all together", "quantile(amount, 0.5)");
  }
}
