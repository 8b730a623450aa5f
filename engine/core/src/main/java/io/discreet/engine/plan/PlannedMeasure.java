package io.discreet.engine.plan;

import io.discreet.engine.release.Release.MeasureInfo;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One measure and the answers that it is read from: one for counts and sums; for a mean the centred
 * sum and then the count of values; for a variance or a standard deviation the centred squares, and
 * then those of a mean; for a rate the customers that meet its condition and then those that do
 * not; for a quantile a tree of counts.
 *
 * @param name as releases call it: {@code customers}, {@code sum(amount)}
 * @param answers positions in {@link QueryPlan#answers}
 * @param decimals how many digits after the point a value carries at most
 * @param part of what the query pays for measures that pays for this one, in (0, 1]; quantiles of
 *     one column share theirs
 * @param quantile which one it is, in [0, 1]; of quantiles only
 */
public record PlannedMeasure(
    String name,
    MeasureInfo.Kind kind,
    List<Integer> answers,
    int decimals,
    double part,
    OptionalDouble quantile) {}
