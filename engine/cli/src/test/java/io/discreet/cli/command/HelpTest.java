package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  private final CliShop shop = CliShop.none(Path.of("."));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "init",
        "intake",
        "explain",
        "query",
        "coverage",
        "suggest",
        "nightly",
        "releases",
        "schema",
        "report",
        "recommend",
        "consent",
        "cap",
        "statement",
        "forget",
        "budget",
        "audit",
        "minimise",
        "retention",
        "rotate"
      })
  void help_anyCommand_hasAnExampleAndFitsTheScreen(String command) {
    Outcome help = shop.run(command, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("Example").contains("  discreet " + command);
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(shop.run("--help").out()).contains("  " + command);
  }

  @Test
  void help_theCommandItself_namesTheExitCodes() {
    assertThat(shop.run("--help").out()).contains("Exit codes: 0 done");
    assertThat(shop.run("--version").out()).startsWith("discreet ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "qury shop", "budget", "budget shop --colour", "budget shop --format xml"})
  void line_misspelt_isOneLineThatNamesTheHelp(String line) {
    Outcome outcome = shop.run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("discreet: ").contains("--help");
  }

  @Test
  void command_misspelt_isAnsweredWithTheNearest() {
    assertThat(shop.run("qury", "shop", "ann@example.org").err())
        .contains("no command 'qury'; did you mean query?")
        .doesNotContain("ann");
  }
}
