package io.discreet.cli.report;

import io.discreet.cli.output.Figures;
import io.discreet.cli.output.ReleaseSheet;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.memory.Combined;
import io.discreet.engine.memory.Memory;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Releases as one self-contained HTML file: tables with bars, errors, changes, purposes, costs,
 * coverage and how the budget went.
 */
public final class HtmlReport {

  /** Longer tables are folded away behind their first rows. */
  private static final int ROWS_IN_SIGHT = 30;

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src " + SortScript.source();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.UK);

  private final String title;
  private final ZoneId zone;
  private final Collection<Release> stored;
  private final Optional<BudgetStatus> budget;
  private final Memory memory;

  /**
   * A report.
   *
   * @param title what it is about
   * @param zone in which times are told: the shop's
   * @param stored all releases of the shop: what earlier answers add, and how the budget went
   * @param budget what is left of it; empty to leave it out
   */
  public HtmlReport(
      String title, ZoneId zone, Collection<Release> stored, Optional<BudgetStatus> budget) {
    this.title = title;
    this.zone = zone;
    this.stored = stored;
    this.budget = budget;
    this.memory = Memory.of(stored);
  }

  /** Writes the report; whoever has the file open never sees half of it. */
  public void write(List<Release> releases, Path file) throws IOException {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    Path half = Files.createTempFile(folder, "report", ".html");
    try {
      Files.writeString(half, render(releases));
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /** The whole document. */
  public String render(List<Release> releases) {
    Html html = new Html();
    html.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        .tag("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\"/>\n")
        .tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .tag("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
        .element("title", title)
        .tag("\n<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n")
        .element("h1", title)
        .tag("\n");
    introduction(html);
    summary(html, releases);
    for (Release release : releases) {
      section(html, memory.recall(release));
    }
    budget.ifPresent(status -> BurnDown.show(html, stored, status, zone));
    PlainWords.show(html);
    return html.tag("</main>\n<script>" + SortScript.TEXT + "</script>\n</body>\n</html>\n")
        .toString();
  }

  private static void introduction(Html html) {
    html.tag("<p>")
        .text(
            "Every number here is about a group of customers, with random noise added so that"
                + " nobody's part in it can be told. The ± and the thin line on each bar show how"
                + " far the noise may have moved it: 95 times in 100 the value without noise lies inside.")
        .tag("</p>\n<p>")
        .text("Numbers in ")
        .tag("<span class=\"unsure\">grey</span>")
        .text(
            " may be nothing but noise: the segment is too small, and zero lies inside their ±. Do"
                + " not act on them. A count may come out below zero for the same reason.")
        .tag("</p>\n<details>\n<summary>What cost and coverage mean</summary>\n<p>")
        .text(
            "Cost is the largest share of a customer's privacy budget that an answer can have used;"
                + " customers whose data said less paid less. Coverage is complete while it is"
                + " certain that nobody stayed out for lack of that budget. Customers who did not"
                + " consent to a purpose are not counted for it.")
        .tag("</p>\n</details>\n");
  }

  private static void summary(Html html, List<Release> releases) {
    html.tag(
            "<h2>Answers</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Answers\"><table class=\"summary\">\n<caption>")
        .text(
            releases.size() == 1
                ? "One answer, and what it cost each customer at most"
                : releases.size() + " answers, and what each cost a customer at most")
        .tag("</caption>\n<thead><tr><th scope=\"col\">Query</th><th scope=\"col\">Purpose</th>")
        .tag("<th scope=\"col\" class=\"number\">Segments</th>")
        .tag("<th scope=\"col\" class=\"number\">Cost</th><th scope=\"col\">Coverage</th></tr>")
        .tag("</thead>\n<tbody>\n");
    for (Release release : releases) {
      html.tag("<tr><th scope=\"row\"><a href=\"#r" + Html.escape(release.id()) + "\">")
          .text(name(release))
          .tag("</a></th><td>")
          .text(release.purpose())
          .tag("</td><td class=\"number\">" + release.rows().size() + "</td><td class=\"number\">")
          .text(Figures.percent(release.charged().share()))
          .tag("</td><td>")
          .text(release.coverage().words())
          .tag("</td></tr>\n");
    }
    double cost = releases.stream().mapToDouble(release -> release.charged().share()).sum();
    html.tag("</tbody>\n<tfoot><tr><th scope=\"row\">All together</th><td></td><td></td>")
        .tag("<td class=\"number\">")
        .text(Figures.percent(cost))
        .tag("</td><td></td></tr></tfoot>\n</table></div>\n");
  }

  private void section(Html html, Remembered remembered) {
    Release release = remembered.release();
    html.tag("<section id=\"r" + Html.escape(release.id()) + "\">\n")
        .element("h2", name(release))
        .tag("\n");
    int rows = release.rows().size();
    int inSight = Math.min(ROWS_IN_SIGHT, rows);
    table(html, remembered, 0, inSight, about(release));
    if (rows > inSight) {
      html.tag("<details>\n<summary>" + (rows - inSight) + " more segments</summary>\n");
      table(html, remembered, inSight, rows, about(release) + ", continued");
      html.tag("</details>\n");
    }
    facts(html, release);
    html.tag("</section>\n");
  }

  private static List<Bar> bars(Release release) {
    return IntStream.range(0, release.measures().size())
        .mapToObj(
            measure ->
                new Bar(release.rows().stream().map(row -> row.estimates().get(measure)).toList()))
        .toList();
  }

  private static void table(Html html, Remembered remembered, int first, int end, String caption) {
    Release release = remembered.release();
    List<Bar> bars = bars(release);
    Change change = new Change(remembered);
    html.tag("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"")
        .text(caption)
        .tag("\"><table class=\"sortable\">\n")
        .element("caption", caption)
        .tag("\n<thead><tr>");
    for (Axis axis : release.dimensions()) {
      html.tag("<th scope=\"col\">").text(axis.name()).tag("</th>");
    }
    for (MeasureInfo measure : release.measures()) {
      html.tag("<th scope=\"col\" class=\"number\">").text(measure.name()).tag("</th>");
    }
    html.tag("</tr></thead>\n<tbody>\n");
    for (int index = first; index < end; index++) {
      Row row = release.rows().get(index);
      html.tag("<tr>");
      for (String label : row.segment()) {
        html.tag("<th scope=\"row\">").text(words(label)).tag("</th>");
      }
      for (int i = 0; i < row.estimates().size(); i++) {
        Estimate estimate = row.estimates().get(i);
        int decimals = release.measures().get(i).decimals();
        boolean unsure = ReleaseSheet.mayBeZero(estimate);
        html.tag("<td class=\"answer" + (unsure ? " unsure" : "") + "\" data-value=\"")
            .tag(Double.toString(estimate.value()) + "\"><div>" + bars.get(i).svg(estimate))
            .tag("<span>")
            .text(ReleaseSheet.plusMinus(estimate, decimals))
            .tag("</span></div>");
        if (unsure) {
          note(html, "too small to tell from noise");
        }
        Combined combined = remembered.at(index, i);
        if (combined.releases() > 1) {
          String value = ReleaseSheet.plusMinus(combined.estimate(), decimals);
          note(html, "with earlier answers " + value);
        }
        change.words(row, i, decimals).ifPresent(words -> note(html, words));
        html.tag("</td>");
      }
      html.tag("</tr>\n");
    }
    html.tag("</tbody>\n</table></div>\n");
  }

  private static void note(Html html, String words) {
    html.tag("<small>").text(words).tag("</small>");
  }

  private void facts(Html html, Release release) {
    html.tag("<p class=\"facts\">")
        .text(
            "Purpose "
                + release.purpose()
                + ". Cost at most "
                + Figures.percent(release.charged().share())
                + " of a customer's budget (ε "
                + Figures.significant(release.charged().epsilon())
                + "). Coverage "
                + release.coverage().words()
                + release
                    .selection()
                    .map(
                        selection ->
                            ". Segments with fewer than about "
                                + Figures.significant(selection.threshold())
                                + " customers are not named")
                    .orElse("")
                + ". A customer counts in at most "
                + release.l0()
                + (release.l0() == 1 ? " segment" : " segments")
                + ". Drawn "
                + TIME.format(release.at().atZone(zone))
                + ", release ")
        .tag("<code>")
        .text(ReleaseSheet.shortId(release))
        .tag("</code>.<br/><code>")
        .text(release.query())
        .tag("</code></p>\n");
  }

  /** What the table holds, such as "customers and sum(amount) by city". */
  private static String about(Release release) {
    String measures =
        release.measures().stream().map(MeasureInfo::name).collect(Collectors.joining(" and "));
    String axes =
        release.dimensions().stream().map(Axis::name).collect(Collectors.joining(" and "));
    return measures + (axes.isEmpty() ? " of " + release.table() : " by " + axes);
  }

  private static String words(String label) {
    return switch (label) {
      case Row.NULL -> "not known";
      case Row.OTHER -> "all others";
      default -> label;
    };
  }

  private static String name(Release release) {
    return release.night().map(Release.Night::query).orElse(release.query());
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
