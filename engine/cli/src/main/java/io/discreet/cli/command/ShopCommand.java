package io.discreet.cli.command;

import io.discreet.cli.output.Format;
import io.discreet.cli.terminal.SecretReader;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands on a shop share. */
abstract class ShopCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "SHOP", description = "The shop's folder.")
  Path shop = Path.of(".");

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "How tables are printed: ${COMPLETION-CANDIDATES}. Default: table.")
  Format format = Format.TABLE;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  final Terminal terminal;

  ShopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  Discreet analyst() {
    return Discreet.open(shop);
  }

  Operator operator(Secrets.Passphrase passphrase) {
    char[] secret = new SecretReader(terminal).passphrase(passphrase.file(), false);
    try {
      return Discreet.operate(shop, secret);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  /** Where customers' rows are read; to be closed before the shop is. */
  Site site() {
    return Site.of(spec.commandLine(), terminal);
  }

  String rawId(Secrets.Id id) {
    return new SecretReader(terminal).rawId(id.file());
  }
}
