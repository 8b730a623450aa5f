package io.discreet.cli.report;

import io.discreet.cli.output.Figures;
import io.discreet.cli.output.ReleaseSheet;
import io.discreet.engine.memory.Memory;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.mechanisms.accounting.SafeSide;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One answer: what was asked and why, its charts, its table and what it cost. */
final class AnswerSection {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.UK);

  private final Release release;
  private final Remembered remembered;
  private final Memory memory;
  private final ZoneId zone;

  AnswerSection(Release release, Memory memory, ZoneId zone) {
    this.release = release;
    this.remembered = memory.recall(release);
    this.memory = memory;
    this.zone = zone;
  }

  /** What the answer is called: its query's name in the plan, or the question itself. */
  static String name(Release release) {
    return release.night().map(Release.Night::query).orElse(release.query());
  }

  static String anchor(Release release) {
    return "r" + release.id();
  }

  void show(Html html) {
    html.tag("<section id=\"" + anchor(release) + "\">\n")
        .element("h2", name(release))
        .tag("\n<p>")
        .text(about() + ", asked for " + release.purpose() + ":")
        .tag("<br/><code>")
        .text(release.query())
        .tag("</code></p>\n");
    AnswerCharts charts = new AnswerCharts(remembered, memory);
    charts.segments().forEach(chart -> chart.show(html));
    List<Chart> nights = charts.nights();
    if (!nights.isEmpty()) {
      html.tag("<div class=\"nights\">\n");
      nights.forEach(chart -> chart.show(html));
      html.tag("</div>\n");
    }
    new AnswerTable(remembered).show(html, about());
    facts(html);
    html.tag("</section>\n");
  }

  /** What the table holds, such as "customers and sum(amount) by city". */
  private String about() {
    String measures =
        release.measures().stream().map(MeasureInfo::name).collect(Collectors.joining(" and "));
    String axes =
        release.dimensions().stream().map(Axis::name).collect(Collectors.joining(" and "));
    return measures + (axes.isEmpty() ? " of " + release.table() : " by " + axes);
  }

  private void facts(Html html) {
    html.tag("<p class=\"facts\">")
        .text(
            "Cost at most "
                + Figures.percent(SafeSide.SPENT, release.charged().share())
                + " of a customer's budget (ε "
                + Figures.significant(SafeSide.SPENT, release.charged().epsilon())
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
        .tag("</code>.</p>\n");
  }
}
