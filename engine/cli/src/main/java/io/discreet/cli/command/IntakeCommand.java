package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Operator;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.intake.IntakeSummary;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "intake",
    description = {
      "Takes files into a table: csv, csv.gz, parquet or JSON lines. All or nothing.",
      "With --spark, takes in one table of Spark, in the place of files."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet intake shop purchases monday.csv tuesday.csv.gz",
      "  discreet intake --spark 'local[2]' shop purchases sales.purchases",
      "  discreet intake --spark 'local[2]' shop purchases 'parquet.`/data/purchases`'"
    })
final class IntakeCommand extends ShopCommand implements UsesSpark {

  @Parameters(index = "1", paramLabel = "TABLE", description = "A table of the policy.")
  private String table = "";

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "FILE", description = "What to take in.")
  private List<String> sources = List.of();

  @Option(
      names = "--max-bad-rows",
      defaultValue = "0.01",
      paramLabel = "SHARE",
      description = "The largest share of bad rows that is accepted. Default: 0.01.")
  private double maxBadRows;

  @Option(names = "--again", description = "Take a file in although it was taken in before.")
  private boolean again;

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();

  IntakeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase);
        IntakeProgress progress = new IntakeProgress(terminal, table)) {
      IntakeOptions options = new IntakeOptions(maxBadRows, again, progress);
      IntakeSummary summary = takeIn(operator, options);
      terminal.out().print(sheet(summary).render(format));
      return 0;
    }
  }

  private IntakeSummary takeIn(Operator operator, IntakeOptions options) {
    try (Site site = site()) {
      if (site.spark().isEmpty()) {
        return operator.intake(table, sources.stream().map(Path::of).toList(), options);
      }
      if (sources.size() > 1) {
        throw new InputException(
            "with Spark one table is taken in at a time, and " + sources.size() + " were given");
      }
      return site.spark().get().intake(operator, table, sources.get(0), options);
    }
  }

  static Sheet sheet(IntakeSummary summary) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("what", summary.table()),
                Sheet.Column.numbers("count", "count")));
    sheet.add(Cell.text("rows read"), Cell.count(summary.rowsRead()));
    sheet.add(Cell.text("rows kept"), Cell.count(summary.rowsKept()));
    summary
        .rowsRefused()
        .forEach(
            (fault, count) -> sheet.add(Cell.text("refused: " + fault.label()), Cell.count(count)));
    sheet.add(Cell.text("older than the retention"), Cell.count(summary.rowsExpired()));
    summary
        .rowsRetired()
        .forEach(
            (table, count) -> {
              if (count > 0) {
                sheet.add(Cell.text("become too old: " + table), Cell.count(count));
              }
            });
    summary
        .valuesAdjusted()
        .forEach(
            (column, count) ->
                sheet.add(Cell.text("brought within the policy: " + column), Cell.count(count)));
    sheet.add(Cell.text("customers"), Cell.count(summary.customers()));
    sheet.add(Cell.text("new customers"), Cell.count(summary.newCustomers()));
    return sheet;
  }
}
