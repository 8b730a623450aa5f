package io.discreet.cli.command;

import io.discreet.cli.output.ReleaseSheet;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.RunOptions;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "coverage",
    description = {
      "Estimates how many customers of each segment cannot pay for a query.",
      "Noisy, and paid for by those who are counted, from the coverage-reserve of",
      "the policy's budget."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  discreet coverage shop \"SELECT city, SUM(amount) FROM purchases",
      "      GROUP BY city\" --purpose recommendations \\",
      "      --question-spend 2%% --spend 1%%"
    })
final class CoverageCommand extends ShopCommand implements UsesSpark {

  @Parameters(
      index = "1",
      paramLabel = "QUERY",
      description = "What would be asked: SELECT ... FROM ... GROUP BY ...")
  private String sql = "";

  @Option(names = "--purpose", required = true, description = "Why it is asked.")
  private String purpose = "";

  @Option(
      names = "--question-spend",
      paramLabel = "SHARE",
      required = true,
      description = "What the query itself would cost, such as 2%%: a share of each budget.")
  private String questionSpend = "";

  @Option(
      names = "--spend",
      paramLabel = "SHARE",
      required = true,
      description = "What the estimate may cost: a share of each budget, at most the reserve.")
  private String spend = "";

  @Option(names = "--l0", description = "The most segments that one customer counts in.")
  private @Nullable Integer l0;

  @Option(names = "--as-of", paramLabel = "DATE", description = "The date meant by today.")
  private @Nullable LocalDate asOf;

  @Mixin private AskingOptions asking = new AskingOptions();

  CoverageCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    Share ofQuestion = Share.parse(questionSpend);
    Share ofEstimate = Share.parse(spend);
    SegmentQuery parsed = SegmentQuery.parse(sql, purpose);
    SegmentQuery question = l0 == null ? parsed : parsed.withL0(l0);
    RunOptions options = new RunOptions(Optional.ofNullable(asOf), Optional.empty());
    try (Discreet discreet = asking.open(shop);
        Site site = site()) {
      terminal
          .out()
          .print(
              ReleaseSheet.render(
                  site.of(discreet).coverage(question, ofQuestion, ofEstimate, options), format));
      return 0;
    }
  }
}
