package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about segments and groups, from a shop in which each city buys one category. */
class RankingCommandsTest {

  @TempDir private Path files;

  private CliShop shop = CliShop.none(Path.of(""));

  @BeforeEach
  void releases() {
    shop = CliShop.filled(files, CliShop.POLICY);
    for (String by : new String[] {"city, category", "category"}) {
      shop.done(
          "query",
          shop.path(),
          "SELECT " + by + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + by,
          "--purpose",
          "stock-planning",
          "--spend",
          "45%");
    }
  }

  @Test
  void recommend_rank_ordersAllItemsForTheSegment() {
    String csv =
        shop.done(
            "recommend",
            shop.path(),
            "--segment",
            "city=York",
            "--item",
            "category",
            "--rank",
            "--format",
            "csv");
    // 100 customers of York buy cake and nothing else; the noise is about 5.
    assertThat(csv.lines().toList().get(0)).isEqualTo("item,share,low,high,own_weight");
    assertThat(csv.lines().toList().get(1)).startsWith("cake,0.");
    assertThat(csv.lines()).hasSize(4);
    String table =
        shop.done(
            "recommend", shop.path(), "--segment", "city=York", "--item", "category", "--rank");
    assertThat(table).contains("Shares of what customers with city York are expected to take");
    assertThat(table.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void fairness_cities_hasALineForEach() {
    String table = shop.done("fairness", shop.path(), "--group", "city", "--item", "category");
    assertThat(table).contains("Leeds", "York", "Hull", "relative error");
    assertThat(table.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void fairness_misspeltGroup_saysWhichAxesThereAre() {
    Outcome outcome = shop.run("fairness", shop.path(), "--group", "citty", "--item", "category");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("'citty'").contains("city");
    assertThat(outcome.err().lines()).hasSize(1);
  }
}
