package io.discreet.cli.statement;

import io.discreet.cli.output.Figures;
import io.discreet.cli.report.Html;
import io.discreet.engine.Statement;
import io.discreet.mechanisms.accounting.SafeSide;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A statement as one HTML file that needs no network and no script, for screens and for paper. */
final class StatementHtml {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.UK);

  private final Statement statement;
  private final ZoneId zone;
  private final Html html = new Html();
  private String[] columns = {};

  StatementHtml(Statement statement, ZoneId zone) {
    this.statement = statement;
    this.zone = zone;
  }

  String render() {
    html.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        .tag("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .tag(" style-src 'unsafe-inline'\"/>\n<meta name=\"viewport\"")
        .tag(" content=\"width=device-width, initial-scale=1\"/>\n")
        .tag("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
        .element("title", "Your statement, " + day(statement.at()))
        .tag("\n<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n")
        .element("h1", "Your statement")
        .tag("\n");
    paragraph(
        "What this shop held about you on "
            + day(statement.at())
            + ", what you allowed, and what was learnt from it. It was made at your request, and"
            + " the request is in the shop's books.");
    summary();
    consents();
    limits();
    uses();
    spent();
    rights();
    data();
    return html.tag("</main>\n</body>\n</html>\n").toString();
  }

  private void summary() {
    int rows = statement.tables().stream().mapToInt(table -> table.rows().size()).sum();
    html.tag("<dl>");
    fact("Rows held", String.valueOf(rows));
    fact("Answers that used them", String.valueOf(statement.uses().size()));
    fact(
        "Used of the shop's budget of " + period(statement.period()),
        Figures.percent(SafeSide.SPENT, statement.periodShare()));
    html.tag("</dl>\n");
  }

  private void fact(String name, String value) {
    html.tag("<div>").element("dt", name).element("dd", value).tag("</div>");
  }

  private void consents() {
    html.element("h2", "What you allowed").tag("\n");
    if (statement.consents().isEmpty()) {
      paragraph("No consent is recorded. Where a purpose needs it, your data was left out.");
      return;
    }
    open("Consents and their history", "Purpose", "Consent", "Since", "Recorded", "In force");
    for (Statement.ConsentLine consent : statement.consents()) {
      row(
          consent.purpose(),
          consent.granted() ? "granted" : "withdrawn",
          DAY.format(consent.since()),
          day(consent.recordedAt()),
          consent.effective() ? "yes" : "no");
    }
    close();
  }

  private void limits() {
    html.element("h2", "Your own limits").tag("\n");
    paragraph(
        statement.capEpsilon().isPresent()
            ? "In each period at most ε "
                + Figures.significant(SafeSide.SPENT, statement.capEpsilon().getAsDouble())
                + " may be learnt from you."
            : "You set no limit of your own; the shop's budget holds.");
    for (Statement.PurposeCapLine cap : statement.purposeCaps()) {
      paragraph(
          "For "
              + cap.purpose()
              + " at most "
              + Figures.percent(SafeSide.SPENT, cap.share())
              + " of the shop's budget may be used, since "
              + day(cap.since())
              + ".");
    }
    if (statement.caps().size() > 1) {
      open("Limits that you set over time", "Set", "Limit in each period");
      for (Statement.CapLine cap : statement.caps()) {
        row(
            day(cap.at()),
            cap.epsilon().isPresent()
                ? "ε " + Figures.significant(SafeSide.SPENT, cap.epsilon().getAsDouble())
                : "none");
      }
      close();
    }
  }

  private void uses() {
    html.element("h2", "What was learnt from your data").tag("\n");
    paragraph(
        "These questions were answered with noise, about groups and never about you. Your data was"
            + " one part of each, and “paid” is what it took from your budget.");
    if (statement.uses().isEmpty()) {
      paragraph("None.");
      return;
    }
    open("Every release that used your data", "When", "Purpose", "Paid", "Question");
    for (Statement.Use use : statement.uses()) {
      row(
          day(use.at()),
          use.purpose(),
          Figures.percent(SafeSide.SPENT, use.share()),
          use.query().orElse("(no longer kept)"));
    }
    close();
  }

  private void spent() {
    html.element("h2", "What was spent").tag("\n");
    paragraph(StatementWords.spent(statement));
    paragraph(StatementWords.meaning(statement));
    if (!statement.periods().isEmpty()) {
      open("Spent in each period", "Period", "Of the budget", "ε");
      for (Statement.PeriodSpend period : statement.periods()) {
        row(
            period(period.period()),
            Figures.percent(SafeSide.SPENT, period.share()),
            Figures.significant(SafeSide.SPENT, period.epsilon()));
      }
      close();
    }
    StatementWords.notes(statement).forEach(this::paragraph);
  }

  private void rights() {
    html.element("h2", "What you may do").tag("\n<ul>\n");
    for (String right :
        List.of(
            "Withdraw a consent: your data is left out of that purpose from the next question on.",
            "Lower your budget, or the share of it that one purpose may use.",
            "Be forgotten: rows, consents, limits and charges go. One balance stays, so that a"
                + " return does not bring a new budget.")) {
      html.element("li", right).tag("\n");
    }
    html.tag("</ul>\n");
  }

  private void data() {
    html.element("h2", "The data held").tag("\n");
    if (statement.tables().stream().allMatch(table -> table.rows().isEmpty())) {
      paragraph("None.");
    }
    for (Statement.TableRows table : statement.tables()) {
      if (table.rows().isEmpty()) {
        continue;
      }
      open(
          table.table() + ": " + StatementWords.rows(table),
          table.columns().toArray(String[]::new));
      for (List<Optional<String>> row : table.rows()) {
        row(row.stream().map(value -> value.orElse("–")).toArray(String[]::new));
      }
      close();
    }
  }

  private void paragraph(String text) {
    html.element("p", text).tag("\n");
  }

  private void open(String caption, String... heads) {
    html.tag("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"")
        .text(caption)
        .tag("\"><table>\n")
        .element("caption", caption)
        .tag("\n<thead><tr>");
    for (String head : heads) {
      html.tag("<th scope=\"col\">").text(head).tag("</th>");
    }
    html.tag("</tr></thead>\n<tbody>\n");
    columns = heads;
  }

  private void row(String... cells) {
    html.tag("<tr>");
    for (int i = 0; i < cells.length; i++) {
      // On narrow screens a row is a list, and each value needs its column's name.
      html.tag("<td data-label=\"").text(columns[i]).tag("\">").text(cells[i]).tag("</td>");
    }
    html.tag("</tr>\n");
  }

  private void close() {
    html.tag("</tbody>\n</table></div>\n");
  }

  private String day(Instant at) {
    return DAY.format(at.atZone(zone));
  }

  private static String period(String key) {
    return key.equals("all") ? "all time" : key;
  }

  private static String style() {
    try (InputStream in = StatementHtml.class.getResourceAsStream("statement.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
