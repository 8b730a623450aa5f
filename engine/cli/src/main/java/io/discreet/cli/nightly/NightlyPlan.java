package io.discreet.cli.nightly;

import io.discreet.engine.plan.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * The queries in their order, those that are answered from one draw together at the place of the
   * first of them.
   */
  List<List<NightlyQuery>> steps() {
    Map<String, List<NightlyQuery>> groups = new HashMap<>();
    List<List<NightlyQuery>> steps = new ArrayList<>();
    for (NightlyQuery query : queries) {
      if (query.jointly().isEmpty()) {
        steps.add(List.of(query));
        continue;
      }
      List<NightlyQuery> group = groups.get(query.jointly().get());
      if (group == null) {
        group = new ArrayList<>();
        groups.put(query.jointly().get(), group);
        steps.add(group);
      }
      group.add(query);
    }
    return steps;
  }

  NightlyPlan withQueries(List<NightlyQuery> others) {
    return new NightlyPlan(name, spend, divide, others, outputs);
  }
}
