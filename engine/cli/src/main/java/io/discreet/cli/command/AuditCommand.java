package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.AuditReport;
import io.discreet.engine.Operator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    description = "Verifies the shop's books, and names the first thing wrong.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet audit shop",
      "  discreet audit shop --head > head.txt      keep it on another machine",
      "  discreet audit shop --expect $(cat head.txt)",
      "",
      "Exit codes: 0 nothing is wrong, 3 something is."
    })
final class AuditCommand extends ShopCommand {

  /** One or the other. */
  static final class Choice {

    @Option(names = "--head", description = "Print the head of the chain only.")
    boolean head;

    @Option(
        names = "--expect",
        paramLabel = "HEAD",
        description = "A head that was kept elsewhere: it must still be in the chain.")
    @Nullable String expected;
  }

  @ArgGroup private Choice choice = new Choice();

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();

  AuditCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase)) {
      AuditReport report = operator.audit(Optional.ofNullable(choice.expected));
      if (choice.head) {
        terminal.out().println(report.head());
      } else {
        terminal.out().print(sheet(report).render(format));
      }
      return 0;
    }
  }

  private static Sheet sheet(AuditReport report) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("what", "nothing is wrong with"),
                Sheet.Column.numbers("count", "count")));
    sheet.add(Cell.text("entries in the chain"), Cell.count(report.entries()));
    sheet.add(Cell.text("releases and charges"), Cell.count(report.releases()));
    sheet.add(Cell.text("customers ever registered"), Cell.count(report.customers()));
    sheet.add(Cell.text("vault generation"), Cell.count(report.vaultGeneration()));
    return sheet;
  }
}
