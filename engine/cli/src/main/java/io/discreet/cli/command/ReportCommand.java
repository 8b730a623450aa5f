package io.discreet.cli.command;

import io.discreet.cli.output.OutputFile;
import io.discreet.cli.report.HtmlReport;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    description = {
      "Makes an HTML report from stored releases alone, which costs nothing.",
      "It shows the newest answer to each question."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet report shop",
      "  discreet report shop --from 2026-11-01 --to 2026-11-30 --out november.html"
    })
final class ReportCommand extends ShopCommand {

  @Option(names = "--from", paramLabel = "DATE", description = "Answers as of this day or later.")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DATE", description = "Answers as of this day or earlier.")
  private @Nullable LocalDate to;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "report.html",
      description = "Where to write it. Default: report.html.")
  private Path out = Path.of("report.html");

  ReportCommand(Terminal terminal) {
    super(terminal);
  }

  private record Question(String query, String purpose, int l0) {}

  @Override
  public Integer call() throws IOException {
    LocalDate first = from == null ? LocalDate.MIN : from;
    LocalDate last = to == null ? LocalDate.MAX : to;
    if (first.isAfter(last)) {
      throw new InputException("--from " + first + " is after --to " + last + "; exchange them");
    }
    OutputFile.requireHtml(out, "--out");
    try (Discreet discreet = analyst()) {
      List<Release> stored = discreet.releases();
      Map<Question, Release> newest = new LinkedHashMap<>();
      for (Release release : stored) {
        if (!release.asOf().isBefore(first) && !release.asOf().isAfter(last)) {
          newest.merge(
              new Question(release.query(), release.purpose(), release.l0()),
              release,
              (one, other) -> other.asOf().isAfter(one.asOf()) ? other : one);
        }
      }
      if (newest.isEmpty()) {
        throw new InputException(
            "no release lies between these days; see discreet releases " + shop);
      }
      String title =
          "Answers"
              + (from == null ? "" : " from " + first)
              + " to "
              + newest.values().stream().map(Release::asOf).max(LocalDate::compareTo).orElseThrow();
      new HtmlReport(title, discreet.policy().timeZone(), stored, Optional.of(discreet.budget()))
          .write(newest.values().stream().sorted(Comparator.comparing(Release::at)).toList(), out);
      terminal.say("report: " + out.toAbsolutePath());
      return 0;
    }
  }
}
