package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.discreet.cli.CliShop;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands print: readable within 80 columns, and in full for programs. */
class OutputTest {

  private static final String TWO_AXES =
      "SELECT city, category, COUNT(DISTINCT customer), CLAMPED_SUM(amount, 0, 60), AVG(amount),"
          + " SUM(amount) FROM purchases WHERE amount > 0 GROUP BY city, category";

  @TempDir static Path folder;
  private static CliShop shop;

  @BeforeAll
  static void fill() {
    shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("id.txt", CliShop.rawId(7) + "\n");
    shop.file(
        "plan.yaml",
        """
        purpose: recommendations
        spend: 50%
        queries:
          - name: what-sells-where
            query: SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city, category
            weight: 9
          - name: takings
            query: SELECT city, COUNT(*), SUM(amount) FROM purchases GROUP BY city
            every: week
        """);
    shop.done("nightly", shop.path(), shop.at("plan.yaml"));
    shop.done("query", shop.path(), TWO_AXES, "--purpose", "recommendations", "--spend", "5%");
  }

  static List<List<String>> tables() {
    String path = shop.path();
    return List.of(
        List.of("budget", path),
        List.of("releases", path),
        List.of("explain", path, TWO_AXES, "--purpose", "recommendations", "--spend", "5%"),
        List.of("query", path, TWO_AXES, "--purpose", "recommendations", "--spend", "5%"),
        List.of("nightly", path, shop.at("plan.yaml"), "--check"),
        List.of("nightly", path, shop.at("plan.yaml")),
        List.of("recommend", path, "--segment", "city=Leeds", "--item", "category"),
        List.of("statement", path, "--id-file", shop.at("id.txt")),
        List.of("consent", path, shop.at("consents.csv")),
        List.of("intake", path, "customers", shop.at("customers.csv"), "--again"));
  }

  private static String printed(List<String> command, String format) {
    List<String> args = new ArrayList<>(command);
    args.addAll(List.of("--format", format));
    return shop.done(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void table_anyCommand_fitsEightyColumns(List<String> command) {
    String text = printed(command, "table");

    assertThat(text).isNotBlank().doesNotContain("\u001b", "\r");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void json_anyCommand_parses(List<String> command) throws Exception {
    assertThat(new ObjectMapper().readTree(printed(command, "json"))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void csv_anyCommand_hasEqualRecords(List<String> command) {
    // The tables of a night stand below one another, a blank line between them.
    for (String table : printed(command, "csv").split("\n\r?\n", -1)) {
      List<CsvRecord> records = CsvReader.builder().ofCsvRecord(table).stream().toList();
      assertThat(records).extracting(CsvRecord::getFieldCount).containsOnly(fields(records));
      assertThat(records).hasSizeGreaterThan(1);
    }
  }

  private static int fields(List<CsvRecord> records) {
    return records.get(0).getFieldCount();
  }

  @Test
  void statement_json_holdsEverything() throws Exception {
    JsonNode page =
        new ObjectMapper()
            .readTree(
                shop.done(
                    "statement", shop.path(), "--id-file", shop.at("id.txt"), "--format", "json"));

    JsonNode purchases = page.get("data").get(1);
    assertThat(purchases.get("table").textValue()).isEqualTo("purchases");
    assertThat(purchases.get("rows")).hasSize(4);
    assertThat(purchases.get("columns").toString())
        .isEqualTo("[\"day\",\"category\",\"amount\",\"pieces\"]");
    assertThat(purchases.get("rows").get(0)).hasSize(4);
    assertThat(page.get("data").get(0).get("rows").toString()).isEqualTo("[[\"York\"]]");
    assertThat(page.get("consents"))
        .anySatisfy(
            consent -> {
              assertThat(consent.get("purpose").textValue()).isEqualTo("recommendations");
              assertThat(consent.get("since").textValue()).isEqualTo("2026-01-01");
              assertThat(consent.get("granted").booleanValue()).isTrue();
              assertThat(consent.get("in_force").booleanValue()).isTrue();
            });
    assertThat(page.get("cap_epsilon").isNull()).isTrue();
    assertThat(page.get("releases")).hasSizeGreaterThanOrEqualTo(3);
    double paid = 0;
    for (JsonNode release : page.get("releases")) {
      assertThat(release.get("query").textValue()).startsWith("SELECT ");
      assertThat(release.get("release").textValue()).hasSize(32);
      paid += release.get("share").doubleValue();
    }
    assertThat(page.get("spent").get("period_share").doubleValue())
        .isBetween(paid - 1e-9, paid + 1e-9);
    assertThat(page.get("spent").get("lifetime_epsilon").doubleValue()).isPositive();
    assertThat(page.get("spent").get("delta").doubleValue()).isPositive();
  }

  @Test
  void statement_customerWithALimit_showsIt() {
    shop.file("careful.txt", CliShop.rawId(8) + "\r\n");
    shop.done("cap", shop.path(), "--strict", "--id-file", shop.at("careful.txt"));

    String[] asking = {"statement", shop.path(), "--id-file", shop.at("careful.txt")};
    assertThat(shop.done(asking)).contains("Own limit:\n  ε 1 in each period\n");
  }

  @Test
  void forget_customer_saysWhatRemainsAndForgets() {
    shop.file("leaver.txt", CliShop.rawId(9));
    String[] asking = {"statement", shop.path(), "--id-file", shop.at("leaver.txt")};
    assertThat(shop.done(asking)).contains("purchases: 2 rows");

    assertThat(shop.done("forget", shop.path(), "--id-file", shop.at("leaver.txt")))
        .containsIgnoringWhitespaces("What remains is one balance under the pseudonym");

    assertThat(shop.run(asking).err()).contains("holds nothing of this customer");
  }

  @Test
  void recommend_unknownCell_namesTheOnesThatThereAre() {
    assertThat(shop.run("recommend", shop.path(), "--segment", "city=Leds").err())
        .contains("Leeds, York, Hull", "did you mean Leeds?")
        .hasLineCount(1);
    assertThat(shop.run("recommend", shop.path(), "--segment", "town=Leeds").err())
        .contains("only by category, city")
        .hasLineCount(1);
    assertThat(shop.run("recommend", shop.path()).err()).contains("(--item)").hasLineCount(1);
  }

  @Test
  void recommend_purpose_isRespected() {
    String[] asking = {"recommend", shop.path(), "--segment", "city=Leeds", "--purpose", ""};
    asking[5] = "recommendations";
    assertThat(shop.done(asking)).startsWith("1. bread\n");
    asking[5] = "stock-planning";
    assertThat(shop.run(asking).code()).isEqualTo(2);
  }

  @Test
  void analyst_anyCommand_needsNoPassphrase() {
    for (List<String> command : tables().subList(0, 7)) {
      assertThat(
              shop.run(Map.of(), InputStream.nullInputStream(), command.toArray(String[]::new))
                  .code())
          .as(Arrays.toString(command.toArray()))
          .isZero();
    }
  }
}
