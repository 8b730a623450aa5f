package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.SpendWarning;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.Discreet;
import io.discreet.engine.failure.Megabytes;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.PlannedColumns;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.accounting.SafeSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    try (Discreet discreet = asking()) {
      SegmentQuery query = query(discreet);
      Explanation explanation = discreet.explain(query, cost(), asOf().orElseGet(discreet::today));
      terminal.out().print(render(explanation, format));
      BudgetStatus budget = discreet.budget();
      SpendWarning.of(budget, query, explanation.share()).ifPresent(terminal::say);
      SpendWarning.ofQuotas(budget, holders(), explanation.share()).forEach(terminal::say);
      return 0;
    }
  }

  static String render(Explanation explanation, Format format) {
    Sheet.Column part = Sheet.Column.numbers("part", "part");
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("measure", "measure"),
                Sheet.Column.numbers("sensitivity", "one customer"),
                Sheet.Column.numbers("standard_error", "std error"),
                Sheet.Column.numbers("half_width", "± 95 %"),
                explanation.measures().size() > 1 ? part : part.only(Sheet.Audience.PROGRAMS),
                Sheet.Column.prose("noise", "noise"),
                Sheet.Column.numbers("segments", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("l0", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("share", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("epsilon", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("delta", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.words("naming", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("naming_threshold", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("naming_share", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("naming_delta", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("named", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("surely_apart", "").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("column_bytes", "").only(Sheet.Audience.PROGRAMS)));
    for (Explanation.Measure measure : explanation.measures()) {
      sheet.add(
          Cell.text(measure.name()),
          Cell.number(measure.sensitivity()),
          Cell.number(measure.standardError()),
          Cell.number(measure.halfWidth()),
          Cell.share(measure.part()),
          noise(measure),
          Cell.count(explanation.segments()),
          Cell.count(explanation.l0()),
          Cell.share(SafeSide.SPENT, explanation.share()),
          Cell.number(SafeSide.SPENT, explanation.epsilon()),
          Cell.number(SafeSide.SPENT, explanation.delta()),
          explanation.naming().map(naming -> Cell.text(naming.mechanism())).orElseGet(Cell::none),
          explanation.naming().map(naming -> Cell.number(naming.threshold())).orElseGet(Cell::none),
          explanation
              .naming()
              .map(naming -> Cell.share(SafeSide.SPENT, naming.share()))
              .orElseGet(Cell::none),
          explanation
              .naming()
              .map(naming -> Cell.number(SafeSide.SPENT, naming.delta()))
              .orElseGet(Cell::none),
          explanation.ranking().map(ranked -> Cell.count(ranked.named())).orElseGet(Cell::none),
          explanation
              .ranking()
              .map(ranked -> Cell.count(ranked.surelyApart()))
              .orElseGet(Cell::none),
          explanation.columnBytes().isPresent()
              ? Cell.count(explanation.columnBytes().getAsLong())
              : Cell.none());
    }
    return format == Format.TABLE
        ? sheet.render(format) + "\n" + footer(explanation)
        : sheet.render(format);
  }

  /** For readers the scale in the measure's own size, for programs as it is drawn. */
  private static Cell noise(Explanation.Measure measure) {
    List<String> shown = new ArrayList<>();
    List<String> drawn = new ArrayList<>();
    for (Explanation.Noise noise : measure.noise()) {
      double scale = noise.scaleUnits() * Double.parseDouble(noise.unit());
      // All noise is rounded to the lattice: saying so takes the width of a column.
      String shape = noise.mechanism().replaceFirst("^rounded-", "");
      shown.add(shape + " " + Figures.significant(scale));
      drawn.add(
          noise.answer()
              + " "
              + noise.mechanism()
              + " "
              + noise.scaleUnits()
              + " of "
              + noise.unit());
    }
    return new Cell(String.join(" and ", shown), String.join(", ", drawn));
  }

  private static String columns(Explanation.Naming naming) {
    return String.join(" and ", naming.columns());
  }

  private static String words(Explanation.Naming naming) {
    return "Values of "
        + columns(naming)
        + " are found in the data: segments with about "
        + Figures.significant(naming.threshold())
        + " customers or more are named ("
        + naming.mechanism()
        + "; "
        + Figures.percent(SafeSide.SPENT, naming.share())
        + " of a customer's budget, δ "
        + Figures.significant(SafeSide.SPENT, naming.delta())
        + ", which is "
        + Figures.percent(SafeSide.SPENT, naming.deltaShare())
        + " of the selection-delta).";
  }

  private static String words(Explanation.Ranked ranking) {
    String named =
        "Named of each segment: the first " + ranking.named() + " by " + ranking.column();
    String apart = String.format(Locale.ROOT, "%,d customers or more apart", ranking.surelyApart());
    return ranking.competing().isPresent()
        ? named
            + ". The numbers of all "
            + ranking.competing().getAsInt()
            + " are noised and paid for. ± 95 % holds for all of them at once, and so does the"
            + " order of those "
            + apart
            + "."
        : named
            + " of those found. The numbers of all are noised and paid for. ± 95 % is of one value,"
            + " and the order of two is sure at 95 % where they are "
            + apart
            + "; where more are found, both are wider.";
  }

  private static String words(PlannedColumns columns, long bytes) {
    return "Columns read ("
        + columns
        + "): up to "
        + Megabytes.up(bytes)
        + " of column memory at the policy's capacity.";
  }

  private static String footer(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    String one = "one customer: the most that one customer can change an answer.";
    String error = "± 95 %: in 95 of 100 draws the noise moves an answer by no more than this.";
    text.append(one).append('\n').append(error).append('\n');
    if (explanation.measures().size() > 1) {
      text.append("part: of the query's cost. Other weights: WEIGHTED(SUM(amount), 2).\n");
    }
    if (explanation.measures().stream().mapToDouble(Explanation.Measure::part).sum() > 1.001) {
      text.append("Quantiles of one column share one part, which is paid for once.\n");
    }
    if (explanation.measures().stream().anyMatch(asked -> asked.name().startsWith("quantile("))) {
      text.append("Of quantiles, figures are for ")
          .append(Figures.significant(Explanation.ROWS_OF_QUOTIENT))
          .append(" rows spread evenly over the range.\n");
    }
    // Only quotients rest on several noisy answers.
    if (explanation.measures().stream().anyMatch(measure -> measure.noise().size() > 1)) {
      text.append("Of quotients, such as a mean, figures are at most, for ")
          .append(Figures.significant(Explanation.ROWS_OF_QUOTIENT))
          .append(" rows or customers.\n");
    }
    explanation
        .naming()
        .ifPresent(naming -> text.append(Text.wrap(words(naming), "")).append('\n'));
    explanation
        .ranking()
        .ifPresent(ranking -> text.append(Text.wrap(words(ranking), "")).append('\n'));
    explanation
        .columnBytes()
        .ifPresent(
            bytes -> text.append(Text.wrap(words(explanation.columns(), bytes), "")).append('\n'));
    String cost =
        explanation.segments()
            + (explanation.segments() == 1 ? " segment" : " segments")
            + explanation.naming().map(naming -> " for each " + columns(naming)).orElse("")
            + " · a customer counts in at most "
            + explanation.l0()
            + " · cost at most "
            + Figures.percent(SafeSide.SPENT, explanation.share())
            + " of a customer's budget (ε "
            + Figures.significant(SafeSide.SPENT, explanation.epsilon())
            + ") · no data was looked at";
    return text.append(Text.wrap(cost, "")).append('\n').toString();
  }
}
