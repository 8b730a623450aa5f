package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --spark} in a build that has no Spark, as this one. */
class SparkOptionTest {

  private static final String PLAN =
      """
      purpose: stock-planning
      spend: 2%
      queries:
        - name: rows
          query: SELECT COUNT(*) FROM purchases
      """;

  @TempDir static Path folder;
  private static CliShop shop;

  @BeforeAll
  static void fill() {
    shop =
        CliShop.filled(folder, CliShop.POLICY.replace("period", "coverage-reserve: 20%, period"));
    shop.file("plan.yaml", PLAN);
  }

  private static List<String> arguments(String line) {
    List<String> arguments = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      arguments.add(
          word.equals("QUERY")
              ? "SELECT COUNT(DISTINCT customer) FROM purchases"
              : word.replace("@shop", shop.path()).replace("@", shop.at("")));
    }
    return arguments;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query @shop QUERY --purpose stock-planning --spend 2%",
        "coverage @shop QUERY --purpose stock-planning --question-spend 2% --spend 2%",
        "suggest @shop purchases --purpose stock-planning",
        "nightly @shop @/plan.yaml",
        "intake @shop purchases sales.purchases"
      })
  void spark_thatThisBuildLacks_isOneLineThatSaysHowToBuildIt(String line) {
    Map<String, String> before = shop.bytes();
    for (boolean first : List.of(true, false)) {
      List<String> arguments = arguments(line);
      arguments.addAll(first ? 0 : arguments.size(), List.of("--spark", "local[2]"));

      Outcome outcome = shop.run(arguments.toArray(String[]::new));

      assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err())
          .hasLineCount(1)
          .startsWith("discreet: this build has no Spark: build it with 'mvn -Pspark ");
    }
    assertThat(shop.bytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain @shop QUERY --purpose stock-planning --spend 2%",
        "budget @shop",
        "minimise @shop",
        "minimize @shop",
        "schema"
      })
  void spark_forACommandWithoutAUseForIt_isRefusedAndNotShown(String line) {
    List<String> arguments = arguments(line);
    assertThat(shop.run(arguments.get(0), "--help").out()).doesNotContain("--spark");
    arguments.addAll(0, List.of("--spark", "local[2]"));

    Outcome outcome = shop.run(arguments.toArray(String[]::new));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains("--spark goes with intake, query, coverage, suggest, nightly only");
  }

  @Test
  void help_showsTheOptionAndAnExample() {
    assertThat(shop.run("--help").out())
        .contains("--spark=MASTER")
        .contains("  discreet --spark 'local[2]' nightly shop plan.yaml");
    assertThat(shop.run("query", "--help").out()).contains("--spark=MASTER");
    assertThat(shop.run("--spark", "local[2]", "query", "--help").code()).isZero();
  }

  @Test
  void check_ofAPlan_needsNoSpark() {
    List<String> arguments = arguments("--spark local[2] nightly @shop @/plan.yaml --check");
    assertThat(shop.run(arguments.toArray(String[]::new)).code()).isZero();
  }
}
