package io.discreet.cli.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
    assertThat(plan.spend().fraction()).isEqualByComparingTo("0.03");
    assertThat(plan.queries()).extracting(NightlyQuery::name).contains("spend-by-city", "pieces");
    assertThat(plan.queries().get(0).share().fraction()).isEqualByComparingTo("0.02");
    assertThat(plan.queries().get(0).query().purpose()).isEqualTo("recommendations");
    assertThat(plan.queries().get(1).query().purpose()).isEqualTo("stock-planning");
    assertThat(plan.queries().get(1).every()).isEqualTo(Cadence.WEEK);
    assertThat(plan.worstMonth()).isEqualByComparingTo("0.68"); // 31 × 2 % + 6 × 1 %
  }

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
          weight: 2       | expect: 0           | plan.yaml:6: queries[0].expect: a typical segment's value must be above 0
          weight: 2       | weight: -1          | plan.yaml:6: queries[0].weight: a weight must be above 0
          weight: 2       | weight: .nan        | plan.yaml:6: queries[0].weight: must be a number
          weight: 2       | weight: [2]         | plan.yaml:6: queries[0].weight: must be a single value
          l0: 1           | l0: 1.5             | plan.yaml:11: queries[1].l0: must be a whole number
          l0: 1           | l0: 0               | plan.yaml:11: queries[1].l0:
          name: pieces    | name: spend-by-city | plan.yaml:7: queries[1]: the name 'spend-by-city' is given twice
          name: pieces    | name:               | plan.yaml:7: queries[1].name: has no value
          COUNT(*)        | COUNT(* FROM        | plan.yaml:8: queries[1].query:
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
      assertThat(query.share().fraction()).as("seed %d", seed).isPositive();
      sum = sum.add(query.share().fraction());
    }
    assertThat(sum)
        .as("seed %d", seed)
        .isBetween(new BigDecimal("0.07299999"), new BigDecimal("0.073"));
  }
}
