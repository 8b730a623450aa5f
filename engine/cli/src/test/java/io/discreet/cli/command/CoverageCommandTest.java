package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code discreet coverage}, and what a reserve changes in what other commands say. */
class CoverageCommandTest {

  private static final String COUNT =
      "SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city";

  @TempDir static Path folder;
  @TempDir private Path other;
  private static CliShop shop;

  @BeforeAll
  static void fill() {
    shop =
        CliShop.filled(
            folder,
            CliShop.POLICY.replace("period: month", "period: month, coverage-reserve: 20%"));
  }

  private static Outcome coverage(CliShop shop, String... more) {
    String[] asked = {
      "coverage", shop.path(), COUNT, "--purpose", "recommendations", "--question-spend", "2%"
    };
    String[] all = new String[asked.length + more.length];
    System.arraycopy(asked, 0, all, 0, asked.length);
    System.arraycopy(more, 0, all, asked.length, more.length);
    return shop.run(all);
  }

  @Test
  void coverage_saysWhomItCountsAndIsStored() {
    Outcome first = coverage(shop, "--spend", "3%");
    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains("left_out", "Leeds", "York", "Hull", "other", "NULL")
        .contains("left_out: customers whose budget did not suffice for the question");
    assertThat(first.err()).doesNotContain("warning");
    assertThat(coverage(shop, "--spend", "3%").out()).as("law 11").isEqualTo(first.out());
    assertThat(coverage(shop, "--spend", "3%", "--format", "csv").out())
        .startsWith("city,left_out,left_out standard error,left_out low,left_out high");
    assertThat(coverage(shop, "--spend", "3%", "--format", "json").out())
        .contains("LEFT_OUT('2%', COUNT(DISTINCT customer))", "\"kind\":\"LEFT_OUT\"");
  }

  @Test
  void reserve_isShownAndLeftAloneByQueries() {
    assertThat(shop.done("budget", shop.path())).contains("kept for estimates of coverage", "20 %");
    String[] asked = {"explain", shop.path(), COUNT, "--purpose", "recommendations", "--spend"};
    Outcome most = shop.run(asked[0], asked[1], asked[2], asked[3], asked[4], asked[5], "80%");
    assertThat(most.code()).isZero();
    Outcome more = shop.run(asked[0], asked[1], asked[2], asked[3], asked[4], asked[5], "80.1%");
    assertThat(more.code()).isEqualTo(2);
    assertThat(more.err())
        .contains(
            "more than what coverage-reserve: 20% leaves of a period's budget to other queries")
        .hasLineCount(1);
  }

  @Test
  void coverage_askedWrongly_saysWhatWouldBeRight() {
    CliShop without = CliShop.empty(other, CliShop.POLICY);
    Outcome noReserve = coverage(without, "--spend", "1%");
    assertThat(noReserve.code()).isEqualTo(2);
    assertThat(noReserve.err()).contains("add coverage-reserve: 5% to its budget").hasLineCount(1);
    Outcome tooMuch = coverage(shop, "--spend", "21%");
    assertThat(tooMuch.code()).isEqualTo(2);
    assertThat(tooMuch.err()).contains("(coverage-reserve: 20%); ask for less").hasLineCount(1);
    Outcome unpriced = shop.run("coverage", shop.path(), COUNT, "--purpose", "recommendations");
    assertThat(unpriced.code()).isEqualTo(2);
    assertThat(unpriced.err()).contains("--question-spend", "--spend").hasLineCount(1);
  }
}
