package io.discreet.cli.command;

import io.discreet.cli.statement.StatementFile;
import io.discreet.cli.statement.StatementPages;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Operator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "statement",
    description = {
      "Says what the shop holds about one customer, and what was learnt.",
      "As json, one object with everything, the rows held included; as csv, the table of releases"
          + " that used the data. --out writes a page for people (.html), or everything in one file"
          + " (.zip): the page, JSON, and a CSV file of each table."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet statement shop < id.txt",
      "  discreet statement shop --id-file id.txt --format json",
      "  discreet statement shop --id-file id.txt --out statement.zip"
    })
final class StatementCommand extends ShopCommand implements AboutOneCustomer {

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write FILE.zip or FILE.html, which only you may read, instead of printing.")
  private @Nullable Path out;

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();
  @Mixin private Secrets.Id id = new Secrets.Id();

  StatementCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    StatementFile file = out == null ? null : new StatementFile(out);
    try (Operator operator = operator(passphrase)) {
      StatementPages pages =
          new StatementPages(operator.statement(rawId(id)), operator.policy().timeZone());
      if (file == null) {
        terminal.out().print(pages.render(format));
      } else {
        file.write(pages);
        terminal.say("statement: " + file.path());
      }
      return 0;
    }
  }
}
