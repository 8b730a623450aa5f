package io.discreet.cli.nightly;

import io.discreet.engine.BudgetStatus;
import io.discreet.engine.Discreet;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.release.Release;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a plan would bring, from the policy, the plan and stored releases: never from data.
 *
 * @param lines one for each measure of each query, in the order of the plan
 */
public record PlanCheck(List<Line> lines) {

  /** A plan is not followed further than ten years. */
  private static final int MOST_NIGHTS = 3_660;

  public PlanCheck {
    lines = List.copyOf(lines);
  }

  /**
   * One measure.
   *
   * @param typical what a segment typically has: the plan's {@code expect}, for its first measure,
   *     or the median of the newest stored answer; empty where neither is there
   * @param remedy where half of the 95 % interval exceeds the typical value, what would help most
   */
  public record Line(
      NightlyQuery query,
      Explanation explanation,
      Explanation.Measure measure,
      OptionalDouble typical,
      Optional<String> remedy) {

    /** Whether noise drowns a typical segment. */
    public boolean drowns() {
      return typical.isPresent() && measure.halfWidth() > typical.getAsDouble();
    }
  }

  /** Checks a plan. */
  public static PlanCheck of(Discreet shop, NightlyPlan plan, LocalDate date) {
    List<Release> stored = shop.releases();
    List<Line> lines = new ArrayList<>();
    for (NightlyQuery query : plan.queries()) {
      Explanation explanation = shop.explain(query.query(), query.share(), date);
      for (int i = 0; i < explanation.measures().size(); i++) {
        Explanation.Measure measure = explanation.measures().get(i);
        OptionalDouble typical =
            i == 0 && query.expect().isPresent()
                ? query.expect()
                : median(stored, explanation, measure.name());
        boolean drowns = typical.isPresent() && measure.halfWidth() > typical.getAsDouble();
        Optional<String> remedy =
            drowns ? Knob.best(shop, query, i, date).map(Knob::words) : Optional.empty();
        lines.add(new Line(query, explanation, measure, typical, remedy));
      }
    }
    return new PlanCheck(lines);
  }

  private static OptionalDouble median(List<Release> newestFirst, Explanation asked, String name) {
    for (Release release : newestFirst) {
      if (release.query().equals(asked.query()) && release.purpose().equals(asked.purpose())) {
        for (int i = 0; i < release.measures().size(); i++) {
          if (release.measures().get(i).name().equals(name) && !release.rows().isEmpty()) {
            int measure = i;
            double[] values =
                release.rows().stream()
                    .mapToDouble(row -> Math.abs(row.estimates().get(measure).value()))
                    .sorted()
                    .toArray();
            return OptionalDouble.of(
                Arrays.stream(values).skip(values.length / 2).findFirst().orElse(0));
          }
        }
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * Says how many nights the period's budget lasts in the public worst case, this night the first.
   * Answers already stored for their slot cost nothing.
   */
  public static String nights(Discreet shop, NightlyPlan plan, LocalDate date) {
    BudgetStatus budget = shop.budget();
    List<Release> stored = shop.releases();
    double left = 1 - budget.spentShare();
    LocalDate end = budget.endDay().orElse(date.plusDays(MOST_NIGHTS));
    LocalDate night = date;
    int nights = 0;
    while (night.isBefore(end)) {
      for (NightlyQuery query : plan.queries()) {
        left -=
            isDue(plan, query, night, date, stored) ? query.share().fraction().doubleValue() : 0;
      }
      // Shares are added up as doubles here; the books count exact units.
      if (left < -1e-9) {
        return "the budget of "
            + budget.period()
            + " lasts for "
            + nights
            + (nights == 1 ? " night" : " nights")
            + " of this plan, in the public worst case";
      }
      nights++;
      night = night.plusDays(1);
    }
    return "the budget of "
        + budget.period()
        + " lasts for all "
        + nights
        + (nights == 1 ? " night" : " nights")
        + (budget.endDay().isPresent() ? " until " + end : " that were looked at");
  }

  private static boolean isDue(
      NightlyPlan plan,
      NightlyQuery query,
      LocalDate night,
      LocalDate first,
      List<Release> stored) {
    LocalDate slot = query.every().slot(night);
    boolean askedThisRun =
        !night.equals(first) && slot.equals(query.every().slot(night.minusDays(1)));
    Release.Night name = new Release.Night(plan.name(), query.name());
    return !askedThisRun
        && stored.stream()
            .noneMatch(
                release ->
                    release.night().equals(Optional.of(name))
                        && query.every().slot(release.asOf()).equals(slot));
  }
}
