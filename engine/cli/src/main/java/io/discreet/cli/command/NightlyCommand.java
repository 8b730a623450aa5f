package io.discreet.cli.command;

import io.discreet.cli.nightly.NightlyPlan;
import io.discreet.cli.nightly.NightlyQuery;
import io.discreet.cli.nightly.NightlyRunner;
import io.discreet.cli.nightly.PlanFile;
import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.ReleaseSheet;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.report.HtmlReport;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "nightly",
    description = {
      "Runs a nightly plan. Safe to run twice: what was answered is not drawn again.",
      "One night of a shop runs at a time. Progress goes to standard error."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet nightly shop plan.yaml --check",
      "  discreet nightly shop plan.yaml --report night.html",
      "",
      "Exit codes: 0 all answered, 4 some queries refused, 1 a query failed,",
      "2 the plan is wrong, 3 another night is running."
    })
final class NightlyCommand extends ShopCommand {

  /** Some queries were refused. */
  private static final int SOME_REFUSED = 4;

  @Parameters(index = "1", paramLabel = "PLAN", description = "The plan.")
  private Path plan = Path.of("plan.yaml");

  @Option(names = "--as-of", paramLabel = "DATE", description = "The date meant by today.")
  private @Nullable LocalDate asOf;

  @Option(names = "--report", paramLabel = "FILE", description = "Write an HTML report.")
  private @Nullable Path report;

  @Option(names = "--check", description = "Price the plan and stop. Looks at no data.")
  private boolean check;

  NightlyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws IOException {
    NightlyPlan read = PlanFile.read(plan);
    try (Discreet discreet = analyst()) {
      LocalDate date = asOf == null ? discreet.today() : asOf;
      if (check) {
        terminal.out().print(prices(discreet, read, date).render(format));
        terminal.say(month(read.worstMonth().doubleValue()));
        return 0;
      }
      NightlyRunner.Night night = new NightlyRunner(discreet, shop, terminal).run(read, date);
      terminal.out().print(render(night, format));
      if (report != null) {
        new HtmlReport(read.name() + ", night of " + date, discreet.policy().timeZone())
            .write(night.releases(), report);
        terminal.say("report: " + report.toAbsolutePath());
      }
      if (night.failed() > 0) {
        return Failures.BROKEN;
      }
      return night.refused() == 0 ? 0 : SOME_REFUSED;
    }
  }

  private static Sheet prices(Discreet discreet, NightlyPlan plan, LocalDate date) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("query", "query"),
                Sheet.Column.words("every", "every"),
                Sheet.Column.numbers("share", "cost"),
                Sheet.Column.prose("measure", "measure"),
                Sheet.Column.numbers("half_width", "± 95 %")));
    for (NightlyQuery query : plan.queries()) {
      Explanation explanation = discreet.explain(query.query(), query.share(), date);
      boolean first = true;
      for (Explanation.Measure measure : explanation.measures()) {
        sheet.add(
            saidOnce(first, Cell.text(query.name())),
            saidOnce(first, Cell.text(query.every().word())),
            saidOnce(first, Cell.share(explanation.share())),
            Cell.text(measure.name()),
            Cell.number(measure.halfWidth()));
        first = false;
      }
    }
    return sheet;
  }

  /** Readers see what holds for a whole query beside its first measure only. */
  private static Cell saidOnce(boolean first, Cell cell) {
    return first ? cell : new Cell("", cell.data());
  }

  private static String month(double share) {
    return "a month of nights costs at most "
        + Figures.percent(share)
        + " of a customer's budget"
        + (share > 1
            ? "; where budgets are monthly, customers will be left out towards its end: lower"
                + " spend, or set every: week or month"
            : "");
  }

  static String render(NightlyRunner.Night night, Format format) {
    return switch (format) {
      case JSON ->
          night.releases().stream()
              .map(release -> ReleaseSheet.render(release, format).strip())
              .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
      case CSV, TABLE ->
          night.releases().stream()
              .map(release -> titled(release, format))
              .collect(Collectors.joining("\n"));
    };
  }

  private static String titled(Release release, Format format) {
    String title = release.night().map(Release.Night::query).orElse(release.query());
    return (format == Format.TABLE ? "── " + title + "\n" : "")
        + ReleaseSheet.render(release, format);
  }
}
