package io.discreet.cli.command;

import io.discreet.cli.terminal.SecretReader;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rotate",
    description = {
      "Gives the shop a new master key: every pseudonym changes, and nothing else for anybody.",
      "Safe to interrupt: it is then finished or undone. Back up keys.sealed afterwards; older"
          + " backups of it are of no more use."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet rotate shop",
      "  discreet rotate shop --new-passphrase-file new.txt     a new passphrase as well"
    })
final class RotateCommand extends ShopCommand {

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "Holds a new passphrase for the new keys; otherwise the old one stays.")
  private @Nullable Path newPassphrase;

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();

  RotateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    SecretReader secrets = new SecretReader(terminal);
    char[] old = secrets.passphrase(passphrase.file(), false);
    char[] next =
        newPassphrase == null ? old.clone() : secrets.passphrase(Optional.of(newPassphrase), false);
    try {
      boolean erased = Discreet.rotate(shop, old, next);
      terminal.say(
          "the keys are new; back up keys.sealed now, since older copies of it no longer open the"
              + " shop"
              + (erased
                  ? ""
                  : "; old pseudonyms stay in the ledger's log until the last process closes it"
                      + " (SQLite) or the server has cleared its tables and recycled its log"
                      + " (PostgreSQL)"));
      return 0;
    } finally {
      Arrays.fill(old, '\0');
      Arrays.fill(next, '\0');
    }
  }
}
