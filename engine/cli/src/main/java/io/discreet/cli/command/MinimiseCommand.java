package io.discreet.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.MinimisationReport;
import io.discreet.engine.Operator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "minimise",
    aliases = "minimize",
    description = {
      "Says which columns, purposes and customers nobody asked about, so that they could be"
          + " dropped.",
      "As csv, the table of columns."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet minimise shop",
      "  discreet minimise shop --since 2026-01-01 --format json"
    })
final class MinimiseCommand extends ShopCommand {

  private static final int MONTHS = 3;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Answers from this day on count as use. Default: three months ago.")
  private @Nullable LocalDate since;

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();

  MinimiseCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase)) {
      LocalDate today = operator.today();
      MinimisationReport report =
          operator.minimise(since == null ? today.minusMonths(MONTHS) : since);
      terminal.out().print(render(report, format));
      return 0;
    }
  }

  static String render(MinimisationReport report, Format format) {
    return switch (format) {
      case TABLE -> text(report);
      case CSV -> columns(report).render(format);
      case JSON -> json(report).toPrettyString() + "\n";
    };
  }

  private static String text(MinimisationReport report) {
    StringBuilder text = new StringBuilder();
    text.append(columns(report).render(Format.TABLE))
        .append('\n')
        .append(purposes(report).render(Format.TABLE))
        .append('\n');
    for (String line : advice(report)) {
      text.append(Text.wrap(line, "")).append('\n');
    }
    return text.toString();
  }

  private static Sheet columns(MinimisationReport report) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("table", "table"),
                Sheet.Column.words("column", "column"),
                Sheet.Column.numbers("rows", "rows held"),
                Sheet.Column.numbers("releases", "answers since " + report.since()),
                Sheet.Column.words("last_used", "last used")));
    for (MinimisationReport.ColumnUse column : report.columns()) {
      sheet.add(
          Cell.text(column.table()),
          Cell.text(column.column()),
          Cell.count(column.rows()),
          Cell.count(column.releases()),
          day(column.lastUsed()));
    }
    return sheet;
  }

  private static Sheet purposes(MinimisationReport report) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("purpose", "purpose"),
                Sheet.Column.words("consent_required", "needs consent"),
                Sheet.Column.numbers("customers", "customers"),
                Sheet.Column.numbers("releases", "answers"),
                Sheet.Column.words("last_used", "last used")));
    for (MinimisationReport.PurposeUse purpose : report.purposes()) {
      sheet.add(
          Cell.text(purpose.purpose()),
          Cell.flag(purpose.consentRequired()),
          Cell.count(purpose.consenting()),
          Cell.count(purpose.releases()),
          day(purpose.lastUsed()));
    }
    return sheet;
  }

  private static Cell day(Optional<LocalDate> day) {
    return day.map(date -> Cell.text(date.toString())).orElse(new Cell("never", null));
  }

  /** What could be dropped, in sentences. */
  private static List<String> advice(MinimisationReport report) {
    List<String> advice = new ArrayList<>();
    String columns =
        report.columns().stream()
            .filter(column -> column.releases() == 0)
            .map(column -> column.table() + "." + column.column())
            .collect(Collectors.joining(", "));
    if (!columns.isEmpty()) {
      advice.add(
          "No answer since "
              + report.since()
              + " uses "
              + columns
              + ". Take a column out of the policy, and the next intake drops what is held of it.");
    }
    for (MinimisationReport.PurposeUse purpose : report.purposes()) {
      if (purpose.releases() == 0) {
        advice.add(
            "Nothing was asked for purpose "
                + purpose.purpose()
                + " since "
                + report.since()
                + ". A purpose that is not needed should not be declared.");
      }
    }
    if (report.withoutConsent() > 0) {
      advice.add(
          Cell.count(report.withoutConsent()).shown()
              + " of "
              + Cell.count(report.customers()).shown()
              + " customers have rows and consent to no purpose: their data is in no answer, and"
              + " could be left out of the files that are taken in.");
    }
    if (report.withoutRows() > 0) {
      advice.add(
          Cell.count(report.withoutRows()).shown()
              + " customers are known by a consent or an earlier purchase only: no row of theirs is"
              + " held.");
    }
    if (advice.isEmpty()) {
      advice.add("All that is held was asked about since " + report.since() + ".");
    }
    return advice;
  }

  private static ObjectNode json(MinimisationReport report) {
    ObjectNode page = new ObjectMapper().createObjectNode();
    page.put("since", report.since().toString()).put("releases", report.releases());
    page.set("columns", columns(report).json());
    page.set("purposes", purposes(report).json());
    page.putObject("customers")
        .put("known", report.customers())
        .put("without_rows", report.withoutRows())
        .put("without_consent", report.withoutConsent());
    page.putArray("advice")
        .addAll(
            advice(report).stream()
                .map(com.fasterxml.jackson.databind.node.TextNode::valueOf)
                .toList());
    return page;
  }
}
