package io.discreet.cli.statement;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.Text;
import io.discreet.engine.Statement;
import io.discreet.mechanisms.accounting.SafeSide;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** One customer's statement, as people and programs read it. */
public final class StatementPages {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Statement statement;
  private final ZoneId zone;
  private final StatementSheets sheets;

  /**
   * @param zone in which days are told: the shop's
   */
  public StatementPages(Statement statement, ZoneId zone) {
    this.statement = statement;
    this.zone = zone;
    this.sheets = new StatementSheets(statement, zone);
  }

  /** The whole statement as text or JSON; as CSV, its table of releases. */
  public String render(Format format) {
    return switch (format) {
      case TABLE -> text();
      case JSON -> json().toPrettyString() + "\n";
      case CSV -> sheets.uses().render(format);
    };
  }

  /** The whole statement as one self-contained HTML document. */
  public String html() {
    return new StatementHtml(statement, zone).render();
  }

  private String text() {
    StringBuilder text = new StringBuilder("Data held:\n");
    if (statement.tables().stream().allMatch(table -> table.rows().isEmpty())) {
      text.append("  none\n");
    }
    for (Statement.TableRows table : statement.tables()) {
      if (!table.rows().isEmpty()) {
        text.append(Text.wrap(table.table() + ": " + StatementWords.rows(table), "  "))
            .append('\n');
      }
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
    text.append("Own limit:\n").append(limits());
    text.append("Releases that used the data:\n")
        .append(statement.uses().isEmpty() ? "  none\n" : sheets.uses().render(Format.TABLE));
    if (statement.periods().size() > 1) {
      text.append("Spent by period:\n").append(sheets.periods().render(Format.TABLE));
    }
    text.append(Text.wrap(StatementWords.spent(statement), "")).append('\n');
    for (String note : StatementWords.notes(statement)) {
      text.append(Text.wrap(note, "")).append('\n');
    }
    return text.toString();
  }

  private String limits() {
    StringBuilder text = new StringBuilder("  ");
    if (statement.capEpsilon().isPresent()) {
      text.append("ε ")
          .append(Figures.significant(SafeSide.SPENT, statement.capEpsilon().getAsDouble()))
          .append(" in each period\n");
    } else {
      text.append("none; the shop's budget holds\n");
    }
    for (Statement.PurposeCapLine cap : statement.purposeCaps()) {
      text.append("  ")
          .append(Text.printable(cap.purpose()))
          .append(": at most ")
          .append(Figures.percent(SafeSide.SPENT, cap.share()))
          .append(" of the shop's budget\n");
    }
    return text.toString();
  }

  private ObjectNode json() {
    ObjectNode page = JSON.createObjectNode();
    page.put("made", statement.at().toString());
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
    page.set("consents", sheets.consents().json());
    if (statement.capEpsilon().isPresent()) {
      page.put("cap_epsilon", statement.capEpsilon().getAsDouble());
    } else {
      page.putNull("cap_epsilon");
    }
    page.set("limits", sheets.limits().json());
    page.set("releases", sheets.uses().json());
    statement
        .foldedBefore()
        .ifPresentOrElse(
            day -> page.put("releases_folded_before", day.toString()),
            () -> page.putNull("releases_folded_before"));
    page.put("forgotten_before", statement.returned());
    page.set("periods", sheets.periods().json());
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

  /** The files of a ZIP file: names, in order, and what they hold. */
  List<Part> parts() {
    List<Part> parts = new java.util.ArrayList<>();
    parts.add(new Part("statement.html", html()));
    parts.add(new Part("statement.txt", text()));
    parts.add(new Part("statement.json", render(Format.JSON)));
    for (Statement.TableRows table : statement.tables()) {
      parts.add(
          new Part(
              "data/" + table.table() + ".csv", StatementSheets.rows(table).render(Format.CSV)));
    }
    parts.add(csv("consents.csv", sheets.consents()));
    parts.add(csv("limits.csv", sheets.limits()));
    parts.add(csv("releases.csv", sheets.uses()));
    parts.add(csv("spent-by-period.csv", sheets.periods()));
    return parts;
  }

  private static Part csv(String name, Sheet sheet) {
    return new Part(name, sheet.render(Format.CSV));
  }

  /** A file inside a ZIP file. */
  record Part(String name, String text) {}
}
