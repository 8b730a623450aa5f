package io.discreet.cli.command;

import io.discreet.cli.nightly.Exports;
import io.discreet.cli.nightly.NightlyPlan;
import io.discreet.cli.nightly.NightlyRunner;
import io.discreet.cli.nightly.PlanCheck;
import io.discreet.cli.nightly.PlanFile;
import io.discreet.cli.nightly.PlanOutputs;
import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.ReleaseSheet;
import io.discreet.cli.output.RememberedSheet;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.SpendWarning;
import io.discreet.cli.report.HtmlReport;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.memory.Memory;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.mechanisms.accounting.SafeSide;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "nightly",
    description = {
      "Runs a nightly plan. Safe to run twice: what was answered is not drawn again.",
      "One night of a shop runs at a time. Progress goes to standard error.",
      "--report and --export go before what the plan's outputs say."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet nightly shop plan.yaml --check",
      "  discreet nightly shop plan.yaml --report night.html --export answers",
      "",
      "Exit codes: 0 all answered, 4 some queries refused, 1 a query failed,",
      "2 the plan is wrong, 3 another night is running."
    })
final class NightlyCommand extends ShopCommand implements UsesSpark {

  /** Some queries were refused. */
  private static final int SOME_REFUSED = 4;

  @Parameters(index = "1", paramLabel = "PLAN", description = "The plan.")
  private Path plan = Path.of("plan.yaml");

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The date meant by today; one to come only with --check.")
  private @Nullable LocalDate asOf;

  @Option(names = "--report", paramLabel = "FILE", description = "Write an HTML report.")
  private @Nullable Path report;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = "Write every answer as CSV, JSON and Parquet.")
  private @Nullable Path export;

  @Option(names = "--check", description = "Price the plan and stop. Looks at no data.")
  private boolean check;

  @Mixin private AskingOptions asking = new AskingOptions();

  NightlyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws IOException {
    NightlyPlan read = PlanFile.read(plan);
    try (Discreet discreet = asking.open(shop)) {
      LocalDate date = asOf == null ? discreet.today() : asOf;
      if (check) {
        PlanCheck priced = PlanCheck.of(discreet, read, date, asking.holders());
        terminal.out().print(prices(priced).render(format));
        advise(priced);
        terminal.say(priced.nights());
        terminal.say(month(priced.worstMonth()));
        return 0;
      }
      requireNotToCome(date, discreet.today());
      PlanOutputs outputs =
          read.outputs().with(Optional.ofNullable(report), Optional.ofNullable(export));
      outputs.check();
      Optional<Exports> exports =
          outputs.export().map(folder -> new Exports(folder, outputs.formats()));
      exports.ifPresent(one -> one.check(read));
      BudgetStatus before = discreet.budget();
      discreet
          .applyRetention()
          .ifPresent(
              cutoff ->
                  terminal.say("retention: nothing from before " + cutoff + " is kept any more"));
      NightlyRunner.Night night;
      try (Site site = site()) {
        night = new NightlyRunner(site.of(discreet), shop, terminal).run(read, date);
      }
      SpendWarning.of(before, night.share()).ifPresent(terminal::say);
      List<Release> stored = discreet.releases();
      Memory memory = Memory.of(stored);
      terminal.out().print(render(night, memory, format));
      if (exports.isPresent()) {
        exports.get().write(night.releases().stream().map(memory::recall).toList());
        terminal.say("exports: " + outputs.export().orElseThrow().toAbsolutePath());
      }
      if (outputs.report().isPresent()) {
        Path file = outputs.report().get();
        new HtmlReport(
                read.name() + ", night of " + date,
                discreet.policy().timeZone(),
                stored,
                Optional.of(discreet.budget()))
            .write(night.releases(), file);
        terminal.say("report: " + file.toAbsolutePath());
      }
      if (night.failed() > 0) {
        return Failures.BROKEN;
      }
      return night.refused() == 0 ? 0 : SOME_REFUSED;
    }
  }

  /** A night to come would stay the newest of the shop until its day. */
  private static void requireNotToCome(LocalDate night, LocalDate today) {
    if (night.isAfter(today)) {
      throw new InputException(
          "the night of " + night + " is to come; today is " + today + " in the shop's time zone");
    }
  }

  private static Sheet prices(PlanCheck check) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("query", "query"),
                Sheet.Column.words("every", "every"),
                Sheet.Column.numbers("share", "cost"),
                Sheet.Column.prose("measure", "measure"),
                Sheet.Column.numbers("half_width", "± 95 %"),
                Sheet.Column.numbers("typical", "typical"),
                Sheet.Column.words("remedy", "").only(Sheet.Audience.PROGRAMS)));
    String before = "";
    for (PlanCheck.Line line : check.lines()) {
      boolean first = !line.query().name().equals(before);
      before = line.query().name();
      sheet.add(
          saidOnce(first, Cell.text(line.query().name())),
          saidOnce(first, Cell.text(line.query().every().word())),
          saidOnce(first, Cell.share(SafeSide.SPENT, line.explanation().share())),
          Cell.text(line.measure().name()),
          Cell.number(line.measure().halfWidth()),
          line.typical().isPresent() ? Cell.number(line.typical().getAsDouble()) : Cell.none(),
          line.remedy().map(Cell::text).orElse(Cell.none()));
    }
    return sheet;
  }

  private void advise(PlanCheck check) {
    for (PlanCheck.Line line : check.lines()) {
      if (line.drowns()) {
        terminal.say(
            line.query().name()
                + ": "
                + line.measure().name()
                + " of a typical segment drowns in the noise; "
                + line.remedy()
                    .map(words -> "what would help most: " + words)
                    .orElse("no one step would help"));
      }
    }
  }

  /** Readers see what holds for a whole query beside its first measure only. */
  private static Cell saidOnce(boolean first, Cell cell) {
    return first ? cell : new Cell("", cell.data());
  }

  private static String month(double share) {
    return "a month of nights costs at most "
        + Figures.percent(SafeSide.SPENT, share)
        + " of a customer's budget"
        + (share > 1
            ? "; where budgets are monthly, customers will be left out towards its end: lower"
                + " spend, or set every: week or month"
            : "");
  }

  static String render(NightlyRunner.Night night, Memory memory, Format format) {
    return switch (format) {
      case JSON ->
          night.releases().stream()
              .map(release -> ReleaseSheet.render(release, format).strip())
              .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
      case CSV, TABLE ->
          night.releases().stream()
              .map(release -> titled(memory.recall(release), format))
              .collect(Collectors.joining("\n"));
    };
  }

  private static String titled(Remembered remembered, Format format) {
    Release release = remembered.release();
    if (format == Format.CSV) {
      return RememberedSheet.sheet(remembered).render(format);
    }
    String title = release.night().map(Release.Night::query).orElse(release.query());
    return "── "
        + title
        + "\n"
        + ReleaseSheet.render(release, format)
        + RememberedSheet.text(remembered);
  }
}
