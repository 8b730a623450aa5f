package io.discreet.cli.report;

import io.discreet.cli.output.Figures;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.BudgetStatus.Account;
import io.discreet.engine.release.Release;
import io.discreet.mechanisms.accounting.SafeSide;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the budget of the current period is used up, in the public worst case: a line by day. */
final class BurnDown {

  /** A longer period is followed up to its last answer only. */
  private static final int MOST_DAYS = 400;

  private BurnDown() {}

  static void show(Html html, Collection<Release> releases, BudgetStatus budget, ZoneId zone) {
    String words =
        "In the public worst case "
            + Figures.percent(SafeSide.SPENT, budget.spentShare())
            + " of every customer's budget of "
            + budget.period()
            + " (ε "
            + Figures.significant(SafeSide.SPENT, budget.epsilon())
            + ") is spent, by "
            + budget.releases()
            + (budget.releases() == 1 ? " answer" : " answers")
            + ". Most customers have paid less."
            + (budget.coverageReserve() > 0
                ? " Of the budget, "
                    + Figures.percent(SafeSide.SPENT, budget.coverageReserve())
                    + " is kept for estimates of coverage."
                : "");
    html.tag("<section id=\"budget\">\n").element("h2", "Budget").tag("\n").element("p", words);
    accounts(html, budget);
    if (budget.firstDay().isPresent() && budget.endDay().isPresent()) {
      chart(releases, budget.firstDay().get(), budget.endDay().get(), zone).show(html);
    }
    html.tag("</section>\n");
  }

  private static void accounts(Html html, BudgetStatus budget) {
    if (budget.accounts().isEmpty()) {
      return;
    }
    html.tag("<ul>\n");
    for (Account account : budget.accounts()) {
      html.element(
          "li",
          account.holder()
              + ": "
              + Figures.percent(SafeSide.SPENT, account.spentShare())
              + (account.quota().isEmpty()
                  ? ""
                  : " of at most "
                      + Figures.percent(SafeSide.LEFT, account.quota().getAsDouble())));
    }
    html.tag("</ul>\n");
  }

  private static Chart chart(
      Collection<Release> releases, LocalDate first, LocalDate end, ZoneId zone) {
    Map<LocalDate, Double> byDay = new TreeMap<>();
    LocalDate last = first;
    for (Release release : releases) {
      LocalDate day = LocalDate.ofInstant(release.at(), zone);
      if (!day.isBefore(first) && day.isBefore(end)) {
        byDay.merge(day, release.charged().share(), SafeSide.SPENT::sum);
        last = day.isAfter(last) ? day : last;
      }
    }
    double left = 1;
    Map<LocalDate, Optional<Double>> leftByDay = new LinkedHashMap<>();
    LocalDate stop = first.plusDays(MOST_DAYS).isBefore(end) ? last.plusDays(1) : end;
    for (LocalDate day = first; day.isBefore(stop); day = day.plusDays(1)) {
      left = Math.max(0, SafeSide.LEFT.difference(left, byDay.getOrDefault(day, 0.0)));
      leftByDay.put(day, day.isAfter(last) ? Optional.empty() : Optional.of(left));
    }
    return Chart.budget(
        "Budget left at the end of each day of "
            + first
            + " to "
            + end.minusDays(1)
            + ": "
            + Figures.percent(SafeSide.LEFT, left)
            + " by "
            + last,
        leftByDay);
  }
}
