package io.discreet.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.engine.Statement;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** One customer's statement, as people and programs read it. */
final class StatementPages {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Statement statement;
  private final ZoneId zone;

  /**
   * @param zone in which days are told: the shop's
   */
  StatementPages(Statement statement, ZoneId zone) {
    this.statement = statement;
    this.zone = zone;
  }

  /** The whole statement as text or JSON; as CSV, its table of releases. */
  String render(Format format) {
    return switch (format) {
      case TABLE -> text();
      case JSON -> json().toPrettyString() + "\n";
      case CSV -> uses().render(format);
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder("Data held:\n");
    if (statement.tables().isEmpty()) {
      text.append("  none\n");
    }
    for (Statement.TableRows table : statement.tables()) {
      int rows = table.rows().size();
      String columns = String.join(", ", table.columns());
      text.append(
              Text.wrap(
                  table.table() + ": " + rows + (rows == 1 ? " row" : " rows") + " of " + columns,
                  "  "))
          .append('\n');
    }
    text.append("Consents:\n");
    if (statement.consents().isEmpty()) {
      text.append("  none recorded\n");
    }
    for (Statement.ConsentLine consent : statement.consents()) {
      text.append("  ")
          .append(Text.printable(consent.purpose()))
          .append(consent.granted() ? ": granted" : ": withdrawn")
          .append(" since ")
          .append(consent.since())
          .append(consent.effective() ? " (in force)" : "")
          .append('\n');
    }
    text.append("Own limit:\n  ")
        .append(
            statement.capEpsilon().isPresent()
                ? "ε " + Figures.significant(statement.capEpsilon().getAsDouble())
                : "none; the shop's budget holds")
        .append(statement.capEpsilon().isPresent() ? " in each period\n" : "\n");
    text.append("Releases that used the data:\n")
        .append(statement.uses().isEmpty() ? "  none\n" : uses().render(Format.TABLE));
    return text.append(Text.wrap(spent(), "")).append('\n').toString();
  }

  private String spent() {
    return "Spent in "
        + statement.period()
        + ": "
        + Figures.percent(statement.periodShare())
        + " of the shop's budget, ε "
        + Figures.significant(statement.periodEpsilon())
        + "; in all periods together ε "
        + Figures.significant(statement.lifetimeEpsilon())
        + " (both at δ "
        + Figures.significant(statement.delta())
        + ")."
        + selected();
  }

  /** The second column, which is empty unless segments were selected. */
  private String selected() {
    return statement.lifetimeSelectionDelta() == 0
        ? ""
        : " Choosing which segments to name added δ "
            + Figures.significant(statement.periodSelectionDelta())
            + " in the period, and δ "
            + Figures.significant(statement.lifetimeSelectionDelta())
            + " in all periods together.";
  }

  private Sheet uses() {
    Sheet uses =
        new Sheet(
            List.of(
                Sheet.Column.words("at", "when"),
                Sheet.Column.words("purpose", "purpose"),
                Sheet.Column.numbers("share", "paid"),
                Sheet.Column.prose("query", "question"),
                Sheet.Column.numbers("selection_delta", "δ").only(Sheet.Audience.PROGRAMS),
                Sheet.Column.words("release", "release").only(Sheet.Audience.PROGRAMS)));
    for (Statement.Use use : statement.uses()) {
      uses.add(
          new Cell(use.at().atZone(zone).toLocalDate().toString(), use.at().toString()),
          Cell.text(use.purpose()),
          Cell.share(use.share()),
          use.query().map(Cell::text).orElse(new Cell("(no longer kept)", null)),
          Cell.number(use.selectionDelta()),
          Cell.text(use.releaseId()));
    }
    return uses;
  }

  private ObjectNode json() {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode data = page.putArray("data");
    for (Statement.TableRows table : statement.tables()) {
      ObjectNode held = data.addObject();
      held.put("table", table.table());
      ArrayNode columns = held.putArray("columns");
      table.columns().forEach(columns::add);
      ArrayNode rows = held.putArray("rows");
      for (List<Optional<String>> values : table.rows()) {
        ArrayNode row = rows.addArray();
        values.forEach(value -> row.add(value.orElse(null)));
      }
    }
    ArrayNode consents = page.putArray("consents");
    for (Statement.ConsentLine consent : statement.consents()) {
      consents
          .addObject()
          .put("purpose", consent.purpose())
          .put("granted", consent.granted())
          .put("since", consent.since().toString())
          .put("in_force", consent.effective());
    }
    if (statement.capEpsilon().isPresent()) {
      page.put("cap_epsilon", statement.capEpsilon().getAsDouble());
    } else {
      page.putNull("cap_epsilon");
    }
    page.set("releases", uses().json());
    page.putObject("spent")
        .put("period", statement.period())
        .put("period_share", statement.periodShare())
        .put("period_epsilon", statement.periodEpsilon())
        .put("lifetime_epsilon", statement.lifetimeEpsilon())
        .put("delta", statement.delta())
        .put("period_selection_delta", statement.periodSelectionDelta())
        .put("lifetime_selection_delta", statement.lifetimeSelectionDelta());
    return page;
  }
}
