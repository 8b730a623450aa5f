package io.discreet.cli.command;

import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Operator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "statement",
    description = {
      "Says what the shop holds about one customer, and what was learnt.",
      "As json, one object with everything, the rows held included; as csv, the table of releases"
          + " that used the data."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet statement shop < id.txt",
      "  discreet statement shop --id-file id.txt --format json"
    })
final class StatementCommand extends ShopCommand implements AboutOneCustomer {

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();
  @Mixin private Secrets.Id id = new Secrets.Id();

  StatementCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase)) {
      StatementPages pages =
          new StatementPages(operator.statement(rawId(id)), operator.policy().timeZone());
      terminal.out().print(pages.render(format));
      return 0;
    }
  }
}
