package io.discreet.engine.noise;

import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.Ranking;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.ranking.ReleasedOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first k of each segment's noisy rows, largest first. Sees noisy values alone.
 *
 * <p>What comes first does so partly for its noise, so that an interval of one value would hold the
 * true one too seldom. Those here hold all values that compete in a segment at once.
 */
final class RankedRows {
  private final LatticeNoise noise;
  private final int k;

  RankedRows(QueryPlan plan, Ranking ranking) {
    noise = plan.answers().get(plan.measures().get(0).answers().get(0)).noise();
    k = ranking.k();
  }

  List<Row> of(List<Row> rows) {
    Map<List<String>, List<Row>> segments = new LinkedHashMap<>();
    for (Row row : rows) {
      int ranked = row.segment().size() - 1;
      if (Ranking.competes(row.segment().get(ranked))) {
        segments
            .computeIfAbsent(row.segment().subList(0, ranked), segment -> new ArrayList<>())
            .add(row);
      }
    }
    List<Row> first = new ArrayList<>();
    for (List<Row> competing : segments.values()) {
      long[] values =
          competing.stream().mapToLong(row -> (long) row.estimates().get(0).value()).toArray();
      double each = Ranking.confidence(Estimator.CONFIDENCE, values.length);
      long halfWidth = noise.halfWidth(each);
      for (int position : ReleasedOrder.top(values, Math.min(k, values.length))) {
        first.add(widened(competing.get(position), halfWidth));
      }
    }
    return first;
  }

  private static Row widened(Row row, long halfWidth) {
    Estimate one = row.estimates().get(0);
    Estimate wide =
        new Estimate(
            one.value(), one.standardError(), one.value() - halfWidth, one.value() + halfWidth);
    return new Row(row.segment(), List.of(wide));
  }
}
