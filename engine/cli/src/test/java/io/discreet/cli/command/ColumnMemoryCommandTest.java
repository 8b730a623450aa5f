package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --column-memory}, and what a policy's capacity makes of it. */
class ColumnMemoryCommandTest {
  private static final String ASKED =
      "SELECT city, COUNT(DISTINCT customer), SUM(amount) FROM purchases GROUP BY city";

  @TempDir static Path folder;
  private static CliShop shop;

  @BeforeAll
  static void fill() {
    shop =
        CliShop.filled(
            folder,
            CliShop.POLICY.replace(
                "purposes:", "capacity: { customers: 1000000, rows: 50000000 }\npurposes:"));
  }

  private static Outcome ask(String command, String... more) {
    String[] asked = {command, shop.path(), ASKED, "--purpose", "recommendations", "--spend", "2%"};
    String[] all = new String[asked.length + more.length];
    System.arraycopy(asked, 0, all, 0, asked.length);
    System.arraycopy(more, 0, all, asked.length, more.length);
    return shop.run(all);
  }

  @Test
  void query_whoseColumnsDoNotFit_isRefusedInOneLineThatSaysWhatToDo() {
    Outcome refused = ask("query", "--column-memory", "100MB");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .contains("refused: its columns (customers: city; purchases: amount) take up to 110 MB")
        .contains("limited to 100 MB: raise the limit (--column-memory)")
        .hasLineCount(1);

    Outcome answered = ask("query", "--column-memory", "110MB");
    assertThat(answered.err()).isEmpty();
    assertThat(answered.code()).isZero();
    assertThat(ask("query", "--column-memory", "1MB").out())
        .as("what is stored needs no columns")
        .isEqualTo(answered.out());
  }

  @Test
  void explain_saysWhatTheColumnsTakeAtMost() {
    assertThat(ask("explain").out().replaceAll("\\s+", " "))
        .contains(
            "Columns read (customers: city; purchases: amount): up to 110 MB of column memory at"
                + " the policy's capacity.");
    assertThat(ask("explain", "--format", "json").out()).contains("\"column_bytes\" : 109000008");
  }

  @Test
  void limit_thatCannotBeRead_isAUsageError() {
    Outcome wrong = ask("query", "--column-memory", "plenty");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("written like 2GB, 800MB or 50% (of Java's heap), got plenty")
        .hasLineCount(1);
  }

  @Test
  void night_whoseColumnsDoNotFit_isRefusedQueryByQuery(@TempDir Path other) throws Exception {
    Path plan =
        Files.writeString(
            other.resolve("plan.yaml"),
            """
            purpose: recommendations
            spend: 2%
            queries:
              - name: wide
                query: SELECT city, SUM(amount) FROM purchases GROUP BY city
              - name: narrow
                query: SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city
            """);
    Outcome night = shop.run("nightly", shop.path(), plan.toString(), "--column-memory", "20MB");
    assertThat(night.code()).as(night.err()).isEqualTo(4);
    assertThat(night.err()).contains("wide").contains("column memory is limited to 20 MB");
    assertThat(night.out()).contains("narrow").doesNotContain("wide");
  }
}
