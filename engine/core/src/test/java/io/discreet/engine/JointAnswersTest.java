package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.engine.RunOptions.JointSlot;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.PricedQuery;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several group-bys answered from one draw: who pays what, and what is stored. */
class JointAnswersTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final int CUSTOMERS = 90;

  private static final String POLICY =
      TestShop.POLICY.replace(
          "city: { type: category, values: [Leeds, York, Hull] }",
          """
          city: { type: category, values: [Leeds, York, Hull] }
                age: { type: category, values: [young, old] }""");

  @TempDir private Path temporary;
  private TestShop shop;

  /** Customer i buys in i mod 4 of the three categories; nobody who buys in none has a row. */
  @BeforeEach
  void fill() {
    shop = TestShop.create(temporary, POLICY);
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder people = new StringBuilder("email,city,age\n");
    StringBuilder purchases = new StringBuilder("email,day,category,amount\n");
    StringBuilder consents = new StringBuilder("email,purpose,granted,since\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      String email = TestShop.rawId(i);
      String city = TestShop.CITIES.get(random.nextInt(3));
      people.append(email + "," + city + "," + (random.nextBoolean() ? "young" : "old") + "\n");
      consents.append(email + ",recommendations,true,2026-01-01\n");
      for (int category = 0; category < i % 4; category++) {
        String line = email + ",2026-11-0" + (1 + category) + ",";
        purchases.append(line + TestShop.CATEGORIES.get(category) + ",3.50\n");
        purchases.append(line + TestShop.CATEGORIES.get(category) + ",4.50\n");
      }
    }
    try (Operator operator = shop.operate()) {
      operator.intake("customers", List.of(shop.file("customers.csv", people)), TestShop.options());
      operator.intake(
          "purchases", List.of(shop.file("purchases.csv", purchases)), TestShop.options());
      operator.consent(shop.file("consents.csv", consents));
    }
  }

  private static PricedQuery by(double percent, String axes) {
    return new PricedQuery(
        SegmentQuery.parse(
            "SELECT " + axes + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + axes,
            "recommendations"),
        Share.percent(percent));
  }

  private static List<PricedQuery> questions(double percent) {
    return List.of(
        by(percent, "category"),
        by(percent, "city, category"),
        by(2 * percent, "city, age, category"));
  }

  private static JointPlan plan(List<PricedQuery> questions) {
    return new QueryPlanner(PolicyFile.parse(POLICY, "test policy")).plan(questions, DAY);
  }

  @Test
  void law2_customer_paysOnceForEachCategory_atLeastTheLossInAllAnswers() {
    JointPlan plan = plan(questions(5));
    List<Release> releases;
    try (Discreet analyst = shop.open()) {
      releases = analyst.runJointly(questions(5));
    }
    try (Operator operator = shop.operate()) {
      for (int customer = 0; customer < 12; customer++) {
        List<Statement.Use> uses = operator.statement(TestShop.rawId(customer)).uses();
        int categories = customer % 4;
        if (categories == 0) {
          assertThat(uses).isEmpty();
          continue;
        }
        assertThat(uses).hasSize(1);
        Statement.Use use = uses.get(0);
        double budget = plan.finest().budgetUnits();
        double loss = categories * (double) plan.marginals().costUnits() / budget;
        // The next level up is 2^(1/4) times as much.
        assertThat(use.share()).isBetween(loss, loss * 1.19 + 1e-9);
        assertThat(use.releaseId()).isEqualTo(releases.get(0).id());
        assertThat(use.query().orElseThrow())
            .isEqualTo(String.join("; ", releases.stream().map(Release::query).toList()));
      }
    }
  }

  @Test
  void releases_areOrdinaryOnes_andAgree() {
    try (Discreet analyst = shop.open()) {
      List<Explanation> expected = analyst.explainJointly(questions(5), DAY);
      List<Release> releases = analyst.runJointly(questions(5));
      assertThat(analyst.releases()).containsExactlyElementsOf(releases);
      assertThat(releases).extracting(Release::id).doesNotHaveDuplicates();
      double share = 0;
      for (int i = 0; i < 3; i++) {
        Release release = releases.get(i);
        assertThat(analyst.release(release.id())).contains(release);
        assertThat(release.query()).isEqualTo(questions(5).get(i).query().text());
        assertThat(release.jointly().orElseThrow().charge()).isEqualTo(releases.get(0).id());
        assertThat(release.coverage()).isEqualTo(Release.Coverage.COMPLETE);
        assertThat(release.rows()).hasSize(expected.get(i).segments());
        Release.Estimate first = release.rows().get(0).estimates().get(0);
        assertThat(first.standardError())
            .isEqualTo(expected.get(i).measures().get(0).standardError());
        assertThat(release.charged().epsilon()).isEqualTo(expected.get(i).epsilon());
        share += release.charged().share();
      }
      assertThat(analyst.budget().spentShare()).isCloseTo(share, within(1e-9));
      double sum = 0;
      for (Release.Row row : releases.get(1).rows()) {
        sum += row.segment().get(1).equals("cake") ? row.estimates().get(0).value() : 0;
      }
      assertThat(releases.get(0).rows().get(1).segment()).containsExactly("cake");
      assertThat(sum)
          .isCloseTo(releases.get(0).rows().get(1).estimates().get(0).value(), within(0.004));
    }
  }

  @Test
  void law11_sameQuestions_areTheStoredAnswers_inWhicheverOrder() {
    List<PricedQuery> questions = questions(5);
    List<PricedQuery> turned = new ArrayList<>(questions);
    java.util.Collections.reverse(turned);
    try (Discreet analyst = shop.open()) {
      List<Release> first = analyst.runJointly(questions);
      double spent = analyst.budget().spentShare();
      List<Release> again = analyst.runJointly(questions);
      assertThat(again).isEqualTo(first);
      assertThat(ReleaseJson.writeJointly(again)).isEqualTo(ReleaseJson.writeJointly(first));
      List<Release> back = new ArrayList<>(analyst.runJointly(turned));
      java.util.Collections.reverse(back);
      assertThat(back).isEqualTo(first);
      assertThat(analyst.budget().spentShare()).isEqualTo(spent);
      // Another cost, another set of questions, and a question by itself are other questions.
      assertThat(analyst.runJointly(questions(4))).isNotEqualTo(first);
      assertThat(analyst.runJointly(questions.subList(0, 2)).get(0)).isNotEqualTo(first.get(0));
      assertThat(analyst.run(questions.get(0).query(), Share.percent(5)))
          .isNotEqualTo(first.get(0));
      assertThat(analyst.releases()).hasSize(3 + 3 + 2 + 1);
    }
  }

  @Test
  void law5_answers_areThereTogetherWithTheirChargeOrNotAtAll() throws SQLException {
    String ledger = "jdbc:sqlite:" + shop.folder.resolve("ledger.sqlite");
    try (Discreet analyst = shop.open();
        Connection other = DriverManager.getConnection(ledger);
        java.sql.Statement sql = other.createStatement()) {
      sql.execute(
          "CREATE TRIGGER no_room BEFORE INSERT ON release BEGIN SELECT RAISE(ABORT, 'no room'); END");
      assertThatThrownBy(() -> analyst.runJointly(questions(5)))
          .isInstanceOf(RuntimeException.class);
      sql.execute("DROP TRIGGER no_room");
      assertThat(analyst.releases()).isEmpty();
      assertThat(analyst.budget().spentShare()).isZero();
      List<Release> releases = analyst.runJointly(questions(5));
      try (Discreet another = shop.open()) {
        assertThat(another.releases()).isEqualTo(releases);
        assertThat(another.budget().spentShare()).isBetween(0.1999, 0.2000001);
      }
    }
  }

  @Test
  void law3_customerWhoCannotPayAll_isInNoAnswer_andPaysNothing() {
    try (Discreet analyst = shop.open()) {
      for (int i = 0; i < 7; i++) {
        // 80 % in the worst case: from the second on, whoever has three categories is out.
        analyst.runJointly(questions(20 + i / 1024.0));
      }
      assertThat(analyst.releases().get(0).coverage()).isEqualTo(Release.Coverage.MAY_BE_PARTIAL);
    }
    try (Operator operator = shop.operate()) {
      for (int customer = 0; customer < 12; customer++) {
        Statement statement = operator.statement(TestShop.rawId(customer));
        assertThat(statement.periodShare()).isLessThanOrEqualTo(1);
        // Of 3 shared cells counted at most 5 there are, of which each is a quarter of the worst.
        assertThat(statement.uses().size())
            .isEqualTo(
                switch (customer % 4) {
                  case 0 -> 0;
                  case 1 -> 5;
                  case 2 -> 2;
                  default -> 1;
                });
      }
    }
  }

  @Test
  void whenSpentRefuse_refusesAllOfThem() throws IOException {
    Files.writeString(
        shop.folder.resolve("discreet.yaml"),
        POLICY.replace("when-spent: drop", "when-spent: refuse"));
    try (Discreet analyst = shop.open()) {
      analyst.runJointly(questions(20));
      assertThatThrownBy(() -> analyst.runJointly(questions(21)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("public worst case");
      assertThat(analyst.releases()).hasSize(3);
    }
  }

  private List<Release> night(List<PricedQuery> questions, String... names) {
    try (Discreet analyst = shop.open()) {
      return analyst.runJointly(questions, DAY, new JointSlot("night", DAY, List.of(names)));
    }
  }

  @Test
  void nightSlot_answersOnce_andToTheSameQuestionsOnly() {
    List<Release> first = night(questions(5), "all", "city", "both");
    assertThat(first)
        .extracting(release -> release.night().orElseThrow().query())
        .containsExactly("all", "city", "both");
    assertThat(night(questions(6), "all", "city", "both")).isEqualTo(first);
    List<PricedQuery> other =
        List.of(by(5, "category"), by(5, "age, category"), by(10, "city, age, category"));
    assertThatThrownBy(() -> night(other, "all", "city", "both"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "queries all, city, both of plan night were already answered for 2026-11-23 with"
                + " another text or purpose; give the new questions names of their own");
    assertThat(
            night(
                List.of(questions(5).get(2), questions(5).get(0), questions(5).get(1)),
                "both",
                "all",
                "city"))
        .containsExactly(first.get(2), first.get(0), first.get(1));
    assertThatThrownBy(() -> night(questions(5), "all", "city"))
        .hasMessage("2 names are given for 3 queries");
  }
}
