package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong input: one line on standard error, exit code 2, and every file as it was. */
class WrongInputTest {

  private static final String GOOD_PLAN =
      """
      purpose: recommendations
      spend: 2%
      queries:
        - name: one
          query: SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city
      """;

  @TempDir static Path folder;
  private static CliShop shop;

  @BeforeAll
  static void fill() throws IOException {
    shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("no-amount.csv", "email,day,category,pieces\na@example.org,2026-01-01,bread,1\n");
    shop.file("bad-rows.csv", "email,city\na@example.org,Leeds\nb@example.org\n");
    shop.file("again.csv", Files.readString(folder.resolve("customers.csv")));
    shop.file("bad-consents.csv", "email,purpose,granted\na@example.org,recommendations,true\n");
    shop.file("empty.txt", "");
    shop.file("two-lines.txt", "one@example.org\ntwo@example.org\n");
    shop.file("stranger.txt", "stranger@example.org\n");
    shop.file("notes.txt", "no shop\n");
    shop.file("plan.yaml", "purpose: recommendations\nspend: 2%\nquerys: []\n");
    shop.file(
        "misspelt-plan.yaml",
        "purpose: recommendations\nspend: 2%\nqueries:\n  - name: one\n    query: SELECT citty,"
            + " COUNT(*) FROM purchases GROUP BY citty\n");
    shop.file("unknown-key.yaml", CliShop.POLICY.replace("time-zone:", "timezone:"));
    shop.file("delta-1.yaml", CliShop.POLICY.replace("delta: 1e-6", "delta: 1"));
    shop.file("delta-2.yaml", CliShop.POLICY.replace("delta: 1e-6", "delta: 2.5"));
    shop.file("epsilon-0.yaml", CliShop.POLICY.replace("epsilon: 4.0", "epsilon: 0"));
    shop.file("epsilon-nan.yaml", CliShop.POLICY.replace("epsilon: 4.0", "epsilon: .nan"));
    shop.file("epsilon-inf.yaml", CliShop.POLICY.replace("epsilon: 4.0", "epsilon: .inf"));
    Files.createDirectory(folder.resolve("directory.csv"));
    Files.createDirectory(folder.resolve("no-shop"));
  }

