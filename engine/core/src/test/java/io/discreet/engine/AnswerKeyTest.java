package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.RunOptions.NightSlot;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.policy.PolicyHash;
import io.discreet.engine.query.SegmentQuery;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Law 11: what shapes the answer is in the key, and nothing else is. */
class AnswerKeyTest {
  private static final LocalDate AS_OF = LocalDate.of(2026, 11, 23);
  private static final String SUM = "SELECT category, SUM(amount) FROM purchases GROUP BY category";
  private static final String MONTHS =
      "SELECT MONTH(day), COUNT(*) FROM purchases GROUP BY MONTH(day)";
  private static final Policy POLICY = PolicyFile.parse(TestShop.POLICY, "test policy");

  /** A question with all that shapes its answer, each of which a test can change. */
  private record Question(
      String sql,
      String purpose,
      double percent,
      int l0,
      LocalDate asOf,
      Policy policy,
      long dataVersion) {

    String key() {
      QueryPlan plan =
          new QueryPlanner(policy)
              .plan(SegmentQuery.parse(sql, purpose).withL0(l0), Share.percent(percent), asOf);
      return AnswerKey.of(plan, Optional.empty(), dataVersion, PolicyHash.of(policy));
    }
  }

  private static Policy policyWith(String old, String replacement) {
    assertThat(TestShop.POLICY).contains(old);
    return PolicyFile.parse(TestShop.POLICY.replace(old, replacement), "test policy");
  }

  @Test
  void law11_anythingThatShapesTheAnswer_isInTheKey() {
    String clamped = SUM.replace("SUM(amount)", "CLAMPED_SUM(amount, 0, %s)");
    List<Question> questions =
        List.of(
            new Question(SUM, "recommendations", 2, 3, AS_OF, POLICY, 4),
            new Question(SUM.replace("SUM", "AVG"), "recommendations", 2, 3, AS_OF, POLICY, 4),
            new Question(clamped.formatted(10), "recommendations", 2, 3, AS_OF, POLICY, 4),
            new Question(clamped.formatted(11), "recommendations", 2, 3, AS_OF, POLICY, 4),
            new Question(SUM, "stock-planning", 2, 3, AS_OF, POLICY, 4),
            new Question(SUM, "recommendations", 3, 3, AS_OF, POLICY, 4),
            new Question(SUM, "recommendations", 2, 2, AS_OF, POLICY, 4),
            new Question(SUM, "recommendations", 2, 3, AS_OF, POLICY, 5),
            new Question(SUM, "recommendations", 2, 3, AS_OF, policyWith("[0, 60]", "[0, 61]"), 4),
            new Question(
                SUM, "recommendations", 2, 3, AS_OF, policyWith("[-500, 500]", "[-50, 500]"), 4),
            new Question(
                SUM,
                "recommendations",
                2,
                3,
                AS_OF,
                policyWith("max-rows: 1000", "max-rows: 9"),
                4),
            new Question(
                SUM,
                "recommendations",
                2,
                3,
                AS_OF,
                policyWith(
                    "recommendations: { consent: required }",
                    "recommendations: { consent: not-required }"),
                4),
            new Question(MONTHS, "recommendations", 2, 3, AS_OF, POLICY, 4),
            new Question(MONTHS, "recommendations", 2, 3, AS_OF.plusDays(1), POLICY, 4));
    assertThat(questions.stream().map(Question::key)).doesNotHaveDuplicates();
  }

  @Test
  void law11_dayOrSpelling_thatShapesNothing_isNotInTheKey() {
    String key = new Question(SUM, "recommendations", 2, 3, AS_OF, POLICY, 4).key();
    assertThat(new Question(SUM, "recommendations", 2, 3, AS_OF.plusDays(1), POLICY, 4).key())
        .isEqualTo(key);
    assertThat(
            new Question(SUM.replace(" FROM", "   FROM"), "recommendations", 2, 3, AS_OF, POLICY, 4)
                .key())
        .isEqualTo(key);
  }

  @Test
  void law11_nightlyKey_isItsSlotWhateverTheData() {
    QueryPlan plan =
        new QueryPlanner(POLICY)
            .plan(SegmentQuery.parse(SUM, "recommendations"), Share.percent(2), AS_OF);
    List<String> keys = new ArrayList<>();
    for (NightSlot slot :
        List.of(
            new NightSlot("bakery", AS_OF, "bread"),
            new NightSlot("bakery", AS_OF, "cake"),
            new NightSlot("bakery", AS_OF.plusDays(1), "bread"),
            new NightSlot("other", AS_OF, "bread"),
            // Parts that run together are told apart.
            new NightSlot("bak", AS_OF, "erybread"))) {
      String key = AnswerKey.of(plan, Optional.of(slot), 4, "policy");
      assertThat(AnswerKey.of(plan, Optional.of(slot), 5, "another policy")).isEqualTo(key);
      keys.add(key);
    }
    keys.add(AnswerKey.of(plan, Optional.empty(), 4, "policy"));
    assertThat(keys).doesNotHaveDuplicates();
  }
}
