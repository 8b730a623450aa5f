package io.discreet.cli.command;

import io.discreet.cli.terminal.SecretReader;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = "Makes a shop: a folder with the policy, an empty ledger and sealed keys.",
    footerHeading = "%nExample:%n",
    footer = "  discreet init shop --policy policy.yaml")
final class InitCommand extends ShopCommand {

  @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy.")
  private Path policy = Path.of("discreet.yaml");

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();

  InitCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    char[] secret = new SecretReader(terminal).passphrase(passphrase.file(), true);
    try {
      Discreet.init(shop, policy, secret);
    } finally {
      Arrays.fill(secret, '\0');
    }
    terminal.say("made the shop " + shop + "; next: discreet intake " + shop + " TABLE FILE...");
    return 0;
  }
}
