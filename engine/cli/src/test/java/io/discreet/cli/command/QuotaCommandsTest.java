package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --analyst}, and what quotas of analysts and plans say on the command line. */
class QuotaCommandsTest {

  private static final String POLICY =
      CliShop.POLICY.replace(
          "tables:",
          "analysts: { ann: { quota: 10% }, bob: {} }\nplans: { night: { quota: 9% } }\ntables:");

  private static final String COUNT = "SELECT city, COUNT(*) FROM purchases GROUP BY city";

  @TempDir static Path folder;
  private static CliShop shop;

  @BeforeAll
  static void fill() {
    shop = CliShop.filled(folder, POLICY);
    shop.file(
        "night.yaml",
        """
        purpose: stock-planning
        spend: 4%
        queries:
          - name: rows
            query: SELECT city, COUNT(*) FROM purchases GROUP BY city
          - name: customers
            query: SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city
        """);
  }

  private static Outcome ask(String command, String spend, String... more) {
    String[] asked = {command, shop.path(), COUNT, "--purpose", "stock-planning", "--spend", spend};
    String[] all = new String[asked.length + more.length];
    System.arraycopy(asked, 0, all, 0, asked.length);
    System.arraycopy(more, 0, all, asked.length, more.length);
    return shop.run(all);
  }

  @Test
  void explain_moreThanTheQuotaLeaves_warns() {
    Outcome fits = ask("explain", "10%", "--analyst", "ann");
    assertThat(fits.code()).isZero();
    assertThat(fits.err()).doesNotContain("warning");
    Outcome beyond = ask("explain", "10.5%", "--analyst", "ann");
    assertThat(beyond.code()).isZero();
    assertThat(beyond.err())
        .contains(
            "warning: this asks for 10.5 % of each customer's budget, and the quota of analyst ann"
                + " has 10 % left in the public worst case: the query would be refused");
    assertThat(ask("explain", "10.5%", "--analyst", "bob").err()).doesNotContain("warning");
  }

  @Test
  void query_beyondTheQuota_isRefusedAndBudgetShowsIt() {
    Outcome beyond = ask("query", "10.5%", "--analyst", "ann");
    assertThat(beyond.code()).isEqualTo(3);
    assertThat(beyond.err())
        .startsWith("discreet: refused: the quota of analyst ann (10% of the budget)")
        .hasLineCount(1);
    assertThat(ask("query", "1%", "--analyst", "bob").code()).isZero();
    assertThat(shop.done("budget", shop.path()))
        .contains("spent: analyst bob ", "quota: analyst ann ", "quota: plan night ")
        .doesNotContain("quota: analyst bob");
  }

  @Test
  void query_withoutAName_saysWhatToDo() {
    Outcome nobody = ask("query", "1%");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err())
        .contains("the policy lists who may ask (ann, bob): say who does, with --analyst NAME")
        .hasLineCount(1);
    Outcome misspelt = ask("query", "1%", "--analyst", "an");
    assertThat(misspelt.code()).isEqualTo(2);
    assertThat(misspelt.err()).contains("lists no analyst an; did you mean ann?");
  }

  @Test
  void nightly_quotaOfThePlan_endsItsNightsBeforeTheBudgetDoes() {
    Outcome check = shop.run("nightly", shop.path(), shop.at("night.yaml"), "--check");
    assertThat(check.code()).isZero();
    assertThat(check.err())
        .contains("the quota of plan night of ", " lasts for 2 nights of this plan");
    assertThat(
            shop.run("nightly", shop.path(), shop.at("night.yaml"), "--as-of", "2026-01-01").code())
        .isZero();
    assertThat(
            shop.run("nightly", shop.path(), shop.at("night.yaml"), "--as-of", "2026-01-02").code())
        .isZero();
    Outcome third =
        shop.run("nightly", shop.path(), shop.at("night.yaml"), "--as-of", "2026-01-03");
    assertThat(third.code()).isEqualTo(4);
    assertThat(third.err()).contains("refused: the quota of plan night (9% of the budget)");
  }
}
