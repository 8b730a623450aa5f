package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.ConsentReport;
import io.discreet.engine.Operator;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "consent",
    description = "Records consents from a file: customer id, purpose, granted, since.",
    footerHeading = "%nExample:%n",
    footer = "  discreet consent shop consents.csv")
final class ConsentCommand extends ShopCommand {

  @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("consents.csv");

  @Option(
      names = "--max-bad-rows",
      defaultValue = "0",
      paramLabel = "SHARE",
      description =
          "The largest share of bad rows that is left out. Default: 0, since a withdrawal that is"
              + " left out leaves the customer in.")
  private double maxBadRows;

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();

  ConsentCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase)) {
      terminal.out().print(sheet(operator.consent(file, maxBadRows)).render(format));
      return 0;
    }
  }

  static Sheet sheet(ConsentReport report) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("what", "consents"), Sheet.Column.numbers("count", "count")));
    sheet.add(Cell.text("rows read"), Cell.count(report.rowsRead()));
    sheet.add(Cell.text("recorded"), Cell.count(report.recorded()));
    report
        .rowsRefused()
        .forEach(
            (fault, count) -> sheet.add(Cell.text("refused: " + fault.label()), Cell.count(count)));
    sheet.add(Cell.text("new customers"), Cell.count(report.newCustomers()));
    return sheet;
  }
}
