package io.discreet.cli.terminal;

import io.discreet.engine.failure.InputException;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Reads the shop's passphrase and raw ids, from anywhere but the arguments. */
public final class SecretReader {

  /** The variable of the environment that may hold the passphrase. */
  public static final String VARIABLE = "DISCREET_PASSPHRASE";

  private static final int MOST_BYTES = 4096;

  private final Terminal terminal;

  /** A reader at a terminal. */
  public SecretReader(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The passphrase: from the file if there is one, else from the environment, else asked for.
   *
   * @param twice whether it is new, so that a typing error would lock its owner out
   * @throws InputException if there is none, or the file cannot be read
   */
  public char[] passphrase(Optional<Path> file, boolean twice) {
    if (file.isPresent()) {
      warnIfOthersRead(file.get());
      return present(line(file.get(), "--passphrase-file"), "--passphrase-file");
    }
    Optional<String> variable = terminal.variable(VARIABLE);
    if (variable.isPresent()) {
      return present(variable.get().toCharArray(), VARIABLE);
    }
    Console console =
        terminal
            .console()
            .orElseThrow(
                () ->
                    new InputException(
                        "no passphrase: set "
                            + VARIABLE
                            + ", give --passphrase-file FILE, or run at a terminal to be asked"));
    char[] passphrase = present(console.readPassword("Passphrase: "), "the passphrase");
    if (twice && !Arrays.equals(passphrase, console.readPassword("The same again: "))) {
      throw new InputException("the two passphrases differ; run the command again");
    }
    return passphrase;
  }

  /**
   * One raw id: from the file if there is one, else asked for, else from standard input.
   *
   * @throws InputException if there is none, more than one, or the file cannot be read
   */
  public String rawId(Optional<Path> file) {
    char[] id;
    if (file.isPresent()) {
      id = line(file.get(), "--id-file");
    } else if (terminal.console().isPresent()) {
      String typed = terminal.console().get().readLine("Customer's id: ");
      id = typed == null ? new char[0] : typed.toCharArray();
    } else {
      id = line(terminal.in(), "standard input");
    }
    String text = new String(id);
    if (text.isBlank()) {
      throw new InputException(
          "no customer's id: give it on standard input, with --id-file FILE, or at the prompt");
    }
    return text;
  }

  private static char[] present(char[] passphrase, String place) {
    if (passphrase == null || passphrase.length == 0) {
      throw new InputException(place + " is empty; give the shop's passphrase");
    }
    return passphrase;
  }

  private static char[] line(Path file, String place) {
    try (InputStream in = Files.newInputStream(file)) {
      return line(in, place);
    } catch (IOException e) {
      throw new InputException(
          place + " " + file + " cannot be read; check that it exists and may be read", e);
    }
  }

  /** The only line of a stream. What it holds is secret, so no message quotes it. */
  private static char[] line(InputStream in, String place) {
    byte[] bytes;
    try {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new InputException(place + " cannot be read", e);
    }
    int end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
    }
    if (end > 0 && bytes[end - 1] == '\r') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        throw new InputException(place + " must hold one line, got several");
      }
    }
    if (end > MOST_BYTES) {
      throw new InputException(place + " must hold at most " + MOST_BYTES + " bytes");
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
      char[] line = new char[text.length()];
      text.get(line);
      return line;
    } catch (CharacterCodingException e) {
      throw new InputException(place + " is not UTF-8 text; save it as UTF-8", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void warnIfOthersRead(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        terminal.say(
            "warning: others may read the passphrase in " + file + "; run chmod 600 " + file);
      }
    } catch (UnsupportedOperationException | IOException e) {
      // No such permissions on this file system, or no such file: reading it says so.
      return;
    }
  }
}
