package io.discreet.cli.nightly;

import io.discreet.engine.plan.Cost;
import io.discreet.engine.query.SegmentQuery;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One query of a nightly plan.
 *
 * @param name unique in its plan; a release is found again by it
 * @param cost its own, or its part of the plan's {@code spend}
 * @param weight by which it has a part of the plan's {@code spend}; empty where its cost is its own
 * @param expect what a segment of the first measure typically has, where the plan says so
 */
public record NightlyQuery(
    String name,
    SegmentQuery query,
    Cost cost,
    Optional<BigDecimal> weight,
    Cadence every,
    OptionalDouble expect) {

  NightlyQuery withCost(Cost other) {
    return new NightlyQuery(name, query, other, weight, every, expect);
  }
}
