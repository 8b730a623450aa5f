package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import io.discreet.engine.personalize.Affinity;
import io.discreet.engine.personalize.Personalizer;
import io.discreet.engine.personalize.Recommendation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "recommend",
    description = {
      "Recommends items to a segment, from stored releases alone.",
      "It names what stands out there, or with --rank what to show first."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet recommend shop --segment city=Leeds --segment age_band=35-44",
      "  discreet recommend shop --segment city=Leeds --item category --top 3",
      "  discreet recommend shop --segment city=Leeds --item product --rank --top 40"
    })
final class RecommendCommand extends ShopCommand {

  @Option(
      names = "--segment",
      paramLabel = "COLUMN=VALUE",
      description = "Whom to recommend to; may be given again.")
  private List<String> segment = List.of();

  @Option(
      names = "--item",
      paramLabel = "COLUMN",
      description = "What to recommend, such as category.")
  private @Nullable String item;

  @Option(names = "--purpose", description = "Only from releases that were asked for it.")
  private @Nullable String purpose;

  @Option(
      names = "--rank",
      description = "Order all items by the share that the segment is expected to take.")
  private boolean rank;

  @Option(names = "--top", defaultValue = "5", description = "How many. Default: 5.")
  private int top;

  RecommendCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    Map<String, String> cells = cells(segment);
    try (Discreet discreet = analyst()) {
      Personalizer all = Personalizer.from(discreet.releases());
      Personalizer personalizer = purpose == null ? all : all.forPurpose(purpose);
      if (rank) {
        terminal.out().print(AffinityPages.render(ranked(personalizer, cells), format));
        return 0;
      }
      List<Recommendation> found =
          item == null
              ? personalizer.recommend(cells, top)
              : personalizer.recommend(cells, item, top);
      terminal.out().print(render(found, format));
      return 0;
    }
  }

  private List<Affinity> ranked(Personalizer personalizer, Map<String, String> cells) {
    return item == null ? personalizer.rank(cells, top) : personalizer.rank(cells, item, top);
  }

  private static Map<String, String> cells(List<String> written) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (String one : written) {
      int sign = one.indexOf('=');
      if (sign <= 0 || sign == one.length() - 1) {
        throw new InputException(
            "a segment is written COLUMN=VALUE, such as city=Leeds, got " + Quote.shorten(one));
      }
      String column = one.substring(0, sign);
      if (cells.put(column, one.substring(sign + 1)) != null) {
        throw new InputException(
            "segment " + Quote.shorten(column) + " is given twice; give one value for it");
      }
    }
    return cells;
  }

  static String render(List<Recommendation> found, Format format) {
    if (format == Format.TABLE) {
      if (found.isEmpty()) {
        return "Nothing: the noise is larger than the differences between the items.\n";
      }
      StringBuilder text = new StringBuilder();
      int rank = 1;
      for (Recommendation recommendation : found) {
        text.append(rank++)
            .append(". ")
            .append(Text.printable(recommendation.item()))
            .append('\n')
            .append(Text.wrap(recommendation.reason(), "   "))
            .append('\n');
      }
      return text.toString();
    }
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("item", "item"),
                Sheet.Column.numbers("share", "share"),
                Sheet.Column.numbers("customers", "customers"),
                Sheet.Column.numbers("standard_error", "standard error"),
                Sheet.Column.words("reason", "reason"),
                Sheet.Column.words("releases", "releases")));
    for (Recommendation recommendation : found) {
      sheet.add(
          Cell.text(recommendation.item()),
          Cell.number(recommendation.share()),
          Cell.number(recommendation.customers().value()),
          Cell.number(recommendation.customers().standardError()),
          Cell.text(recommendation.reason()),
          Cell.text(String.join(" ", recommendation.releases())));
    }
    return sheet.render(format);
  }
}
