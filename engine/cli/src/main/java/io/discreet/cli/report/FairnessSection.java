package io.discreet.cli.report;

import io.discreet.cli.output.Figures;
import io.discreet.engine.personalize.GroupFairness;
import io.discreet.engine.personalize.Personalizer;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.MeasureInfo.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What noise and silence cost each group of customers: of the finest answer that recommendations
 * can be made of, by each of its axes but the last, which is what is recommended.
 */
final class FairnessSection {

  /** With more cells, going through all segments would take longer than the rest of the page. */
  private static final int MOST_CELLS = 20_000;

  private final List<Release> releases;

  FairnessSection(List<Release> releases) {
    this.releases = releases;
  }

  /** Shows nothing where no answer of the page counts customers by groups and items. */
  void show(Html html) {
    Optional<Release> finest =
        releases.stream()
            .filter(FairnessSection::hasGroups)
            .max(
                Comparator.comparingInt((Release release) -> release.dimensions().size())
                    .thenComparing(Release::asOf)
                    .thenComparing(Release::at));
    finest.ifPresent(release -> show(html, release));
  }

  private static boolean hasGroups(Release release) {
    return release.dimensions().size() > 1
        && release.rows().size() <= MOST_CELLS
        && release.measures().stream().anyMatch(measure -> measure.kind() == Kind.CUSTOMERS)
        // Cells of a computed axis, such as a month, are no groups of customers.
        && release.dimensions().stream().allMatch(axis -> axis.name().equals(axis.column()));
  }

  private void show(Html html, Release release) {
    Personalizer personalizer = Personalizer.from(releases).forPurpose(release.purpose());
    List<Axis> axes = release.dimensions();
    String item = axes.get(axes.size() - 1).name();
    html.tag("<section id=\"fairness\">\n")
        .element("h2", "What noise costs whom")
        .tag("\n")
        .element(
            "p",
            "Small groups pay more for everybody's privacy: their numbers are less certain, and"
                + " fewer of their segments get a recommendation of their own. Error is the median"
                + " standard error of a count by "
                + item
                + ", as a part of the count. Own, wider and nothing say for how many segments the"
                + " first recommendation rests on their own counts, on the customers around them,"
                + " or is left out.");
    for (Axis axis : axes.subList(0, axes.size() - 1)) {
      table(html, personalizer.fairness(axis.name(), item), axis.name());
    }
    html.tag("</section>\n");
  }

  private static void table(Html html, List<GroupFairness> groups, String axis) {
    String caption = "What noise costs each " + axis;
    html.tag("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"")
        .text(caption)
        .tag("\"><table class=\"summary\">\n")
        .element("caption", caption)
        .tag("\n<thead><tr><th scope=\"col\">")
        .text(axis)
        .tag("</th>");
    for (String header : List.of("Error", "Segments", "Own", "Wider", "Nothing")) {
      html.tag("<th scope=\"col\" class=\"number\">").text(header).tag("</th>");
    }
    html.tag("</tr></thead>\n<tbody>\n");
    for (GroupFairness group : groups) {
      html.tag("<tr><th scope=\"row\">").text(group.group()).tag("</th>");
      number(html, Figures.percent(group.relativeError()));
      number(html, Integer.toString(group.segments()));
      number(html, Integer.toString(group.withOwn()));
      number(html, Integer.toString(group.withWider()));
      number(html, Integer.toString(group.without()));
      html.tag("</tr>\n");
    }
    html.tag("</tbody>\n</table></div>\n");
  }

  private static void number(Html html, String shown) {
    html.tag("<td class=\"number\">").text(shown).tag("</td>");
  }
}
