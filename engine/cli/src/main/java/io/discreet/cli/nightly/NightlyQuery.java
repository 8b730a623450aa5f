package io.discreet.cli.nightly;

import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import java.util.OptionalDouble;

/**
 * One query of a nightly plan.
 *
 * @param name unique in its plan; a release is found again by it
 * @param share of every customer's budget, the plan's {@code spend} divided by weight
 * @param expect what a segment of the first measure typically has, where the plan says so
 */
public record NightlyQuery(
    String name, SegmentQuery query, Share share, Cadence every, OptionalDouble expect) {}
