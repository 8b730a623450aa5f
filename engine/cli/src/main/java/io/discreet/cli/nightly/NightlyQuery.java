package io.discreet.cli.nightly;

import io.discreet.engine.plan.Cost;
import io.discreet.engine.query.SegmentQuery;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One query of a nightly plan.
 *
 * @param name unique in its plan; a release is found again by it
 * @param cost its own, or its part of the plan's {@code spend}
 * @param weight by which it has a part of the plan's {@code spend}; empty where its cost is its own
 * @param expect what a segment typically has, for as many of the first measures as the plan says
 * @param jointly what the plan calls the queries that it is answered with from one draw; empty
 *     where it is answered by itself
 */
public record NightlyQuery(
    String name,
    SegmentQuery query,
    Cost cost,
    Optional<BigDecimal> weight,
    Cadence every,
    List<Double> expect,
    Optional<String> jointly) {

  public NightlyQuery {
    expect = List.copyOf(expect);
  }

  NightlyQuery withCost(Cost other) {
    return new NightlyQuery(name, query, other, weight, every, expect, jointly);
  }
}
