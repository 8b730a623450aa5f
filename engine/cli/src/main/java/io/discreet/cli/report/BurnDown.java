package io.discreet.cli.report;

import io.discreet.cli.output.Figures;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.release.Release;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How the budget of the current period is used up, in the public worst case: a line by day. */
final class BurnDown {

  private static final double WIDTH = 640;
  private static final double HEIGHT = 120;

  private BurnDown() {}

  static void show(Html html, Collection<Release> releases, BudgetStatus budget, ZoneId zone) {
    String words =
        "In the public worst case "
            + Figures.percent(budget.spentShare())
            + " of every customer's budget of "
            + budget.period()
            + " (ε "
            + Figures.significant(budget.epsilon())
            + ") is spent, by "
            + budget.releases()
            + (budget.releases() == 1 ? " answer" : " answers")
            + ". Most customers have paid less.";
    html.tag("<section id=\"budget\">\n").element("h2", "Budget").tag("\n").element("p", words);
    if (budget.firstDay().isPresent() && budget.endDay().isPresent()) {
      LocalDate first = budget.firstDay().get();
      LocalDate end = budget.endDay().get();
      Map<LocalDate, Double> byDay = new TreeMap<>();
      for (Release release : releases) {
        LocalDate day = LocalDate.ofInstant(release.at(), zone);
        if (!day.isBefore(first) && day.isBefore(end)) {
          byDay.merge(day, release.charged().share(), Double::sum);
        }
      }
      html.tag(svg(byDay, first, end)).tag("\n");
    }
    html.tag("</section>\n");
  }

  private static String svg(Map<LocalDate, Double> byDay, LocalDate first, LocalDate end) {
    double days = ChronoUnit.DAYS.between(first, end);
    StringBuilder path = new StringBuilder("M1 1");
    double left = 1;
    double x = 1;
    for (Map.Entry<LocalDate, Double> day : byDay.entrySet()) {
      x = 1 + (WIDTH - 2) * ChronoUnit.DAYS.between(first, day.getKey()) / days;
      left = Math.max(0, left - day.getValue());
      path.append(String.format(Locale.ROOT, "H%.1fV%.1f", x, 1 + (HEIGHT - 2) * (1 - left)));
    }
    path.append(String.format(Locale.ROOT, "H%.1f", Math.min(WIDTH - 1, x + (WIDTH - 2) / days)));
    return String.format(
        Locale.ROOT,
        "<figure><svg class=\"burn\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Budget"
            + " left by day, from %s to %s: now %.0f percent\"><path class=\"zero\" d=\"M1 1V%.0fH%.0f\"/>"
            + "<path class=\"left\" d=\"%s\"/></svg><figcaption>Budget left, from 100 %% at the top"
            + " to 0 %%, from %s to %s</figcaption></figure>",
        WIDTH,
        HEIGHT,
        first,
        end.minusDays(1),
        100 * left,
        HEIGHT - 1,
        WIDTH - 1,
        path,
        first,
        end.minusDays(1));
  }
}
