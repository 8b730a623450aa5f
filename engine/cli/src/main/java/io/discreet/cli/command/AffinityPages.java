package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.engine.personalize.Affinity;
import java.util.List;

/** Ranked items, for people and for programs. */
final class AffinityPages {

  private AffinityPages() {}

  static String render(List<Affinity> ranked, Format format) {
    if (format == Format.TABLE && ranked.isEmpty()) {
      return "Nothing: the noise drowns even what all customers take.\n";
    }
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("item", "item"),
                Sheet.Column.numbers("share", "share"),
                Sheet.Column.numbers("low", "95 % from"),
                Sheet.Column.numbers("high", "to"),
                Sheet.Column.numbers("own_weight", "own counts")));
    for (Affinity one : ranked) {
      sheet.add(
          Cell.text(one.item()),
          Cell.share(one.share()),
          Cell.share(one.low()),
          Cell.share(Math.min(1, one.high())),
          Cell.share(one.ownWeight()));
    }
    String table = sheet.render(format);
    return format == Format.TABLE
        ? table
            + "\n"
            + Text.wrap(
                "Shares of what "
                    + ranked.get(0).segment().words()
                    + " are expected to take. own counts: how much of a share rests on the segment"
                    + " itself; the rest rests on the customers around it.",
                "")
            + "\n"
        : table;
  }
}
