package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Operator;
import io.discreet.engine.Statement;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "statement",
    description = "Says what the shop holds about one customer, and what was learnt.",
    footerHeading = "%nExample:%n",
    footer = "  discreet statement shop < id.txt")
final class StatementCommand extends ShopCommand implements AboutOneCustomer {

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();
  @Mixin private Secrets.Id id = new Secrets.Id();

  StatementCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase)) {
      terminal.out().print(render(operator.statement(rawId(id)), format));
      return 0;
    }
  }

  static String render(Statement statement, Format format) {
    Sheet uses =
        new Sheet(
            List.of(
                Sheet.Column.words("at", "when"),
                Sheet.Column.words("purpose", "purpose"),
                Sheet.Column.numbers("share", "paid"),
                Sheet.Column.words("query", "question"),
                Sheet.Column.words("release", "release").only(Sheet.Audience.PROGRAMS)));
    for (Statement.Use use : statement.uses()) {
      uses.add(
          Cell.text(use.at().toString().substring(0, 10)),
          Cell.text(use.purpose()),
          Cell.share(use.share()),
          Cell.text(use.query().orElse("(no longer kept)")),
          Cell.text(use.releaseId()));
    }
    if (format != Format.TABLE) {
      return uses.render(format);
    }
    StringBuilder text = new StringBuilder("Data held:\n");
    for (Statement.TableRows table : statement.tables()) {
      text.append("  ").append(table.table()).append(": ").append(table.rows().size());
      text.append(" rows of ").append(String.join(", ", table.columns())).append('\n');
    }
    text.append("Consents:\n");
    for (Statement.ConsentLine consent : statement.consents()) {
      text.append("  ")
          .append(consent.purpose())
          .append(consent.granted() ? ": granted" : ": withdrawn")
          .append(" since ")
          .append(consent.since())
          .append(consent.effective() ? " (in force)" : "")
          .append('\n');
    }
    text.append("Releases that used the data:\n").append(uses.render(format));
    return text.append(
            Text.wrap(
                "Spent in "
                    + statement.period()
                    + ": "
                    + Figures.percent(statement.periodShare())
                    + " of the budget, ε "
                    + Figures.significant(statement.periodEpsilon())
                    + "; in all periods together ε "
                    + Figures.significant(statement.lifetimeEpsilon())
                    + " (both at δ "
                    + Figures.significant(statement.delta())
                    + ").",
                ""))
        .append('\n')
        .toString();
  }
}
