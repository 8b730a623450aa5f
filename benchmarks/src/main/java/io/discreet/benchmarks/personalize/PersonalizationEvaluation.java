package io.discreet.benchmarks.personalize;

import io.discreet.benchmarks.personalize.PurchaseHistory.Columns;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Offline evaluation: lists made from some days foretell the purchases of the days after.
 *
 * <p>Compared are what is popular with everybody, what is popular with exactly one's own segment
 * (no privacy), and Discreet's ranking at several ε a month, from counts that are drawn each by
 * itself and from joint answers. The last column is how much of what exact segments gain over
 * popularity in nDCG is left. Private lists are averaged over {@code --runs} (10) shops, each with
 * keys and noise of its own.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * ./discreet demo --into bakery
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.personalize.PersonalizationEvaluation \
 *     --customers bakery/customers.csv --purchases bakery/purchases.csv --into evaluation
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.personalize.PersonalizationEvaluation \
 *     --purchases online_retail_clean.csv.gz --customer customer_id --item stock_code \
 *     --day invoice_date --axes country --l0 20 --into evaluation
 * }</pre>
 *
 * <p>{@code --train-days} (180) and {@code --test-days} (30) count back from the newest day; {@code
 * --length} (5) is that of the lists; {@code --epsilons} (0.25,0.5,1,2,4) are those of a month;
 * {@code --l0} (4) is how many segments one customer counts in.
 */
public final class PersonalizationEvaluation {
  private final Map<String, String> options = new HashMap<>();
  private final PrintStream out;

  PersonalizationEvaluation(List<String> arguments, PrintStream out) {
    this.out = out;
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      options.put(arguments.get(i), arguments.get(i + 1));
    }
  }

  public static void main(String[] arguments) throws IOException {
    new PersonalizationEvaluation(List.of(arguments), System.out).run();
  }

  void run() throws IOException {
    Columns columns =
        new Columns(
            option("--customer", "email"),
            option("--item", "product"),
            option("--day", "day"),
            List.of(option("--axes", "city,age_band").split(",", -1)));
    String customers = options.get("--customers");
    PurchaseHistory all =
        PurchaseHistory.read(
            customers == null ? null : Path.of(customers),
            Path.of(option("--purchases", "purchases.csv")),
            columns);
    DaysSplit days = DaysSplit.newest(all, number("--train-days", 180), number("--test-days", 30));
    PurchaseHistory train = days.before();
    PurchaseHistory test = days.after();
    int length = number("--length", 5);
    Scores popular = Scores.of(ItemLists.popularity(train, length), test, length);
    Scores exact = Scores.of(ItemLists.exactSegments(train, length), test, length);
    out.printf(
        Locale.ROOT,
        "%,d purchases of %,d items from %s on; tested on %,d customers from %s on%n%n",
        train.purchases().size(),
        train.items().size(),
        days.first(),
        popular.customers(),
        days.border());
    out.printf(
        Locale.ROOT,
        "| lists of %d | hit rate | nDCG | of the gain of exact segments |%n"
            + "| --- | ---: | ---: | ---: |%n",
        length);
    line("popular with everybody", List.of(popular), popular, exact);
    Path into = Files.createTempDirectory(Files.createDirectories(folder()), "run-");
    for (String epsilon : option("--epsilons", "0.25,0.5,1,2,4").split(",", -1)) {
      List<Scores> each = new ArrayList<>();
      List<Scores> jointly = new ArrayList<>();
      for (int run = 0; run < number("--runs", 10); run++) {
        PrivateShop shop =
            new PrivateShop(
                into.resolve("shop-" + epsilon + "-" + run),
                train,
                columns,
                Double.parseDouble(epsilon),
                number("--l0", 4));
        each.add(Scores.of(shop.lists(0, length), test, length));
        jointly.add(Scores.of(shop.jointLists(1, length), test, length));
      }
      line("Discreet, ε " + epsilon + " a month, each count by itself", each, popular, exact);
      line("Discreet, ε " + epsilon + " a month, from one draw", jointly, popular, exact);
    }
    line("exact segments, no privacy", List.of(exact), popular, exact);
  }

  private void line(String name, List<Scores> runs, Scores popular, Scores exact) {
    double hits = runs.stream().mapToDouble(Scores::hitRate).average().orElseThrow();
    double ndcg = runs.stream().mapToDouble(Scores::ndcg).average().orElseThrow();
    double gain = (ndcg - popular.ndcg()) / (exact.ndcg() - popular.ndcg());
    out.printf(Locale.ROOT, "| %s | %.4f | %.4f | %.0f %% |%n", name, hits, ndcg, 100 * gain);
  }

  private Path folder() {
    return Path.of(option("--into", "evaluation"));
  }

  private String option(String name, String unlessGiven) {
    return options.getOrDefault(name, unlessGiven);
  }

  private int number(String name, int unlessGiven) {
    return Integer.parseInt(option(name, Integer.toString(unlessGiven)));
  }
}
