package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Operator;
import io.discreet.engine.RetentionSummary;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "retention",
    description = {
      "Lets rows and charges go that are older than the policy's retention.",
      "Every intake does so too, and the first nightly run of a day."
    },
    footerHeading = "%nExample:%n",
    footer = "  discreet retention shop")
final class RetentionCommand extends ShopCommand {

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();

  RetentionCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase)) {
      Optional<RetentionSummary> summary = operator.retention();
      if (summary.isEmpty()) {
        terminal.say("the policy has no retention: everything is kept");
        return 0;
      }
      terminal.out().print(sheet(summary.get()).render(format));
      return 0;
    }
  }

  private static Sheet sheet(RetentionSummary summary) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("what", "gone from before " + summary.cutoff()),
                Sheet.Column.numbers("count", "count")));
    summary
        .rows()
        .forEach((table, count) -> sheet.add(Cell.text("rows of " + table), Cell.count(count)));
    sheet.add(Cell.text("charges folded"), Cell.count(summary.charges()));
    return sheet;
  }
}
