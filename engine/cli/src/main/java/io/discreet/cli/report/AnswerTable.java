package io.discreet.cli.report;

import io.discreet.cli.output.ReleaseSheet;
import io.discreet.engine.memory.Combined;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Place;
import io.discreet.engine.release.Release.Row;

/** The segments of one answer as a table that can be sorted. */
final class AnswerTable {

  /** A page with more could not be read on a phone; exports hold all. */
  private static final int MOST_ROWS = 1_000;

  private final Remembered remembered;
  private final Release release;
  private final Change change;

  AnswerTable(Remembered remembered) {
    this.remembered = remembered;
    this.release = remembered.release();
    this.change = new Change(remembered);
  }

  void show(Html html, String caption) {
    int rows = Math.min(MOST_ROWS, release.rows().size());
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
    for (int index = 0; index < rows; index++) {
      row(html, index);
    }
    html.tag("</tbody>\n</table></div>\n");
    if (release.rows().size() > rows) {
      html.element(
          "p",
          "The table ends after "
              + rows
              + " of "
              + release.rows().size()
              + " segments; nightly --export writes all.");
    }
  }

  private void row(Html html, int index) {
    Row row = release.rows().get(index);
    html.tag("<tr>");
    for (String label : row.segment()) {
      html.tag("<th scope=\"row\">").text(Segments.words(label)).tag("</th>");
    }
    for (int i = 0; i < row.estimates().size(); i++) {
      Estimate estimate = row.estimates().get(i);
      int decimals = release.measures().get(i).decimals();
      html.tag("<td class=\"answer" + (Doubt.isUnsure(estimate) ? " unsure" : ""))
          .tag("\" data-value=\"" + estimate.value() + "\">")
          .text(ReleaseSheet.plusMinus(estimate, decimals));
      Doubt.reason(estimate).ifPresent(words -> note(html, words));
      Combined combined = remembered.at(index, i);
      if (combined.releases() > 1) {
        String value = ReleaseSheet.plusMinus(combined.estimate(), decimals);
        note(html, "with " + (combined.releases() - 1) + " earlier: " + value);
      } else if (combined.shifted()) {
        note(html, "moved so far that earlier answers are left out");
      }
      row.place().ifPresent(place -> note(html, words(place)));
      change.words(row, i, decimals).ifPresent(words -> note(html, words));
      html.tag("</td>");
    }
    html.tag("</tr>\n");
  }

  /** The place in a ranking, and between which the noise leaves it open. */
  private static String words(Place place) {
    return "place "
        + place.noisy()
        + (place.best() == place.worst()
            ? ""
            : ", without noise " + place.best() + " to " + place.worst());
  }

  private static void note(Html html, String words) {
    html.tag("<small>").text(words).tag("</small>");
  }
}
