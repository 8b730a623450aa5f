package io.discreet.cli.nightly;

import io.discreet.engine.plan.Share;
import java.math.BigDecimal;
import java.util.List;

/**
 * A nightly plan.
 *
 * @param name which plan it is; a release is found again by it
 * @param spend the share of every customer's budget that a night costs on which everything is due
 * @param queries in the order of the file
 */
public record NightlyPlan(String name, Share spend, List<NightlyQuery> queries) {

  public NightlyPlan {
    queries = List.copyOf(queries);
  }

  /**
   * The most that one calendar month of nights can cost a customer, as a share of the budget: above
   * 1 where the plan does not fit a monthly budget.
   */
  public BigDecimal worstMonth() {
    return queries.stream()
        .map(
            query ->
                query
                    .share()
                    .fraction()
                    .multiply(BigDecimal.valueOf(query.every().mostDrawsAMonth())))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