  @ParameterizedTest
  @CsvSource({
    "shop/keys.sealed, among the files of a shop",
    "shop/vault-9.duckdb, among the files of a shop",
    "notes.txt, is no HTML file",
    "plan.yaml, is no HTML file",
  })
  void report_inThePlaceOfAnotherFile_isRefused(String file, String message) {
    shop.file("good-plan.yaml", GOOD_PLAN);
    isRefused(new String[] {"report", shop.path(), "--out", shop.at(file)}, message);
    isRefused(
        new String[] {"nightly", shop.path(), shop.at("good-plan.yaml"), "--report", shop.at(file)},
        message);
  }

  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" +", -1)) {
      words.add(word.startsWith("@") ? shop.at(word.substring(1)) : word.replace('~', ' '));
    }
    return words.toArray(String[]::new);
  }

  private static void isRefused(String[] args, String message) {
    Map<String, String> before = shop.bytes();
    Outcome outcome = shop.run(args);
    String what = Arrays.toString(args) + " said " + outcome;

    assertThat(outcome.code()).as(what).isEqualTo(2);
    assertThat(outcome.out()).as(what).isEmpty();
    assertThat(outcome.err().lines()).as(what).hasSize(1);
    assertThat(outcome.err()).as(what).startsWith("discreet: ").contains(message);
    assertThat(shop.bytes()).as(what).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT citty, COUNT(*) FROM purchases GROUP BY citty               | did you mean city?
          SELECT city, COUNT(*) FROM purchase GROUP BY city                  | did you mean purchases?
          SELECT city, MODE(amount) FROM purchases GROUP BY city             | MODE
          SELECT SUM(pieces) FROM purchases                                  | CLAMPED_SUM(
          SELECT SUM(category) FROM purchases                                | category
          SELECT CLAMPED_SUM(amount, 0, 99999999999) FROM purchases          | could overflow
          SELECT CLAMPED_SUM(amount, 5, 1) FROM purchases                    | 5
          SELECT COUNT(*) FROM purchases JOIN customers ON 1 = 1             | JOIN is not supported
          SELECT COUNT(*) FROM (SELECT * FROM purchases)                     | subqueries are not supported
          SELECT COUNT(*) OVER () FROM purchases                             | not supported
          SELECT * FROM purchases                                            | SELECT * is not supported
          SELECT amount FROM purchases                                       | amount
          SELECT COUNT(*) FROM purchases WHERE category LIKE '%b'            | LIKE compares a column to a prefix
          SELECT COUNT(*) FROM purchases WHERE SQRT(amount) > 1              | a constant is needed here
          SELECT city, COUNT(*) FROM purchases GROUP BY city HAVING COUNT(*) > 5 | HAVING
          SELECT COUNT(*) FROM purchases ORDER BY 1                          | ORDER BY is not supported
          SELECT COUNT(*) FROM purchases LIMIT 1                             | LIMIT is not supported
          DELETE FROM purchases                                              | SELECT
          SELEC COUNT(*)                                                     | SELECT
          """)
  void question_wrong_namesThePartAndChangesNothing(String sql, String message) {
    for (String command : List.of("query", "explain")) {
      isRefused(
          new String[] {command, shop.path(), sql, "--purpose", "recommendations", "--spend", "2%"},
          message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --purpose recommendation --spend 2%             | did you mean recommendations?
          --purpose recommendations --spend 0%            | above 0 %
          --purpose recommendations --spend -1%           | above 0 %
          --purpose recommendations --spend NaN%          | 2%
          --purpose recommendations --spend Infinity%     | 2%
          --purpose recommendations --spend 100.001%      | at most 100 %
          --purpose recommendations --spend 1e999999999%  | share
          --purpose recommendations --spend 2             | percent sign
          --purpose recommendations --epsilon 0           | above 0
          --purpose recommendations --epsilon NaN         | finite
          --purpose recommendations --epsilon Infinity    | finite
          --purpose recommendations --epsilon 1e9         | budget
          --purpose recommendations --epsilon two         | two
          --purpose recommendations --accuracy NaN        | finite
          --purpose recommendations --accuracy -3         | above 0
          --purpose recommendations                       | --spend
          --purpose recommendations --spend 2% --epsilon 1 | --epsilon
          --spend 2%                                      | --purpose
          --purpose recommendations --spend 2% --l0 0     | l0
          --purpose recommendations --spend 2% --as-of soon | soon
          """)
  void cost_wrong_namesTheRuleAndChangesNothing(String options, String message) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "query",
                shop.path(),
                "SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city"));
    args.addAll(Arrays.asList(options.split(" +")));
    isRefused(args.toArray(String[]::new), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          budget @missing                                    | no shop at
          budget @no-shop                                    | is not a shop
          budget @notes.txt                                  | no shop at
          init @shop --policy @policy.yaml                   | is not empty
          init @notes.txt --policy @policy.yaml              | is a file
          init @new --policy @missing.yaml                   | cannot be read
          init @new --policy @unknown-key.yaml               | did you mean time-zone?
          init @new --policy @delta-1.yaml                   | delta
          init @new --policy @delta-2.yaml                   | delta
          init @new --policy @epsilon-0.yaml                 | epsilon
          init @new --policy @epsilon-nan.yaml               | epsilon
          init @new --policy @epsilon-inf.yaml               | epsilon
          init @none/new --policy @policy.yaml               | no folder
          intake @shop purchase @purchases.csv               | did you mean purchases?
          intake @shop purchases @missing.csv                | missing.csv
          intake @shop purchases @directory.csv              | directory.csv
          intake @shop purchases @no-amount.csv              | amount
          intake @shop customers @bad-rows.csv               | bad
          intake @shop customers @again.csv                  | --again
          intake @shop customers @empty.txt                  | empty.txt
          intake @shop customers @customers.csv --again --max-bad-rows 2 | 2
          intake @shop purchases                             | FILE
          consent @shop @missing.csv                         | missing.csv
          consent @shop @bad-consents.csv                    | since
          nightly @shop @missing.yaml                        | cannot be read
          nightly @shop @plan.yaml                           | did you mean queries?
          nightly @shop @misspelt-plan.yaml                  | did you mean city?
          releases @shop ffff                                | no release begins with ffff
          recommend @shop --segment city=Leeds               | COUNT(DISTINCT customer)
          recommend @shop --segment city                     | city=Leeds
          recommend @shop --segment city=Leeds --segment city=York | given twice
          recommend @shop --top 0                            | at least 1
          cap @shop --id-file @stranger.txt                  | --strict
          cap @shop --strict --open --id-file @stranger.txt  | --
          cap @shop --share 10% --id-file @stranger.txt      | --purpose
          cap @shop --strict --purpose recommendations --id-file @stranger.txt | --share or --open
          cap @shop --share 101% --purpose recommendations --id-file @stranger.txt | 0% to 100%
          cap @shop --share ten --purpose recommendations --id-file @stranger.txt | 25%
          cap @shop --share 1% --purpose recommendation --id-file @stranger.txt | did you mean recommendations?
          cap @shop --epsilon -1 --id-file @stranger.txt     | epsilon
          cap @shop --epsilon NaN --id-file @stranger.txt    | epsilon
          statement @shop --id-file @stranger.txt            | holds nothing of this customer
          statement @shop --id-file @missing.txt             | cannot be read
          statement @shop --id-file @empty.txt               | no customer's id
          statement @shop --id-file @two-lines.txt           | must hold one line
          statement @shop                                    | no customer's id
          forget @shop --id-file @stranger.txt               | holds nothing of this customer
          forget @shop                                       | no customer's id
          demo --into @shop                                  | is there already
          demo --into @new --customers 0                     | customers
          demo --into @new --purchases -1                    | purchases
          """)
  void line_wrong_namesThePlaceAndChangesNothing(String line, String message) {
    isRefused(words(line), message);
  }

  @Test
  void id_asAnArgument_isNotRepeatedInTheMessage() {
    Outcome outcome = shop.run("statement", shop.path(), "someone@example.org");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).doesNotContain("someone").contains("--id-file FILE");
  }

  @Test
  void passphrase_withoutAnySource_isAskedForInOneLine() {
    Outcome outcome =
        shop.run(Map.of(), java.io.InputStream.nullInputStream(), words("statement @shop"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("DISCREET_PASSPHRASE").contains("--passphrase-file");
  }
}
