package io.discreet.engine.plan;

import io.discreet.engine.release.Release.MeasureInfo;
import java.util.List;

/**
 * One measure and the answers that it is read from: one for counts and sums; for a mean the centred
 * sum and then the count of values; for a variance or a standard deviation the centred squares, and
 * then those of a mean; for a rate the customers that meet its condition and then those that do
 * not.
 *
 * @param name as releases call it: {@code customers}, {@code sum(amount)}
 * @param answers positions in {@link QueryPlan#answers}
 * @param decimals how many digits after the point a value carries at most
 */
public record PlannedMeasure(
    String name, MeasureInfo.Kind kind, List<Integer> answers, int decimals) {}
