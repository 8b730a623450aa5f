package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntakeProgressTest {

  @Test
  void at_notAScreen_isAPlainLineAtEachQuarter() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(InputStream.nullInputStream(), print, print, Map.of(), false);

    try (IntakeProgress progress = new IntakeProgress(terminal, "purchases")) {
      for (int bytes = 0; bytes <= 1_000; bytes += 10) {
        progress.at(10L * bytes, bytes, 1_000);
      }
      progress.at(10_000, 1_000, 1_000);
      progress.at(0, 0, 0);
    }

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            discreet: purchases: 25 % read, 2,500 rows
            discreet: purchases: 50 % read, 5,000 rows
            discreet: purchases: 75 % read, 7,500 rows
            """);
  }
}
