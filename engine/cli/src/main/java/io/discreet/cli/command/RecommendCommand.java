package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
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
    description = "Ranks items for a segment, from stored releases alone.",
    footerHeading = "%nExample:%n",
    footer = "  discreet recommend shop --segment city=Leeds --segment age_band=35-44")
final class RecommendCommand extends ShopCommand {

  @Option(names = "--segment", paramLabel = "AXIS=CELL", description = "Whom to recommend to.")
  private Map<String, String> segment = new LinkedHashMap<>();

  @Option(names = "--item", paramLabel = "AXIS", description = "What to recommend.")
  private @Nullable String item;

  @Option(names = "--top", defaultValue = "5", description = "How many. Default: 5.")
  private int top;

  RecommendCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Discreet discreet = analyst()) {
      Personalizer personalizer = Personalizer.from(discreet.releases());
      List<Recommendation> found =
          item == null
              ? personalizer.recommend(segment, top)
              : personalizer.recommend(segment, item, top);
      terminal.out().print(render(found, format));
      return 0;
    }
  }

  static String render(List<Recommendation> found, Format format) {
    if (format == Format.TABLE) {
      if (found.isEmpty()) {
        return "Nothing: the releases cannot tell these items apart for this segment.\n";
      }
      StringBuilder text = new StringBuilder();
      int rank = 1;
      for (Recommendation recommendation : found) {
        text.append(rank++)
            .append(". ")
            .append(recommendation.item())
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
