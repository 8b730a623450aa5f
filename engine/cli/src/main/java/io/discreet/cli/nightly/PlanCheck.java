package io.discreet.cli.nightly;

import io.discreet.engine.BudgetStatus;
import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.PricedQuery;
import io.discreet.engine.policy.QuotaHolder;
import io.discreet.engine.release.Release;
import io.discreet.mechanisms.accounting.SafeSide;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * What a plan would bring, from the policy, the plan and stored releases: never from data.
 *
 * @param lines one for each measure of each query, in the order of the plan
 * @param nights how many nights the period's budget lasts, in words
 * @param worstMonth the most that one calendar month of nights can cost a customer, as a share of
 *     the budget: above 1 where the plan does not fit a monthly budget
 */
public record PlanCheck(List<Line> lines, String nights, double worstMonth) {

  /** A plan is not followed further than ten years. */
  private static final int MOST_NIGHTS = 3_660;

  private static final double Z_975 = 1.959963984540054;

  public PlanCheck {
    lines = List.copyOf(lines);
  }

  /**
   * One measure.
   *
   * @param typical what a segment typically has; empty where neither the plan nor a stored answer
   *     says so
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

  /**
   * Checks a plan as a night of that date would run it.
   *
   * @param askers whose quotas every query counts against, besides those of purpose and plan
   */
  public static PlanCheck of(
      Discreet shop, NightlyPlan asWritten, LocalDate date, Collection<QuotaHolder> askers) {
    NightlyPlan plan = LeastError.divided(shop, asWritten, date);
    List<Release> stored = shop.releases();
    Typical typical = Typical.of(stored);
    Map<NightlyQuery, Double> shares = new LinkedHashMap<>();
    List<Line> lines = new ArrayList<>();
    double month = 0;
    Map<NightlyQuery, Explanation> explained = explain(shop, plan, date);
    for (NightlyQuery query : plan.queries()) {
      Explanation explanation = Objects.requireNonNull(explained.get(query));
      shares.put(query, explanation.share());
      for (int draw = 0; draw < query.every().mostDrawsAMonth(); draw++) {
        month = SafeSide.SPENT.sum(month, explanation.share());
      }
      for (int i = 0; i < explanation.measures().size(); i++) {
        Explanation.Measure measure = expected(explanation, i, typical);
        OptionalDouble value = typical.value(query, explanation, i);
        boolean drowns = value.isPresent() && measure.halfWidth() > value.getAsDouble();
        Optional<String> remedy =
            drowns ? Knob.best(shop, query, i, date).map(Knob::words) : Optional.empty();
        lines.add(new Line(query, explanation, measure, value, remedy));
      }
    }
    List<QuotaHolder> holders = new ArrayList<>(askers);
    holders.add(QuotaHolder.plan(plan.name()));
    return new PlanCheck(
        lines, nights(shop.budget(), plan.name(), holders, shares, stored, date), month);
  }

  /** A measure's error: of a quotient as its newest stored answer suggests, where there is one. */
  private static Explanation.Measure expected(Explanation explanation, int i, Typical typical) {
    Explanation.Measure measure = explanation.measures().get(i);
    OptionalDouble known = typical.errorOfQuotient(explanation, i);
    return known.isEmpty()
        ? measure
        : new Explanation.Measure(
            measure.name(),
            measure.noise(),
            measure.sensitivity(),
            known.getAsDouble(),
            Z_975 * known.getAsDouble(),
            measure.part());
  }

  /**
   * What each query of a plan would bring, those that are answered from one draw jointly; what is
   * wrong with one names it.
   */
  static Map<NightlyQuery, Explanation> explain(Discreet shop, NightlyPlan plan, LocalDate date) {
    Map<NightlyQuery, Explanation> explained = new HashMap<>();
    for (List<NightlyQuery> step : plan.steps()) {
      for (NightlyQuery query : step) {
        explained.put(query, explain(shop, query, date));
      }
      Optional<String> group = step.get(0).jointly();
      if (group.isPresent()) {
        List<Explanation> together;
        try {
          together = shop.explainJointly(priced(step), date);
        } catch (InputException e) {
          throw new InputException(
              "queries answered jointly as " + group.get() + ": " + e.getMessage(), e);
        }
        for (int i = 0; i < step.size(); i++) {
          explained.put(step.get(i), together.get(i));
        }
      }
    }
    return explained;
  }

  /** The questions of queries that are answered from one draw. */
  static List<PricedQuery> priced(List<NightlyQuery> group) {
    return group.stream().map(query -> new PricedQuery(query.query(), query.cost())).toList();
  }

  /** What a query of a plan would bring by itself; what is wrong with it names the query. */
  static Explanation explain(Discreet shop, NightlyQuery query, LocalDate date) {
    try {
      return shop.explain(query.query(), query.cost(), date);
    } catch (InputException e) {
      throw new InputException("query " + query.name() + ": " + e.getMessage(), e);
    }
  }

  /** What some queries are paid from, as a share of the budget. */
  private static final class Pot {
    private final String name;
    private final Predicate<NightlyQuery> pays;
    private double left;

    Pot(String name, double left, Predicate<NightlyQuery> pays) {
      this.name = name;
      this.left = left;
      this.pays = pays;
    }

    void pay(NightlyQuery query, double share) {
      left -= pays.test(query) ? share : 0;
    }

    /** Shares are added up as doubles here; the books count exact units. */
    boolean overdrawn() {
      return left < -1e-9;
    }
  }

  /**
   * Says how many nights the period's budget and the quotas last in the public worst case, this
   * night the first. Answers already stored for their slot cost nothing.
   */
  private static String nights(
      BudgetStatus budget,
      String plan,
      List<QuotaHolder> holders,
      Map<NightlyQuery, Double> shares,
      List<Release> stored,
      LocalDate date) {
    List<Pot> pots = new ArrayList<>();
    pots.add(new Pot("the budget", budget.left(), query -> true));
    for (BudgetStatus.Account account : budget.accounts()) {
      QuotaHolder holder = account.holder();
      pots.add(
          new Pot(
              "the quota of " + holder,
              account.left(),
              query ->
                  holders.contains(holder)
                      || holder.equals(QuotaHolder.purpose(query.query().purpose()))));
    }
    pots.removeIf(pot -> shares.keySet().stream().noneMatch(pot.pays));
    LocalDate end = budget.endDay().orElse(date.plusDays(MOST_NIGHTS));
    LocalDate night = date;
    int nights = 0;
    while (night.isBefore(end)) {
      for (Map.Entry<NightlyQuery, Double> query : shares.entrySet()) {
        if (isDue(plan, query.getKey(), night, date, stored)) {
          pots.forEach(pot -> pot.pay(query.getKey(), query.getValue()));
        }
      }
      Optional<Pot> empty = pots.stream().filter(Pot::overdrawn).findFirst();
      if (empty.isPresent()) {
        return empty.get().name
            + " of "
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
      String plan, NightlyQuery query, LocalDate night, LocalDate first, List<Release> stored) {
    LocalDate slot = query.every().slot(night);
    boolean askedThisRun =
        !night.equals(first) && slot.equals(query.every().slot(night.minusDays(1)));
    Release.Night name = new Release.Night(plan, query.name());
    return !askedThisRun
        && stored.stream()
            .noneMatch(
                release ->
                    release.night().equals(Optional.of(name))
                        && query.every().slot(release.asOf()).equals(slot));
  }
}
