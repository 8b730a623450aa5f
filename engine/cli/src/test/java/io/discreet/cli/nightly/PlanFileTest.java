package io.discreet.cli.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.cli.nightly.PlanOutputs.ExportFormat;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.AccuracyCost;
import io.discreet.engine.plan.EpsilonCost;
import io.discreet.engine.plan.Share;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {

  private static final String PLAN =
      """
      purpose: recommendations
      spend: 3%
      queries:
        - name: spend-by-city
          query: SELECT city, SUM(amount) FROM purchases GROUP BY city
          weight: 2
        - name: pieces
          query: SELECT COUNT(*) FROM purchases
          purpose: stock-planning
          every: week
          l0: 1
      """;

  @Test
  void plan_complete_isReadAsWritten() {
    NightlyPlan plan = PlanFile.parse(PLAN, "plan");

    assertThat(plan.name()).isEqualTo("plan");
    assertThat(plan.spend().orElseThrow().fraction()).isEqualByComparingTo("0.03");
    assertThat(plan.queries()).extracting(NightlyQuery::name).contains("spend-by-city", "pieces");
    assertThat(share(plan.queries().get(0))).isEqualByComparingTo("0.02");
    assertThat(plan.queries().get(0).query().purpose()).isEqualTo("recommendations");
    assertThat(plan.queries().get(1).query().purpose()).isEqualTo("stock-planning");
    assertThat(plan.queries().get(1).every()).isEqualTo(Cadence.WEEK);
  }

  private static BigDecimal share(NightlyQuery query) {
    return ((Share) query.cost()).fraction();
  }

  @Test
  void plan_fluentKeys_askTheSameAsText() {
    NightlyPlan plan =
        PlanFile.parse(
            """
            purpose: p
            spend: 2%
            every: week
            queries:
              - name: text
                query: >-
                  SELECT city, MONTH(day), COUNT(DISTINCT customer), SUM(amount) FROM purchases
                  WHERE category = 'bread' AND amount > 1 GROUP BY city, MONTH(day)
              - name: fluent
                from: purchases
                where: category = 'bread' AND amount > 1
                segment-by: [city, MONTH(day)]
                measure: [customers, SUM(amount)]
                every: day
              - name: short
                from: purchases
                measure: rows
            """,
            "plan");

    assertThat(plan.queries().get(1).query()).isEqualTo(plan.queries().get(0).query());
    assertThat(plan.queries().get(2).query().text()).isEqualTo("SELECT COUNT(*) FROM purchases");
    assertThat(plan.queries())
        .extracting(NightlyQuery::every)
        .containsExactly(Cadence.WEEK, Cadence.DAY, Cadence.WEEK);
  }

  @Test
  void plan_costsOfTheirOwn_areNotPartOfSpend() {
    NightlyPlan plan =
        PlanFile.parse(
            """
            purpose: p
            spend: 2%
            queries:
              - { name: a, query: SELECT COUNT(*) FROM t, share: 0.5% }
              - { name: b, query: SELECT COUNT(*) FROM t, epsilon: 0.25 }
              - { name: c, query: SELECT COUNT(*) FROM t, accuracy: 20 }
              - { name: d, query: SELECT COUNT(*) FROM t }
            """,
            "plan");

    assertThat(plan.queries())
        .extracting(NightlyQuery::cost)
        .containsExactly(
            Share.parse("0.5%"),
            new EpsilonCost(0.25),
            new AccuracyCost(20),
            new Share(new BigDecimal("0.020000000000")));
  }

  @Test
  void plan_outputs_lieBesideTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("night.yml"), PLAN + OUTPUTS);

    PlanOutputs outputs = PlanFile.read(file).outputs();

    assertThat(outputs.report()).contains(folder.resolve("reports/night.html"));
    assertThat(outputs.export()).contains(folder.resolve("answers"));
    assertThat(outputs.formats()).containsExactlyInAnyOrder(ExportFormat.CSV, ExportFormat.PARQUET);
    assertThat(outputs.with(Optional.of(Path.of("a.html")), Optional.empty()).report())
        .contains(Path.of("a.html"));
  }

  private static final String OUTPUTS =
      "outputs: { report: reports/night.html, export: answers, formats: [csv, parquet] }\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          purpose:        | porpose:            | plan.yaml:1: porpose: unknown key; did you mean purpose?
          spend: 3%       | spent: 3%           | plan.yaml:2: spent: unknown key; did you mean spend?
          weight: 2       | wieght: 2           | plan.yaml:6: queries[0].wieght: unknown key; did you mean weight?
          every: week     | ever: week          | plan.yaml:10: queries[1].ever: unknown key; did you mean every?
          every: week     | every: weak         | plan.yaml:10: queries[1].every: must be day, month or week, got 'weak'; did you mean week?
          spend: 3%       | spend: 0%           | plan.yaml:2: spend: a share of the budget must be above 0 %
          spend: 3%       | spend: 101%         | plan.yaml:2: spend: a share of the budget must be above 0 % and at most 100 %
          spend: 3%       | spend: .nan         | plan.yaml:2: spend: a share is written with a percent sign
          spend: 3%       | spend: .inf%        | plan.yaml:2: spend: a share is written like 2%
          weight: 2       | weight: 0           | plan.yaml:6: queries[0].weight: a weight must be above 0
          weight: 2       | expect: [1, 2]      | plan.yaml:6: queries[0].expect: gives 2 values for 1 measures
          weight: 2       | expect: 0           | plan.yaml:6: queries[0].expect: a typical segment's value must be above 0
          weight: 2       | weight: -1          | plan.yaml:6: queries[0].weight: a weight must be above 0
          weight: 2       | weight: .nan        | plan.yaml:6: queries[0].weight: must be a number
          weight: 2       | weight: [2]         | plan.yaml:6: queries[0].weight: must be a single value
          l0: 1           | l0: 1.5             | plan.yaml:11: queries[1].l0: must be a whole number
          l0: 1           | l0: 0               | plan.yaml:11: queries[1].l0:
          name: pieces    | name: spend-by-city | plan.yaml:7: queries[1]: the name 'spend-by-city' is given twice
          name: pieces    | name:               | plan.yaml:7: queries[1].name: has no value
          COUNT(*)        | COUNT(* FROM        | plan.yaml:8: queries[1].query:
          weight: 2       | share: 2            | plan.yaml:6: queries[0].share: a share is written with a percent sign
          weight: 2       | epsilon: 0          | plan.yaml:6: queries[0].epsilon: epsilon must be finite and above 0
          weight: 2       | accuracy: -1        | plan.yaml:6: queries[0].accuracy: an accuracy must be finite and above 0
          weight: 2       | where: 1 = 1        | plan.yaml:5: queries[0].query: is either text or from
          spend: 3%       | divide: least-eror  | plan.yaml:2: divide: must be least-error or weight, got 'least-eror'; did you mean least-error?
          spend: 3%       | outputs: { reprot: a } | plan.yaml:2: outputs.reprot: unknown key; did you mean report?
          spend: 3%       | outputs: { formats: [xml] } | plan.yaml:2: outputs.formats[0]: must be csv, json or parquet, got 'xml'
          """)
  void plan_fault_isNamedWithItsPlace(String right, String wrong, String message) {
    assertThat(PLAN).contains(right);

    assertThatThrownBy(() -> PlanFile.parse(PLAN.replace(right, wrong), "plan"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message)
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"purpose", "spend", "queries", "name", "query"})
  void plan_withoutAKey_isRefusedWithAnExample(String key) {
    String without = PLAN.replaceAll("(?m)^( *(- )?)" + key + ":", "$1weight:");

    assertThatThrownBy(() -> PlanFile.parse(without, "plan"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("plan.yaml:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "queries", "[]", "purpose: p\nspend: 1%\nqueries: []\n"})
  void plan_empty_isRefused(String yaml) {
    assertThatThrownBy(() -> PlanFile.parse(yaml, "plan")).isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void spend_dividedByAnyWeights_neverExceedsTheTotal(long seed) {
    Random random = new Random(seed);
    StringBuilder yaml = new StringBuilder("purpose: p\nspend: 7.3%\nqueries:\n");
    int queries = 1 + random.nextInt(40);
    for (int i = 0; i < queries; i++) {
      yaml.append("  - { name: q").append(i);
      yaml.append(", query: SELECT COUNT(*) FROM purchases, weight: ");
      yaml.append(1 + random.nextInt(999)).append('.').append(random.nextInt(1000)).append(" }\n");
    }

    NightlyPlan plan = PlanFile.parse(yaml.toString(), "plan");

    BigDecimal sum = BigDecimal.ZERO;
    for (NightlyQuery query : plan.queries()) {
      assertThat(share(query)).as("seed %d", seed).isPositive();
      sum = sum.add(share(query));
    }
    assertThat(sum)
        .as("seed %d", seed)
        .isBetween(new BigDecimal("0.07299999"), new BigDecimal("0.073"));
  }

  private static String grouped(String first, String second) {
    String by = ", query: 'SELECT %s, COUNT(DISTINCT customer) FROM t GROUP BY %<s' }\n";
    return "purpose: p\nspend: 4%\nqueries:\n  - { name: a, weight: 3, "
        + first
        + by.formatted("x")
        + "  - { name: alone"
        + by.formatted("z")
        + "  - { name: b, "
        + second
        + by.formatted("y");
  }

  @Test
  void queriesAnsweredJointly_areOneStepOfTheNight() {
    NightlyPlan plan = PlanFile.parse(grouped("jointly: both", "jointly: both"), "plan");

    assertThat(plan.queries()).extracting(NightlyQuery::name).containsExactly("a", "alone", "b");
    assertThat(plan.steps())
        .containsExactly(
            List.of(plan.queries().get(0), plan.queries().get(2)), List.of(plan.queries().get(1)));
    assertThat(share(plan.queries().get(0))).isEqualByComparingTo("0.024");
    assertThat(PlanFile.parse(PLAN, "plan").steps()).hasSize(2);
  }

  @Test
  void queryAnsweredJointlyWithNoneOrOnOtherDays_isRefused() {
    assertThatThrownBy(() -> PlanFile.parse(grouped("jointly: both", "jointly: bth"), "plan"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "plan.yaml:4: queries[0].jointly: no other query is answered jointly as 'both'; give"
                + " another query the same line, or leave it out");
    assertThatThrownBy(
            () -> PlanFile.parse(grouped("jointly: both", "jointly: both, every: week"), "plan"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "plan.yaml:4: queries[0].jointly: queries that are answered jointly are due together: a"
                + " is drawn every day, b every week");
  }
}
