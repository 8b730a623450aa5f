package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.ReleaseSheet;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.release.Release;
import io.discreet.mechanisms.accounting.SafeSide;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "releases",
    description = "Lists the stored releases, or shows one.",
    footerHeading = "%nExamples:%n",
    footer = {"  discreet releases shop", "  discreet releases shop 3f9a"})
final class ReleasesCommand extends ShopCommand {

  @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Or its beginning.")
  private @Nullable String id;

  ReleasesCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Discreet discreet = analyst()) {
      if (id != null) {
        String beginning = id;
        Release release =
            discreet
                .release(beginning)
                .orElseThrow(
                    () ->
                        new InputException(
                            "no release begins with " + beginning + "; see discreet releases"));
        terminal.out().print(ReleaseSheet.render(release, format));
        return 0;
      }
      Sheet sheet =
          new Sheet(
              List.of(
                  Sheet.Column.words("id", "release"),
                  Sheet.Column.words("as_of", "as of"),
                  Sheet.Column.words("purpose", "purpose"),
                  Sheet.Column.numbers("share", "cost"),
                  Sheet.Column.prose("query", "question").only(Sheet.Audience.READERS),
                  Sheet.Column.words("night_query", "").only(Sheet.Audience.PROGRAMS),
                  Sheet.Column.words("query", "").only(Sheet.Audience.PROGRAMS)));
      for (Release release : discreet.releases()) {
        sheet.add(
            Cell.text(ReleaseSheet.shortId(release)),
            Cell.text(release.asOf().toString()),
            Cell.text(release.purpose()),
            Cell.share(SafeSide.SPENT, release.charged().share()),
            Cell.text(release.night().map(Release.Night::query).orElse(release.query())),
            release.night().map(Release.Night::query).map(Cell::text).orElse(Cell.none()),
            Cell.text(release.query()));
      }
      terminal.out().print(sheet.render(format));
      return 0;
    }
  }
}
