package io.discreet.cli.nightly;

import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Divides a night's spend so that the total error is least: the sum over the plan's measures of
 * weight × (standard error / typical value)².
 *
 * <p>A Gaussian variance falls as 1/share, a Laplace variance as 1/share². With c the error of a
 * query at some share, the sum of c/shareⁿ is least, by Lagrange's multiplier, where shares are in
 * proportion to c^(1/(n+1)).
 *
 * <p>Law: looks at the policy, the plan and stored answers of earlier days, never at data; and a
 * night that is run again is divided as it was.
 */
final class LeastError {

  private static final int SHARE_DIGITS = 12;

  private LeastError() {}

  /**
   * The plan with its costs divided; a plan that is divided by weight as it is.
   *
   * @throws InputException if nothing says what a query's segments typically have
   */
  static NightlyPlan divided(Discreet shop, NightlyPlan plan, LocalDate date) {
    if (plan.divide() == NightlyPlan.Divide.WEIGHT || plan.spend().isEmpty()) {
      return plan;
    }
    Typical typical = Typical.before(shop.releases(), plan.name(), date);
    BigDecimal spend = plan.spend().get().fraction();
    double[] parts = new double[plan.queries().size()];
    double sum = 0;
    for (int i = 0; i < parts.length; i++) {
      NightlyQuery query = plan.queries().get(i);
      if (query.weight().isPresent()) {
        parts[i] = part(shop, query, plan.spend().get(), typical, date);
        sum += parts[i];
      }
    }
    List<NightlyQuery> divided = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      NightlyQuery query = plan.queries().get(i);
      divided.add(
          query.weight().isEmpty()
              ? query
              : query.withCost(new Share(share(spend, parts[i] / sum))));
    }
    return plan.withQueries(divided);
  }

  /** Rounded down, so that the parts do not exceed the whole. */
  private static BigDecimal share(BigDecimal spend, double part) {
    return spend
        .multiply(BigDecimal.valueOf(part))
        .multiply(BigDecimal.valueOf(1 - 1e-9))
        .setScale(SHARE_DIGITS, RoundingMode.FLOOR);
  }

  /** In proportion to the share that the query should have. */
  private static double part(
      Discreet shop, NightlyQuery query, Share probe, Typical typical, LocalDate date) {
    Explanation explanation = PlanCheck.explain(shop, query.withCost(probe), date);
    double error = 0;
    for (int i = 0; i < explanation.measures().size(); i++) {
      OptionalDouble value = typical.value(query, explanation, i);
      if (value.isPresent() && value.getAsDouble() > 0) {
        double own =
            typical
                .errorOfQuotient(explanation, i)
                .orElse(explanation.measures().get(i).standardError());
        error += Math.pow(own / value.getAsDouble(), 2);
      }
    }
    if (!(error > 0)) {
      throw new InputException(
          "query "
              + query.name()
              + ": divide: least-error needs to know what a segment typically has; add expect:, or"
              + " divide by weight until there is a stored answer");
    }
    double weighted = error * query.weight().orElseThrow().doubleValue();
    boolean gaussian = explanation.currency().equals("gaussian-dp");
    return gaussian ? Math.sqrt(weighted) : Math.cbrt(weighted);
  }
}
