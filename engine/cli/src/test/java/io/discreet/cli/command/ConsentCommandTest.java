package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One customer's word on one purpose, on the command line. */
class ConsentCommandTest {

  private static final String WHO = CliShop.rawId(7);
  private static final String ALL = "SELECT COUNT(DISTINCT customer) FROM purchases";

  @TempDir Path folder;
  private CliShop shop;

  @BeforeEach
  void fill() {
    shop = CliShop.filled(folder, CliShop.POLICY);
    shop.file("id.txt", WHO + "\n");
  }

  private JsonNode statement() throws Exception {
    return new ObjectMapper()
        .readTree(
            shop.done(
                "statement", shop.path(), "--id-file", shop.at("id.txt"), "--format", "json"));
  }

  private void ask(String condition, String purpose) {
    String query = ALL + " WHERE amount > " + condition;
    shop.done("query", shop.path(), query, "--purpose", purpose, "--spend", "1%");
  }

  @Test
  void withdraw_takesEffectAtTheNextQuery_andTheHistoryIsKept() throws Exception {
    ask("0.1", "recommendations");
    assertThat(statement().get("releases")).hasSize(1);
    Outcome withdrawn =
        shop.runWith(WHO + "\n", "consent", shop.path(), "--withdraw", "recommendations");
    assertThat(withdrawn.code()).as(withdrawn.err()).isZero();
    assertThat(withdrawn.err())
        .contains("recommendations: withdrawn, from the next query on")
        .doesNotContain(WHO);
    ask("0.2", "recommendations");
    ask("0.3", "stock-planning");
    JsonNode statement = statement();
    assertThat(statement.get("releases")).as("the other purpose still counts").hasSize(2);
    assertThat(statement.get("consents")).hasSize(2);

    Outcome sameDay =
        shop.run(
            "consent", shop.path(), "--grant", "recommendations", "--id-file", shop.at("id.txt"));
    assertThat(sameDay.code()).isZero();
    assertThat(sameDay.err()).contains("recorded, but not in force");
    Outcome later =
        shop.run(
            "consent",
            shop.path(),
            "--grant",
            "recommendations",
            "--id-file",
            shop.at("id.txt"),
            "--since",
            "9999-01-01");
    assertThat(later.err()).contains("recommendations: granted from 9999-01-01 on");
    ask("0.4", "recommendations");
    assertThat(statement().get("releases")).hasSize(2);
    assertThat(statement().get("consents")).hasSize(4);
  }

  @Test
  void grant_afterAnEarlierWithdrawal_takesEffectAtTheNextQuery() throws Exception {
    shop.done(
        "consent",
        shop.path(),
        "--withdraw",
        "recommendations",
        "--id-file",
        shop.at("id.txt"),
        "--since",
        "2026-02-01");
    ask("0.1", "recommendations");
    assertThat(statement().get("releases")).isEmpty();
    Outcome granted =
        shop.run(
            "consent", shop.path(), "--grant", "recommendations", "--id-file", shop.at("id.txt"));
    assertThat(granted.err()).contains("recommendations: granted, from the next query on");
    ask("0.2", "recommendations");
    assertThat(statement().get("releases")).hasSize(1);
  }

  @Test
  void withdraw_purposeThatNeedsNoConsent_isAnObjection() throws Exception {
    ask("0.1", "stock-planning");
    shop.done(
        "consent", shop.path(), "--withdraw", "stock-planning", "--id-file", shop.at("id.txt"));
    ask("0.2", "stock-planning");
    assertThat(statement().get("releases")).hasSize(1);
  }

  @Test
  void unknownCustomerOrPurpose_changesNothing() {
    Map<String, String> before = shop.bytes();
    Outcome unknown =
        shop.runWith(
            "nobody@example.org\n", "consent", shop.path(), "--withdraw", "stock-planning");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("the shop holds nothing of this customer")
        .doesNotContain("nobody@")
        .hasLineCount(1);
    Outcome purpose =
        shop.runWith(WHO + "\n", "consent", shop.path(), "--withdraw", "stock-planing");
    assertThat(purpose.code()).isEqualTo(2);
    assertThat(purpose.err()).contains("did you mean stock-planning?").hasLineCount(1);
    assertThat(shop.bytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--grant recommendations --withdraw recommendations",
        "--withdraw recommendations SOMEBODY",
        "SOMEBODY --withdraw recommendations",
        "consents.csv SOMEBODY",
        "--grant",
        "--grant recommendations --since yesterday",
        "--grant recommendations --max-bad-rows 0.1",
        "consents.csv --since 2026-01-01"
      })
  void wrongArguments_areOneLineWithoutTheId(String arguments) {
    String line = "consent " + shop.path() + (arguments.isEmpty() ? "" : " ") + arguments;
    Outcome outcome = shop.runWith(WHO + "\n", line.replace("SOMEBODY", WHO).split(" "));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).doesNotContain(WHO);
  }
}
