package io.discreet.benchmarks.personalize;

import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The counts that recommendations are made of, by item and by item within each set of axes, and the
 * policy of a shop that spends its whole budget on them.
 *
 * <p>Each axis of a query doubles what it may spend: the finest segments have the smallest counts.
 *
 * @param axes of the segments
 * @param l0 the most segments that a customer counts in
 */
record CountsToAsk(List<String> axes, int l0) {
  private static final String PURPOSE = "recommendations";

  /** All sets of axes, the empty one first. */
  List<List<String>> subsets() {
    List<List<String>> subsets = new ArrayList<>(List.of(List.of()));
    for (String axis : axes) {
      for (List<String> subset : List.copyOf(subsets)) {
        List<String> larger = new ArrayList<>(subset);
        larger.add(axis);
        subsets.add(larger);
      }
    }
    return subsets;
  }

  SegmentQuery query(List<String> subset) {
    List<String> by = new ArrayList<>(subset);
    by.add("item");
    String list = String.join(", ", by);
    return SegmentQuery.parse(
            "SELECT " + list + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + list,
            PURPOSE)
        .withL0(l0);
  }

  /** Of the budget, what the query of a set of axes may spend. */
  Share share(List<String> subset) {
    int parts = subsets().stream().mapToInt(one -> 1 << one.size()).sum();
    return Share.percent(Math.floor(10_000.0 * (1 << subset.size()) / parts) / 100);
  }

  /** The policy: axes and items of the history are public, the budget is for a month. */
  String policy(PurchaseHistory history, double epsilon) {
    StringBuilder declared = new StringBuilder();
    for (String axis : axes) {
      declared.append(
          "      %s: { type: category, values: [%s] }%n"
              .formatted(axis, quoted(history.values(axis))));
    }
    return """
    customer: { column: id, kind: text }
    time-zone: UTC
    budget: { epsilon: %s, delta: 1e-6, period: month, when-spent: drop }
    purposes:
      %s: { consent: not-required }
    tables:
      customers:
        one-row-per-customer: true
        columns:
    %s
      purchases:
        max-rows: 100
        columns:
          item: { type: category, values: [%s] }
    """
        .formatted(epsilon, PURPOSE, declared, quoted(history.items()));
  }

  private static String quoted(Collection<String> values) {
    return values.stream()
        .map(value -> "'" + value.replace("'", "''") + "'")
        .collect(Collectors.joining(", "));
  }
}
