package io.discreet.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an operator's secrets come from: never the arguments. */
final class Secrets {

  /** The option of every command of the operator. */
  static final class Passphrase {
    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "Holds the passphrase; otherwise DISCREET_PASSPHRASE does, or you are asked.")
    private @Nullable Path file;

    Optional<Path> file() {
      return Optional.ofNullable(file);
    }
  }

  /** The option of every command about one customer. */
  static final class Id {
    @Option(
        names = "--id-file",
        paramLabel = "FILE",
        description = "Holds the customer's id; otherwise standard input does, or you are asked.")
    private @Nullable Path file;

    Optional<Path> file() {
      return Optional.ofNullable(file);
    }
  }

  private Secrets() {}
}
