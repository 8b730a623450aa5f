package io.discreet.engine.noise;

import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.Ranking;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Place;
import io.discreet.engine.release.Release.Row;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.ranking.PossiblePlaces;
import io.discreet.mechanisms.ranking.ReleasedOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first k of each segment's noisy rows, largest first, and how sure their order is. Sees noisy
 * values alone.
 *
 * <p>What comes first does so partly for its noise, so that an interval of one value would hold the
 * true one too seldom. Those here hold all values that compete in a segment at once; so do places.
 */
final class RankedRows {

  /**
   * How far noise reaches where so many values compete.
   *
   * @param ofOne half of each value's interval
   * @param ofPairs how far two values can be apart whose order is open
   */
  private record Reach(long ofOne, long ofPairs) {}

  private final LatticeNoise noise;
  private final int k;
  private final Map<Integer, Reach> reaches = new HashMap<>();

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
      rank(competing, first);
    }
    return first;
  }

  private void rank(List<Row> competing, List<Row> first) {
    long[] values =
        competing.stream().mapToLong(row -> (long) row.estimates().get(0).value()).toArray();
    Reach reach = reaches.computeIfAbsent(values.length, this::reach);
    int[] order = ReleasedOrder.top(values, values.length);
    PossiblePlaces places =
        new PossiblePlaces(Arrays.stream(order).mapToLong(i -> values[i]).toArray(), reach.ofPairs);
    for (int index = 0; index < Math.min(k, order.length); index++) {
      Place place = new Place(index + 1, places.best(index), places.worst(index));
      first.add(ranked(competing.get(order[index]), reach.ofOne, place));
    }
  }

  private Reach reach(int competing) {
    return new Reach(
        noise.halfWidth(Ranking.confidence(Estimator.CONFIDENCE, competing)),
        PossiblePlaces.reach(noise, competing, Estimator.CONFIDENCE));
  }

  private static Row ranked(Row row, long halfWidth, Place place) {
    Estimate one = row.estimates().get(0);
    Estimate wide =
        new Estimate(
            one.value(), one.standardError(), one.value() - halfWidth, one.value() + halfWidth);
    return new Row(row.segment(), List.of(wide), Optional.of(place));
  }
}
