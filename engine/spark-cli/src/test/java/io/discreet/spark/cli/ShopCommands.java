package io.discreet.spark.cli;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.util.List;

/** What is asked of shops, here and on Spark. */
final class ShopCommands {

  static final String PLAN =
      """
      purpose: recommendations
      spend: 6%
      queries:
        - name: category
          query: SELECT category, COUNT(DISTINCT customer) FROM purchases GROUP BY category
          jointly: by-category
        - name: sums
          query: SELECT city, SUM(amount), MEAN(pieces) FROM purchases GROUP BY city
        - name: city-category
          query: SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city, category
          jointly: by-category
      """;

  static final List<String> QUERY =
      List.of(
          "query",
          "SHOP",
          "SELECT category, COUNT(DISTINCT customer), SUM(amount) FROM purchases GROUP BY category",
          "--purpose",
          "stock-planning",
          "--spend",
          "9%");

  static final List<String> NIGHT = List.of("nightly", "SHOP", "PLAN", "--format", "csv");

  private ShopCommands() {}

  /** The command with the paths of a shop and of the plan in it. */
  static List<String> on(CliShop shop, List<String> command) {
    shop.file("plan.yaml", PLAN);
    return command.stream()
        .map(
            word ->
                switch (word) {
                  case "SHOP" -> shop.path();
                  case "PLAN" -> shop.at("plan.yaml");
                  default -> word;
                })
        .toList();
  }

  static Outcome here(CliShop shop, List<String> command) {
    return shop.run(on(shop, command).toArray(String[]::new));
  }
}
