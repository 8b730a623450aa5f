package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
