package io.discreet.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReaderTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private SecretReader reader(Map<String, String> environment) {
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new SecretReader(
        new Terminal(InputStream.nullInputStream(), print, print, environment, false));
  }

  private Path secret(String content, String permissions) throws Exception {
    Path file = Files.write(folder.resolve("p.txt"), content.getBytes(StandardCharsets.ISO_8859_1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  @Test
  void passphrase_fileAndVariable_theFileWins() throws Exception {
    Path file = secret("of the file\r\n", "rw-------");

    char[] read =
        reader(Map.of(SecretReader.VARIABLE, "other")).passphrase(Optional.of(file), true);

    assertThat(read).containsExactly("of the file".toCharArray());
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void passphrase_fileThatOthersMayRead_isTakenWithAWarning() throws Exception {
    Path file = secret("open\n", "rw-r--r--");

    assertThat(reader(Map.of()).passphrase(Optional.of(file), false)).hasSize(4);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("others may read the passphrase", "chmod 600")
        .hasLineCount(1);
  }

  @Test
  void passphrase_missingOrEmpty_isRefusedWithTheRemedy() throws Exception {
    assertRefused(Map.of(), Optional.of(folder.resolve("none.txt")), "cannot be read");
    assertRefused(Map.of(), Optional.of(folder), "cannot be read");
    assertRefused(Map.of(), Optional.of(secret("", "rw-------")), "is empty");
    assertRefused(Map.of(), Optional.of(secret("\n", "rw-------")), "is empty");
    assertRefused(Map.of(), Optional.of(secret("a\nb\n", "rw-------")), "must hold one line");
    assertRefused(Map.of(), Optional.of(secret("\u00e9\n", "rw-------")), "is not UTF-8");
    assertRefused(Map.of(SecretReader.VARIABLE, ""), Optional.empty(), "is empty");
    assertRefused(Map.of(), Optional.empty(), "set DISCREET_PASSPHRASE");
  }

  private void assertRefused(Map<String, String> environment, Optional<Path> file, String why) {
    assertThatThrownBy(() -> reader(environment).passphrase(file, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(why);
  }
}
