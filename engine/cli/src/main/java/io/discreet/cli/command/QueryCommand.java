package io.discreet.cli.command;

import io.discreet.cli.output.ReleaseSheet;
import io.discreet.cli.output.SpendWarning;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.Discreet;
import io.discreet.engine.RunOptions;
import io.discreet.engine.plan.Cost;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "query",
    description = "Answers a query with noise, and charges each customer for what was learnt.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet query shop \"SELECT city, SUM(amount) FROM purchases",
      "      WHERE category = 'bread' GROUP BY city\" \\",
      "      --purpose recommendations --spend 2%%",
      "  discreet query shop \"SELECT WEEK(day), BAND(amount, 0, 10, 50), COUNT(*)",
      "      FROM purchases WHERE day >= TODAY - 90 AND customer IN (SELECT customer",
      "      FROM purchases GROUP BY customer HAVING SUM(amount) > 50)",
      "      GROUP BY WEEK(day), BAND(amount, 0, 10, 50)\" \\",
      "      --purpose recommendations --spend 2%%",
      "  docs/queries.md has the whole language."
    })
final class QueryCommand extends AskingCommand implements UsesSpark {

  QueryCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Discreet discreet = asking()) {
      RunOptions options = new RunOptions(asOf(), Optional.empty());
      BudgetStatus before = discreet.budget();
      SegmentQuery query = query(discreet);
      Cost cost = cost();
      try (Site site = site()) {
        Release release = site.of(discreet).run(query, cost, options);
        terminal.out().print(ReleaseSheet.render(release, format));
        if (discreet.budget().releases() > before.releases()) { // it was drawn, and paid for
          SpendWarning.of(before, query, release.charged().share()).ifPresent(terminal::say);
        }
        return 0;
      }
    }
  }
}
