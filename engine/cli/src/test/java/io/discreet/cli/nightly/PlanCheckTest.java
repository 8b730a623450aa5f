package io.discreet.cli.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class PlanCheckTest {

  private static final String PLAN =
      """
      purpose: recommendations
      spend: 4%
      queries:
        - name: fine
          query: SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city, category
          expect: 1
        - name: coarse
          query: SELECT COUNT(DISTINCT customer) FROM purchases
          expect: 1000000
      """;

  @TempDir Path folder;

  @Test
  void check_expectedValueBelowTheError_namesTheQueryAndWhatHelps() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN);

    Outcome check = shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--check");

    assertThat(check.code()).isZero();
    assertThat(check.err())
        .contains(
            "fine: customers of a typical segment drowns in the noise; what would help most: ")
        .doesNotContain("coarse: ")
        .contains("the budget of ");
  }

  @Test
  void check_noExpectation_takesStoredReleasesAndNeverTheData() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN.replaceAll("    expect: .*\n", ""));
    String[] check = {"nightly", shop.path(), shop.at("plan.yaml"), "--check", "--format", "json"};
    assertThat(shop.done(check)).contains("\"typical\" : null").doesNotContain("\"typical\" : 0");
    shop.done("nightly", shop.path(), shop.at("plan.yaml"));
    assertThat(shop.done(check)).doesNotContain("\"typical\" : null");
  }

  @Test
  void check_sixtyPercentANight_lastsOneNight() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN.replace("4%", "60%"));

    Outcome check =
        shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--check", "--as-of", "2026-11-01");

    assertThat(check.err()).contains("lasts for 1 night of this plan");
  }

  @Test
  void night_twice_exportsBothAnswersAndReportsFromReleasesAlone() throws Exception {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN);
    String[] night = {"nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-01"};
    shop.done(night);
    night[4] = "2026-11-02";
    String out =
        shop.done(
            Stream.concat(Stream.of(night), Stream.of("--export", shop.at("out")))
                .toArray(String[]::new));

    assertThat(out).contains("together with earlier answers, at no cost:");
    assertThat(Files.readString(Path.of(shop.at("out"), "coarse.csv")))
        .startsWith(
            "customers,customers standard error,customers low,customers high,customers combined,")
        .hasLineCount(2);
    assertThat(Files.readString(Path.of(shop.at("out"), "fine.json")))
        .contains("customers combined answers");
    String before = shop.done("budget", shop.path());
    shop.done("report", shop.path(), "--out", shop.at("report.html"));
    assertThat(Files.readString(Path.of(shop.at("report.html"))))
        .contains("2026-11-02", "In plain words", "class=\"burn\"");
    assertThat(shop.done("budget", shop.path())).isEqualTo(before);
    assertThat(shop.run("report", shop.path(), "--from", "2027-01-01").code()).isEqualTo(2);
    assertThat(shop.run("report", shop.path(), "--from", "2026-11-02", "--to", "2026-11-01").err())
        .contains("exchange them");
  }

  @Test
  void export_nameThatIsNoFileName_isRefusedBeforeAnythingIsDrawn() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("plan.yaml", PLAN.replace("name: fine", "name: ../fine"));

    Outcome outcome =
        shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--export", shop.at("out"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(shop.done("releases", shop.path(), "--format", "json")).doesNotContain("COUNT");
  }
}
