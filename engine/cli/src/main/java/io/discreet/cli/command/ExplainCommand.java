package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.plan.Explanation;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "explain",
    description = "Says what a query would cost and how far off it would be. Looks at no data.",
    footerHeading = "%nExample:%n",
    footer = {
      "  discreet explain shop \"SELECT city, COUNT(DISTINCT customer)",
      "      FROM purchases GROUP BY city\" --purpose recommendations --spend 2%%"
    })
final class ExplainCommand extends AskingCommand {

  ExplainCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Discreet discreet = analyst()) {
      Explanation explanation =
          discreet.explain(query(), cost(), asOf().orElseGet(discreet::today));
      terminal.out().print(render(explanation, format));
      return 0;
    }
  }

  static String render(Explanation explanation, Format format) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("measure", "measure"),
                Sheet.Column.numbers("sensitivity", "one customer"),
                Sheet.Column.numbers("standard_error", "std error"),
                Sheet.Column.numbers("half_width", "± 95 %"),
                Sheet.Column.words("noise", "noise")));
    for (Explanation.Measure measure : explanation.measures()) {
      sheet.add(
          Cell.text(measure.name()),
          Cell.number(measure.sensitivity()),
          Cell.number(measure.standardError()),
          Cell.number(measure.halfWidth()),
          Cell.text(
              measure.noise().stream()
                  .map(noise -> noise.mechanism() + " " + Figures.significant(noise.scaleUnits()))
                  .collect(Collectors.joining(", "))));
    }
    if (format != Format.TABLE) {
      return sheet.render(format);
    }
    return sheet.render(format)
        + "\n"
        + Text.wrap(
            explanation.segments()
                + " segments · a customer counts in at most "
                + explanation.l0()
                + " · cost at most "
                + Figures.percent(explanation.share())
                + " of a customer's budget (ε "
                + Figures.significant(explanation.epsilon())
                + ") · the error of a mean is for "
                + Explanation.ROWS_FOR_MEAN
                + " rows · no data was looked at",
            "")
        + "\n";
  }
}
