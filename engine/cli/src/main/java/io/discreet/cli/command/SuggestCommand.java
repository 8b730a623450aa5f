package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.ReleaseSheet;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.Suggestion;
import io.discreet.engine.Suggestion.Bound;
import io.discreet.engine.Suggestion.Setting;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "suggest",
    description = {
      "Suggests clamps, max-rows and l0 from what customers have, privately.",
      "That costs each customer a little of the budget, once for the same data."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet suggest shop purchases --purpose stock-planning",
      "  discreet suggest shop purchases --purpose stock-planning \\",
      "      --by category --by \"MONTH(day)\" --spend 0.5%%"
    })
final class SuggestCommand extends ShopCommand implements UsesSpark {

  /** Of the customers that a suggested bound holds. */
  private static final double SUGGESTED_PART = 0.95;

  @Parameters(index = "1", paramLabel = "TABLE", description = "The table to bound.")
  private String table = "";

  @Option(names = "--purpose", required = true, description = "Why it is asked.")
  private String purpose = "";

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      description =
          "What segments are made of; may be given again. Default: the table's first declared"
              + " category.")
  private @Nullable List<String> by;

  @Option(
      names = "--spend",
      defaultValue = "1%",
      description = "A share of each customer's budget. Default: ${DEFAULT-VALUE}.")
  private String spend = "1%";

  @Mixin private AskingOptions asking = new AskingOptions();

  SuggestCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    Share cost = Share.parse(spend);
    try (Discreet discreet = asking.open(shop);
        Site site = site()) {
      List<String> axes = by == null ? firstCategory(discreet.policy()) : by;
      terminal.out().print(render(site.of(discreet).suggest(table, axes, purpose, cost), format));
      return 0;
    }
  }

  private List<String> firstCategory(Policy policy) {
    Table declared = policy.tables().get(table);
    if (declared == null || declared.oneRowPerCustomer()) {
      return List.of();
    }
    return declared.columns().values().stream()
        .filter(column -> column instanceof Column.Category category && category.declared())
        .map(Column::name)
        .limit(1)
        .toList();
  }

  static String render(Suggestion suggestion, Format format) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("setting", "setting"),
                Sheet.Column.words("subject", "of"),
                Sheet.Column.numbers("part", "customers within"),
                Sheet.Column.numbers("low", "low"),
                Sheet.Column.numbers("high", "high"),
                Sheet.Column.numbers("high_low", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("high_high", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("half_width", "± 95 % then")));
    for (Setting setting : Setting.values()) {
      for (Bound bound : suggestion.bounds()) {
        if (bound.setting() == setting) {
          sheet.add(
              Cell.text(setting.word()),
              Cell.text(bound.subject()),
              Cell.share(bound.part()),
              setting == Setting.CLAMP ? Cell.number(bound.low()) : Cell.none(),
              bound.told() ? Cell.number(bound.high()) : new Cell("not told", bound.high()),
              Cell.number(bound.uncertainty().low()),
              Cell.number(bound.uncertainty().high()),
              bound.told() ? Cell.number(bound.halfWidth()) : new Cell("", bound.halfWidth()));
        }
      }
    }
    return format == Format.TABLE
        ? sheet.render(format) + "\n" + footer(suggestion)
        : sheet.render(format);
  }

  private static String footer(Suggestion suggestion) {
    String suggested =
        suggestion.bounds().stream()
            .filter(bound -> bound.part() == SUGGESTED_PART && bound.told())
            .map(SuggestCommand::words)
            .collect(Collectors.joining(" · "));
    return Text.wrap("suggested: " + (suggested.isEmpty() ? "nothing" : suggested), "")
        + "\n"
        + Text.wrap(
            "± 95 % then: of one segment's sum, rows or customers under this bound, at the cost of"
                + " this answer. A tighter bound has less noise and leaves out more of what"
                + " customers did beyond it. Not told: the noise leaves more than a factor of 8"
                + " open; spend more.",
            "")
        + "\n"
        + ReleaseSheet.footer(suggestion.release())
        + "\n";
  }

  private static String words(Bound bound) {
    return switch (bound.setting()) {
      case CLAMP ->
          bound.subject()
              + " clamp: ["
              + Figures.significant(bound.low())
              + ", "
              + Figures.significant(bound.high())
              + "]";
      case MAX_ROWS, L0 -> bound.setting().word() + ": " + Figures.significant(bound.high());
    };
  }
}
