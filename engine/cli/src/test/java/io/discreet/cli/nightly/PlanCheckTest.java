package io.discreet.cli.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import io.discreet.engine.Discreet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class PlanCheckTest {

  private static final String PLAN =
      """
      purpose: recommendations
      spend: 4%
      queries:
        - name: fine
          query: SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city, category
          expect: 1
        - name: coarse
          query: SELECT COUNT(DISTINCT customer) FROM purchases
          expect: 1000000
      """;

  @TempDir Path folder;

  @Test
  void check_expectedValueBelowTheError_namesTheQueryAndWhatHelps() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN);

    Outcome check = shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--check");

    assertThat(check.code()).isZero();
    assertThat(check.err())
        .contains(
            "fine: customers of a typical segment drowns in the noise; what would help most: ")
        .doesNotContain("coarse: ")
        .contains("the budget of ");
  }

  @Test
  void check_noExpectation_takesStoredReleasesAndNeverTheData() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN.replaceAll("    expect: .*\n", ""));
    String[] check = {"nightly", shop.path(), shop.at("plan.yaml"), "--check", "--format", "json"};
    assertThat(shop.done(check)).contains("\"typical\" : null").doesNotContain("\"typical\" : 0");
    shop.done("nightly", shop.path(), shop.at("plan.yaml"));
    assertThat(shop.done(check)).doesNotContain("\"typical\" : null");
  }

  @Test
  void check_sixtyPercentANight_lastsOneNight() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN.replace("4%", "60%"));

    Outcome check =
        shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--check", "--as-of", "2026-11-01");

    assertThat(check.err()).contains("lasts for 1 night of this plan");
  }

  @Test
  void night_twice_exportsBothAnswersAndReportsFromReleasesAlone() throws Exception {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN);
    String[] night = {"nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-01"};
    shop.done(night);
    night[4] = "2026-11-02";
    String out =
        shop.done(
            Stream.concat(Stream.of(night), Stream.of("--export", shop.at("out")))
                .toArray(String[]::new));

    assertThat(out).contains("together with earlier answers, at no cost:");
    assertThat(Files.readString(Path.of(shop.at("out"), "coarse.csv")))
        .startsWith(
            "customers,customers standard error,customers low,customers high,customers combined,")
        .hasLineCount(2);
    assertThat(Files.readString(Path.of(shop.at("out"), "fine.json")))
        .contains("customers combined answers");
    assertThat(parquet(Path.of(shop.at("out"), "fine.parquet")))
        .isEqualTo("25 rows, 11 columns, DOUBLE, BIGINT, 2 answers");
    String before = shop.done("budget", shop.path());
    shop.done("report", shop.path(), "--out", shop.at("report.html"));
    assertThat(Files.readString(Path.of(shop.at("report.html"))))
        .contains("2026-11-02", "In plain words", "Budget left at the end of each day");
    assertThat(shop.done("budget", shop.path())).isEqualTo(before);
    assertThat(shop.run("report", shop.path(), "--from", "2027-01-01").code()).isEqualTo(2);
    assertThat(shop.run("report", shop.path(), "--from", "2026-11-02", "--to", "2026-11-01").err())
        .contains("exchange them");
  }

  private static String parquet(Path file) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) OVER (), typeof(\"customers low\"), typeof(\"customers combined"
                    + " answers\"), * FROM '"
                    + file
                    + "' ORDER BY city, category")) {
      rows.next();
      return rows.getLong(1)
          + " rows, "
          + (rows.getMetaData().getColumnCount() - 3)
          + " columns, "
          + rows.getString(2)
          + ", "
          + rows.getString(3)
          + ", "
          + rows.getLong("customers combined answers")
          + " answers";
    }
  }

  @Test
  void outputs_placeThatCannotBe_isRefusedBeforeAnythingIsDrawn() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN);
    shop.file("taken", "");
    String[][] wrong = {
      {"--report", shop.at("missing/night.html"), "there is no folder"},
      {"--report", shop.path(), "is a folder; give a file"},
      {"--export", shop.at("taken/answers"), "is not a folder"},
    };

    for (String[] option : wrong) {
      Outcome outcome =
          shop.run("nightly", shop.path(), shop.at("plan.yaml"), option[0], option[1]);
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains(option[2]).hasLineCount(1);
    }
    assertThat(shop.done("releases", shop.path(), "--format", "json")).doesNotContain("COUNT");
    assertThat(shop.run("report", shop.path(), "--out", shop.at("missing/a.html")).code())
        .isEqualTo(2);
  }

  @Test
  void outputs_ofThePlan_areWrittenBesideIt() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN + "outputs: { report: n.html, export: a/b, formats: [parquet] }\n");

    shop.done("nightly", shop.path(), shop.at("plan.yaml"));

    assertThat(folder.resolve("n.html")).exists();
    assertThat(folder.resolve("a/b"))
        .isDirectoryContaining(file -> file.endsWith("fine.parquet"))
        .isDirectoryNotContaining(file -> file.toString().endsWith("csv"));
  }

  @Test
  void check_divideByLeastError_isNoWorseThanAnyOtherDivision() throws Exception {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN.replace("expect: 1\n", "expect: 40\n"));
    double byWeight = totalError(shop);
    shop.file("plan.yaml", "divide: least-error\n" + PLAN.replace("expect: 1\n", "expect: 40\n"));
    double least = totalError(shop);

    assertThat(least).isLessThan(byWeight);
    for (double weight : new double[] {0.001, 0.5, 0.9, 1.1, 2, 1_000, 1_000_000}) {
      shop.file(
          "plan.yaml", PLAN.replace("expect: 1\n", "expect: 40\n    weight: " + weight + "\n"));
      assertThat(totalError(shop)).as("%s", weight).isGreaterThanOrEqualTo(least * (1 - 1e-3));
    }
  }

  /** The sum over the plan's queries of (half of the expected interval / typical value)². */
  private static double totalError(CliShop shop) throws IOException {
    String json =
        shop.done("nightly", shop.path(), shop.at("plan.yaml"), "--check", "--format", "json");
    double sum = 0;
    double cost = 0;
    for (JsonNode line : new ObjectMapper().readTree(json)) {
      sum += Math.pow(line.get("half_width").asDouble() / line.get("typical").asDouble(), 2);
      cost += line.get("share").asDouble();
    }
    assertThat(cost).isBetween(0.0399, 0.04);
    return sum;
  }

  @Test
  void leastError_nothingKnownOfAQuery_saysWhatToAdd() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", "divide: least-error\n" + PLAN.replaceAll("    expect: .*\n", ""));
    String[] night = {"nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-02"};

    Outcome refused = shop.run(night);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("query fine: divide: least-error needs to know");
    shop.file("first.yaml", PLAN);
    shop.done("nightly", shop.path(), shop.at("first.yaml"), "--as-of", "2026-11-01");
    String answered = shop.done(night);
    assertThat(shop.done(night)).isEqualTo(answered);
  }

  /** The later answer has another error, so that another typical value would be taken from it. */
  @Test
  void leastError_answeredLaterAsOfAnEarlierDay_dividesARerunAsBefore() throws Exception {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("first.yaml", PLAN);
    shop.file("later.yaml", PLAN.replace("spend: 4%", "spend: 40%"));
    shop.file("plan.yaml", "divide: least-error\n" + PLAN.replaceAll("    expect: .*\n", ""));
    shop.done("nightly", shop.path(), shop.at("first.yaml"), "--as-of", "2026-11-01");
    shop.done("nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-02");
    List<Double> shares = shares(shop);

    shop.done("nightly", shop.path(), shop.at("later.yaml"), "--as-of", "2026-11-01");

    assertThat(shares(shop)).hasSize(2).isEqualTo(shares);
  }

  private static List<Double> shares(CliShop shop) throws IOException {
    String json =
        shop.done(
            "nightly",
            shop.path(),
            shop.at("plan.yaml"),
            "--as-of",
            "2026-11-02",
            "--check",
            "--format",
            "json");
    List<Double> shares = new ArrayList<>();
    new ObjectMapper().readTree(json).forEach(line -> shares.add(line.get("share").asDouble()));
    return shares;
  }

  @Test
  void check_meanThatWasAnswered_expectsTheErrorOfAsManyRows() throws Exception {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file(
        "plan.yaml",
        """
        purpose: stock-planning
        queries:
          - { name: mean, query: SELECT AVG(amount) FROM purchases, share: 40% }
        """);
    String[] check = {"nightly", shop.path(), shop.at("plan.yaml"), "--check", "--format", "json"};

    shop.done("nightly", shop.path(), shop.at("plan.yaml"));

    try (Discreet analyst = Discreet.open(Path.of(shop.path()))) {
      double error = analyst.releases().get(0).rows().get(0).estimates().get(0).standardError();
      // A guess would meet the error of the noisy answer to a thousandth by rare chance only.
      assertThat(halfWidth(shop.done(check)))
          .isCloseTo(1.96 * error, Percentage.withPercentage(0.1));
    }
  }

  private static double halfWidth(String json) throws IOException {
    return new ObjectMapper().readTree(json).get(0).get("half_width").asDouble();
  }

  @Test
  void plan_misspeltColumn_isNamedWithItsQueryAndTheNearest() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN.replace("city", "ctiy"));

    Outcome check = shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--check");

    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err()).startsWith("discreet: query fine: ").contains("did you mean city?");
  }

  @Test
  void export_nameThatIsNoFileName_isRefusedBeforeAnythingIsDrawn() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN.replace("name: fine", "name: ../fine"));

    Outcome outcome =
        shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--export", shop.at("out"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(shop.done("releases", shop.path(), "--format", "json")).doesNotContain("COUNT");
  }
}
