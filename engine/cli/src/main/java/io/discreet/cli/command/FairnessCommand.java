package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.personalize.GroupFairness;
import io.discreet.engine.personalize.Personalizer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "fairness",
    description = "Shows what noise and silence cost each group, from stored releases alone.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet fairness shop --group age_band --item category",
      "  discreet fairness shop --group city --item product --format csv"
    })
final class FairnessCommand extends ShopCommand {

  @Option(
      names = "--group",
      required = true,
      paramLabel = "COLUMN",
      description = "The column whose values are the groups.")
  private String group = "";

  @Option(
      names = "--item",
      required = true,
      paramLabel = "COLUMN",
      description = "What is recommended, such as category.")
  private String item = "";

  @Option(names = "--purpose", description = "Only from releases that were asked for it.")
  private @Nullable String purpose;

  FairnessCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Discreet discreet = analyst()) {
      Personalizer all = Personalizer.from(discreet.releases());
      Personalizer personalizer = purpose == null ? all : all.forPurpose(purpose);
      List<GroupFairness> groups = personalizer.fairness(group, item);
      terminal.out().print(render(groups, format));
      return 0;
    }
  }

  private static String render(List<GroupFairness> groups, Format format) {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("group", groups.get(0).axis()),
                Sheet.Column.numbers("relative_error", "relative error"),
                Sheet.Column.numbers("segments", "segments"),
                Sheet.Column.numbers("with_own", "own"),
                Sheet.Column.numbers("with_wider", "wider"),
                Sheet.Column.numbers("without", "nothing")));
    for (GroupFairness one : groups) {
      sheet.add(
          Cell.text(one.group()),
          Cell.share(one.relativeError()),
          Cell.count(one.segments()),
          Cell.count(one.withOwn()),
          Cell.count(one.withWider()),
          Cell.count(one.without()));
    }
    String table = sheet.render(format);
    return format == Format.TABLE
        ? table
            + "\n"
            + Text.wrap(
                "relative error: the median standard error of a count, as a part of the count."
                    + " own, wider, nothing: for how many segments the first recommendation rests"
                    + " on their own counts, on the customers around them, or is left out.",
                "")
            + "\n"
        : table;
  }
}
