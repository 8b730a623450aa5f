package io.discreet.cli.report;

import io.discreet.cli.output.Figures;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.mechanisms.accounting.SafeSide;
import java.util.List;

/** The beginning of a report: how to read it, and a table of what was asked. */
final class Overview {

  private Overview() {}

  static void show(Html html, List<Release> releases) {
    html.tag("<p>")
        .text(
            "Every number here is about a group of customers, with random noise added so that"
                + " nobody's part in it can be told. The ± and the thin line with two ends on each"
                + " bar or point show how far the noise may have moved it: 95 times in 100 the"
                + " value without noise lies inside.")
        .tag("</p>\n<p>")
        .text("Numbers in ")
        .tag("<span class=\"unsure\">grey</span>")
        .text(
            " and bars or points without colour may be nothing but noise: the segment is too small,"
                + " and zero lies inside their ±. Do not act on them. A count may come out below"
                + " zero for the same reason. ")
        .tag("<a href=\"#plain\">In plain words</a></p>\n<details>\n")
        .tag("<summary>What cost and coverage mean</summary>\n<p>")
        .text(
            "Cost is the largest share of a customer's privacy budget that an answer can have used;"
                + " customers whose data said less paid less. Coverage is complete while it is"
                + " certain that nobody stayed out for lack of that budget. Customers who did not"
                + " consent to a purpose are not counted for it.")
        .tag("</p>\n</details>\n");
    table(html, releases);
    coverage(html, releases);
  }

  private static void table(Html html, List<Release> releases) {
    html.tag("<h2>Answers</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"group\"")
        .tag(" aria-label=\"Answers\"><table class=\"summary\">\n<caption>")
        .text(
            releases.size() == 1
                ? "One answer, and what it cost each customer at most"
                : releases.size() + " answers, and what each cost a customer at most")
        .tag("</caption>\n<thead><tr><th scope=\"col\">Query</th><th scope=\"col\">Purpose</th>")
        .tag("<th scope=\"col\" class=\"number\">Segments</th>")
        .tag("<th scope=\"col\" class=\"number\">Cost</th><th scope=\"col\">Coverage</th></tr>")
        .tag("</thead>\n<tbody>\n");
    for (Release release : releases) {
      html.tag("<tr><th scope=\"row\"><a href=\"#" + AnswerSection.anchor(release) + "\">")
          .text(AnswerSection.name(release))
          .tag("</a></th><td>")
          .text(release.purpose())
          .tag("</td><td class=\"number\">" + release.rows().size() + "</td><td class=\"number\">")
          .text(Figures.percent(SafeSide.SPENT, release.charged().share()))
          .tag("</td><td>")
          .text(release.coverage().words())
          .tag("</td></tr>\n");
    }
    double cost =
        releases.stream()
            .mapToDouble(release -> release.charged().share())
            .reduce(0, SafeSide.SPENT::sum);
    html.tag("</tbody>\n<tfoot><tr><th scope=\"row\">All together</th><td></td><td></td>")
        .tag("<td class=\"number\">")
        .text(Figures.percent(SafeSide.SPENT, cost))
        .tag("</td><td></td></tr></tfoot>\n</table></div>\n");
  }

  private static void coverage(Html html, List<Release> releases) {
    long partial =
        releases.stream().filter(release -> release.coverage() != Coverage.COMPLETE).count();
    html.element(
            "p",
            partial == 0
                ? "Nobody stayed out of any answer for lack of the shop's budget."
                : "From "
                    + partial
                    + " of "
                    + releases.size()
                    + " answers customers may have stayed out because their budget was spent; those"
                    + " numbers may be too low.")
        .tag("\n");
  }
}
