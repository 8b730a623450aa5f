package io.discreet.engine.plan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The public order of segments by their labels: axis by axis, declared cells as they are declared,
 * discovered ones by their text. It depends on nothing that rows could have moved.
 */
public final class SegmentOrder implements Comparator<List<String>> {

  private final List<Map<String, Integer>> places;

  public SegmentOrder(List<PlannedAxis> axes) {
    places = axes.stream().map(SegmentOrder::places).toList();
  }

  private static Map<String, Integer> places(PlannedAxis axis) {
    Map<String, Integer> places = new HashMap<>();
    for (String cell : axis.cells()) {
      places.put(cell, places.size());
    }
    return places;
  }

  @Override
  public int compare(List<String> one, List<String> other) {
    int order = 0;
    for (int axis = 0; axis < places.size() && order == 0; axis++) {
      int here = places.get(axis).getOrDefault(one.get(axis), 0);
      int there = places.get(axis).getOrDefault(other.get(axis), 0);
      order =
          here == there ? one.get(axis).compareTo(other.get(axis)) : Integer.compare(here, there);
    }
    return order;
  }
}
