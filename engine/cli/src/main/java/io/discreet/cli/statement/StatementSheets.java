package io.discreet.cli.statement;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Sheet;
import io.discreet.engine.Statement;
import io.discreet.mechanisms.accounting.SafeSide;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tables of a statement. */
final class StatementSheets {

  private final Statement statement;
  private final ZoneId zone;

  StatementSheets(Statement statement, ZoneId zone) {
    this.statement = statement;
    this.zone = zone;
  }

  Sheet consents() {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("purpose", "purpose"),
                Sheet.Column.words("granted", "consent"),
                Sheet.Column.words("since", "since"),
                Sheet.Column.words("recorded", "recorded"),
                Sheet.Column.words("in_force", "in force")));
    for (Statement.ConsentLine consent : statement.consents()) {
      sheet.add(
          Cell.text(consent.purpose()),
          new Cell(consent.granted() ? "granted" : "withdrawn", consent.granted()),
          Cell.text(consent.since().toString()),
          moment(consent.recordedAt()),
          Cell.flag(consent.effective()));
    }
    return sheet;
  }

  /** Every cap, and the limits on purposes that are in force. */
  Sheet limits() {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("set", "set"),
                Sheet.Column.words("purpose", "on"),
                Sheet.Column.numbers("epsilon", "ε a period"),
                Sheet.Column.numbers("share", "of the budget"),
                Sheet.Column.words("in_force", "in force")));
    List<Statement.CapLine> caps = statement.caps();
    IntStream.range(0, caps.size())
        .forEach(
            i ->
                sheet.add(
                    moment(caps.get(i).at()),
                    new Cell("everything", null),
                    caps.get(i).epsilon().isPresent()
                        ? Cell.number(SafeSide.SPENT, caps.get(i).epsilon().getAsDouble())
                        : new Cell("no limit", null),
                    Cell.none(),
                    Cell.flag(i == caps.size() - 1)));
    for (Statement.PurposeCapLine cap : statement.purposeCaps()) {
      sheet.add(
          moment(cap.since()),
          Cell.text(cap.purpose()),
          Cell.none(),
          Cell.share(SafeSide.SPENT, cap.share()),
          Cell.flag(true));
    }
    return sheet;
  }

  Sheet uses() {
    Sheet uses =
        new Sheet(
            List.of(
                Sheet.Column.words("at", "when"),
                Sheet.Column.words("purpose", "purpose"),
                Sheet.Column.numbers("share", "paid"),
                Sheet.Column.prose("query", "question"),
                Sheet.Column.words("release", "release").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.numbers("selection_delta", "").only(Sheet.Audience.PROGRAMS)));
    for (Statement.Use use : statement.uses()) {
      uses.add(
          moment(use.at()),
          Cell.text(use.purpose()),
          Cell.share(SafeSide.SPENT, use.share()),
          use.query().map(Cell::text).orElse(new Cell("(no longer kept)", null)),
          Cell.text(use.releaseId()),
          Cell.number(SafeSide.SPENT, use.selectionDelta()));
    }
    return uses;
  }

  Sheet periods() {
    Sheet sheet =
        new Sheet(
            List.of(
                Sheet.Column.words("period", "period"),
                Sheet.Column.numbers("share", "of the budget"),
                Sheet.Column.numbers("epsilon", "ε"),
                Sheet.Column.numbers("selection_delta", "").only(Sheet.Audience.PROGRAMS)));
    for (Statement.PeriodSpend period : statement.periods()) {
      sheet.add(
          new Cell(period.period().equals("all") ? "all time" : period.period(), period.period()),
          Cell.share(SafeSide.SPENT, period.share()),
          Cell.number(SafeSide.SPENT, period.epsilon()),
          Cell.number(SafeSide.SPENT, period.selectionDelta()));
    }
    return sheet;
  }

  static Sheet rows(Statement.TableRows table) {
    Sheet sheet =
        new Sheet(
            table.columns().stream().map(column -> Sheet.Column.words(column, column)).toList());
    for (List<Optional<String>> row : table.rows()) {
      sheet.add(row.stream().map(value -> value.map(Cell::text).orElse(Cell.none())).toList());
    }
    return sheet;
  }

  private Cell moment(Instant at) {
    return new Cell(at.atZone(zone).toLocalDate().toString(), at.toString());
  }
}
