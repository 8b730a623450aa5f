package io.discreet.cli.nightly;

import io.discreet.engine.plan.Share;
import java.util.List;
import java.util.Optional;

/**
 * A nightly plan.
 *
 * @param name which plan it is; a release is found again by it
 * @param spend the share of every customer's budget that the queries with a weight cost on a night
 *     on which all are due; empty where each query has a cost of its own
 * @param divide how {@code spend} is divided
 * @param queries in the order of the file; where {@code divide} is by least error, their costs
 *     stand for equal weights until {@link LeastError#divided} is asked
 * @param outputs what a night writes
 */
public record NightlyPlan(
    String name,
    Optional<Share> spend,
    Divide divide,
    List<NightlyQuery> queries,
    PlanOutputs outputs) {

  public NightlyPlan {
    queries = List.copyOf(queries);
  }

  /** How a night's spend is divided among the queries that have no cost of their own. */
  public enum Divide {
    /** In proportion to the weights. */
    WEIGHT,
    /** So that the total error is least; weights say how much each query's error counts. */
    LEAST_ERROR
  }

  NightlyPlan withQueries(List<NightlyQuery> others) {
    return new NightlyPlan(name, spend, divide, others, outputs);
  }
}
