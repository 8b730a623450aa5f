package io.discreet.cli.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import io.discreet.engine.Discreet;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class NightlyCommandTest {

  private static final int MANY = 60;

  @TempDir Path folder;

  /** A process of its own that holds the lock until it is killed. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      NightLock lock = NightLock.take(Path.of(args[0]), "other");
      System.err.println("held");
      while (System.in.read() >= 0) {}
      lock.close();
    }
  }

  private static Process java(String main, String... args) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    line.addAll(List.of(args));
    return new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void await(Process process, String line) throws IOException {
    BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    String read = err.readLine();
    while (read != null && !read.contains(line)) {
      read = err.readLine();
    }
    assertThat(read).isNotNull();
  }

  private static String plan(int queries, String spend) {
    StringBuilder plan = new StringBuilder("purpose: recommendations\nspend: " + spend);
    plan.append("\nqueries:\n");
    for (int i = 0; i < queries; i++) {
      plan.append("  - name: above-").append(i).append("\n    query: SELECT city, COUNT(*) FROM");
      plan.append(" purchases WHERE amount > ").append(i).append(" GROUP BY city\n");
    }
    return plan.toString();
  }

  private static Map<String, String> releases(CliShop shop) {
    Map<String, String> releases = new TreeMap<>();
    try (Discreet analyst = Discreet.open(Path.of(shop.path()))) {
      for (Release release : analyst.releases()) {
        releases.put(release.id(), new String(ReleaseJson.write(release), StandardCharsets.UTF_8));
      }
    }
    return releases;
  }

  private static double spent(CliShop shop) {
    try (Discreet analyst = Discreet.open(Path.of(shop.path()))) {
      return analyst.budget().spentShare();
    }
  }

  @Test
  void night_killedInTheMiddle_isFinishedWithoutDrawingOrChargingTwice() throws Exception {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", plan(MANY, "30%"));
    Process night =
        java(
            "io.discreet.cli.Main",
            "nightly",
            shop.path(),
            shop.at("plan.yaml"),
            "--as-of",
            "2026-11-23");
    await(night, "3/" + MANY + " above-2: drawn in ");
    night.destroyForcibly().waitFor();
    Map<String, String> before = releases(shop);
    assertThat(before).hasSizeBetween(3, MANY - 1);

    Outcome rest = shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-23");

    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(rest.err())
        .contains("1/" + MANY + " above-0: answered before, taken as stored in ")
        .contains(MANY + "/" + MANY + " above-59: drawn in ")
        .contains((MANY - before.size()) + " drawn, " + before.size() + " as stored, 0 refused")
        .doesNotContain("\r", "\u001b")
        .hasLineCount(MANY + 1);
    Map<String, String> after = releases(shop);
    assertThat(after).hasSize(MANY).containsAllEntriesOf(before);
    assertThat(spent(shop)).isBetween(0.2999, 0.3);

    Outcome again = shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-23");
    assertThat(again.out()).isEqualTo(rest.out());
    assertThat(again.err()).contains("0 drawn, " + MANY + " as stored");
    assertThat(releases(shop)).isEqualTo(after);
  }

  @Test
  void night_whileAnotherRuns_isRefusedAndNamesIt() throws Exception {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", plan(1, "3%"));
    Process other = java(Holder.class.getName(), shop.path());
    await(other, "held");

    Outcome refused = shop.run("nightly", shop.path(), shop.at("plan.yaml"));
    Outcome checked = shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--check");
    other.destroyForcibly().waitFor();
    Outcome after = shop.run("nightly", shop.path(), shop.at("plan.yaml"));

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith(
            "discreet: refused: another night of this shop is running (plan other, process ")
        .contains("process " + other.pid() + ", since ")
        .hasLineCount(1);
    assertThat(checked.code()).isZero();
    assertThat(after.code()).isZero();
  }

  @Test
  void night_someRefused_answersTheRestAndSaysSo() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY.replace("drop", "refuse"));
    shop.file("plan.yaml", plan(2, "60%"));
    String[] first = {"nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-23"};
    assertThat(shop.run(first).code()).isZero();
    String[] second = {"nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-24"};

    Outcome outcome = shop.run(second);

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err())
        .contains("2/2 above-1: refused: the budget of this period", "1 drawn", "1 refused");
    assertThat(outcome.out()).contains("── above-0").doesNotContain("── above-1");
  }

  @Test
  void night_queryRewrittenAfterItsAnswer_failsAloneAndSaysSo() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", plan(2, "10%"));
    String[] night = {"nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-23"};
    shop.done(night);
    shop.file("plan.yaml", plan(2, "10%").replace("amount > 0", "amount > 7"));

    Outcome outcome = shop.run(night);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("above-0: failed: ", "1 as stored, 0 refused, 1 failed");
    assertThat(outcome.out()).contains("── above-1").doesNotContain("── above-0");
  }

  @Test
  void night_toCome_isAskedWronglyButMayBePriced() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", plan(1, "3%"));

    Outcome early = shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "9999-12-30");
    Outcome priced =
        shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "9999-12-30", "--check");

    assertThat(early.code()).isEqualTo(2);
    assertThat(early.err()).startsWith("discreet: the night of 9999-12-30 is to come; today is ");
    assertThat(releases(shop)).isEmpty();
    assertThat(priced.code()).isZero();
  }

  @Test
  void night_shopWithoutData_isAskedWrongly() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("plan.yaml", plan(2, "10%"));

    Outcome outcome = shop.run("nightly", shop.path(), shop.at("plan.yaml"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("discreet intake SHOP purchases FILE");
    assertThat(releases(shop)).isEmpty();
  }

  private static final String JOINTLY =
      """
      purpose: recommendations
      spend: 20%
      queries:
        - name: category
          query: SELECT category, COUNT(DISTINCT customer) FROM purchases GROUP BY category
          jointly: by-category
        - name: rows
          query: SELECT COUNT(*) FROM purchases
        - name: city-category
          query: SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city, category
          jointly: by-category
      """;

  private static Release answer(CliShop shop, String query) {
    try (Discreet analyst = Discreet.open(Path.of(shop.path()))) {
      return analyst.releases().stream()
          .filter(release -> release.night().orElseThrow().query().equals(query))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void night_queriesAnsweredJointly_haveAnswersThatAgree_drawnOnce() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", JOINTLY);
    String[] night = {
      "nightly",
      shop.path(),
      shop.at("plan.yaml"),
      "--as-of",
      "2026-11-23",
      "--export",
      shop.at("out"),
      "--report",
      shop.at("night.html")
    };

    Outcome first = shop.run(night);

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err())
        .contains("1/2 category, city-category: drawn jointly in ", "2/2 rows: drawn in ")
        .contains("3 drawn, 0 as stored");
    assertThat(first.out()).containsSubsequence("── category", "── rows", "── city-category");
    assertThat(spent(shop)).isBetween(0.1999, 0.2);
    assertThat(Path.of(shop.at("out"), "city-category.csv")).exists();
    Release total = answer(shop, "category");
    double sum = 0;
    for (Release.Row row : answer(shop, "city-category").rows()) {
      sum += row.segment().get(1).equals("bread") ? row.estimates().get(0).value() : 0;
    }
    assertThat(total.rows().get(0).segment()).containsExactly("bread");
    assertThat(sum).isCloseTo(total.rows().get(0).estimates().get(0).value(), within(0.004));

    Outcome again = shop.run(night);
    assertThat(again.err()).contains("0 drawn, 3 as stored");
    assertThat(again.out()).isEqualTo(first.out());

    shop.file("plan.yaml", JOINTLY.replace("    jointly: by-category\n", ""));
    Outcome apart = shop.run(night);
    assertThat(apart.code()).isEqualTo(1);
    assertThat(apart.err())
        .contains(
            "category: failed: query category was already answered for 2026-11-23 jointly with other"
                + " queries; give it a name of its own, or wait for its next slot")
        .contains("0 drawn, 1 as stored, 0 refused, 2 failed");
    assertThat(spent(shop)).isBetween(0.1999, 0.2);
  }

  @Test
  void night_queryThatCannotBeAnsweredJointly_isFoundBeforeAnyIsRun() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file(
        "plan.yaml",
        JOINTLY.replace(
            "COUNT(*) FROM purchases\n", "COUNT(*) FROM purchases\n    jointly: by-category\n"));

    Outcome outcome = shop.run("nightly", shop.path(), shop.at("plan.yaml"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(
            "queries answered jointly as by-category: 'SELECT COUNT(*) FROM purchases' cannot be"
                + " answered jointly: only COUNT(DISTINCT customer) can, alone");
    assertThat(releases(shop)).isEmpty();
  }
}
