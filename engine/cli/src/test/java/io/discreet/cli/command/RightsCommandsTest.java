package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation, retention, minimisation, and warnings before the budget is used up. */
class RightsCommandsTest {

  private static final String CITIES =
      "SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city";

  @TempDir Path folder;
  private CliShop shop;

  @BeforeEach
  void fill() {
    shop = CliShop.filled(folder, CliShop.POLICY.replace("period: month", "period: year"));
    shop.file("id.txt", CliShop.rawId(7) + "\n");
  }

  private Outcome query(String sql, String spend) {
    return shop.run("query", shop.path(), sql, "--purpose", "recommendations", "--spend", spend);
  }

  @Test
  void rotate_newPassphrase_opensAndTheStatementIsTheSame() throws Exception {
    shop.done("query", shop.path(), CITIES, "--purpose", "recommendations", "--spend", "5%");
    String before = shop.done("statement", shop.path(), "--id-file", shop.at("id.txt"));
    shop.file("new.txt", "a new passphrase\n");
    Outcome rotated = shop.run("rotate", shop.path(), "--new-passphrase-file", shop.at("new.txt"));
    assertThat(rotated.code()).as(rotated.err()).isZero();
    assertThat(rotated.err()).contains("back up keys.sealed");
    String[] asking = {"statement", shop.path(), "--id-file", shop.at("id.txt")};
    assertThat(shop.run(asking).code()).as("the old passphrase").isEqualTo(3);
    Outcome after =
        shop.run(
            Map.of("DISCREET_PASSPHRASE", "a new passphrase"),
            InputStream.nullInputStream(),
            asking);
    assertThat(after.out()).isEqualTo(before);
  }

  @Test
  void rotate_wrongOrEmptyPassphrase_changesNothing() {
    shop.file("empty.txt", "");
    Map<String, String> before = shop.bytes();
    assertThat(
            shop.run("rotate", shop.path(), "--new-passphrase-file", shop.at("empty.txt")).code())
        .isEqualTo(2);
    assertThat(shop.run("rotate", shop.path(), "--new-passphrase-file", shop.at("no.txt")).code())
        .isEqualTo(2);
    Outcome wrong =
        shop.run(
            Map.of("DISCREET_PASSPHRASE", "wrong"),
            InputStream.nullInputStream(),
            "rotate",
            shop.path());
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(shop.bytes()).isEqualTo(before);
  }

  @Test
  void minimise_saysWhatNobodyAskedFor() throws Exception {
    shop.done("query", shop.path(), CITIES, "--purpose", "recommendations", "--spend", "5%");
    String text = shop.done("minimise", shop.path());
    assertThat(text.replaceAll("\\s+", " "))
        .contains("purchases.day, purchases.category, purchases.amount, purchases.pieces")
        .contains("Nothing was asked for purpose stock-planning");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    JsonNode json =
        new ObjectMapper().readTree(shop.done("minimize", shop.path(), "--format", "json"));
    assertThat(json.get("columns")).hasSize(5);
    assertThat(json.get("columns").get(0).get("releases").intValue()).isEqualTo(1);
    assertThat(json.get("customers").get("known").intValue()).isEqualTo(300);
    assertThat(shop.done("minimise", shop.path(), "--format", "csv").lines()).hasSize(6);
  }

  @Test
  void retention_saysWhatWent_orThatThereIsNone() throws Exception {
    assertThat(shop.run("retention", shop.path()).err()).contains("everything is kept");
    Path policy = Path.of(shop.path(), "discreet.yaml");
    Files.writeString(policy, Files.readString(policy) + "retention: 1 day\n");
    assertThat(shop.done("retention", shop.path())).contains("rows of purchases");
    assertThat(shop.done("statement", shop.path(), "--id-file", shop.at("id.txt")))
        .contains("customers: 1 row")
        .doesNotContain("purchases:");
  }

  @Test
  void spend_aboveWhatIsLeft_isWarnedAboutOnStandardErrorAndAnswered() {
    assertThat(query(CITIES, "60%").err()).isEmpty();
    assertThat(query(CITIES, "60%").err()).as("as stored: costs nothing").isEmpty();
    String more = CITIES.replace("purchases", "purchases WHERE amount > 0");
    Outcome explained =
        shop.run("explain", shop.path(), more, "--purpose", "recommendations", "--spend", "50%");
    Outcome answered = query(more, "50%");
    for (Outcome outcome : new Outcome[] {explained, answered}) {
      assertThat(outcome.code()).isZero();
      assertThat(outcome.err()).startsWith("discreet: warning: this asks for 50 %");
      assertThat(outcome.err()).contains("leaves 40 %");
    }
    assertThat(answered.out()).contains("coverage may be partial");
  }

  @Test
  void night_aboveWhatIsLeft_isWarnedAbout() {
    query(CITIES, "60%");
    shop.file(
        "plan.yaml",
        "purpose: recommendations\nspend: 50%\nqueries:\n  - name: one\n    query: "
            + CITIES.replace("purchases", "purchases WHERE amount > 0")
            + "\n");
    assertThat(shop.run("nightly", shop.path(), shop.at("plan.yaml")).err())
        .contains("warning: this asks for 50 %");
    assertThat(shop.run("nightly", shop.path(), shop.at("plan.yaml")).err())
        .as("as stored")
        .doesNotContain("warning");
  }

  @Test
  void night_placeThatCannotBeWritten_isRefusedBeforeItIsPaidFor() {
    shop.file(
        "plan.yaml",
        "purpose: recommendations\nspend: 5%\nqueries:\n  - name: one\n    query: "
            + CITIES
            + "\n");
    Map<String, String> before = shop.bytes();
    for (String[] place :
        new String[][] {
          {"--report", shop.at("none/night.html")},
          {"--report", shop.path()},
          {"--export", shop.at("id.txt")},
          {"--export", shop.at("id.txt/exports")}
        }) {
      Outcome outcome = shop.run("nightly", shop.path(), shop.at("plan.yaml"), place[0], place[1]);
      assertThat(outcome.code()).as(String.join(" ", place)).isEqualTo(2);
      assertThat(outcome.err().lines()).hasSize(1);
    }
    assertThat(shop.bytes()).isEqualTo(before);
  }

  @Test
  void values_misspelt_areNamedInPlainWords() {
    for (String[] wrong :
        new String[][] {
          {"query", shop.path(), CITIES, "--purpose", "x", "--epsilon", "two"},
          {"query", shop.path(), CITIES, "--purpose", "x", "--spend", "1%", "--l0", "1.5"},
          {"query", shop.path(), CITIES, "--purpose", "x", "--spend", "1%", "--as-of", "soon"},
          {"recommend", shop.path(), "--top", "99999999999"},
          {"demo", "--seed", "x"},
        }) {
      Outcome outcome = shop.run(wrong);
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.err().lines()).hasSize(1);
      assertThat(outcome.err())
          .doesNotContain(" int", "a long", "double", "LocalDate", "java", "index 0", "Exception");
    }
  }

  @Test
  void forgotten_statementSaysWhyThereIsNone() {
    String forgotten = shop.done("forget", shop.path(), "--id-file", shop.at("id.txt"));
    assertThat(forgotten.replaceAll("\\s+", " "))
        .contains("What remains is one balance")
        .contains("nothing spent");
    assertThat(shop.run("statement", shop.path(), "--id-file", shop.at("id.txt")).err())
        .contains("forgotten is not known any more");
  }
}
