package io.discreet.benchmarks.personalize;

import io.discreet.benchmarks.personalize.PurchaseHistory.Purchase;
import io.discreet.engine.personalize.Affinity;
import io.discreet.engine.personalize.Personalizer;
import io.discreet.engine.release.Release;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What to show to a segment, best first. */
@FunctionalInterface
public interface ItemLists {

  List<String> of(Map<String, String> segment);

  /** Everybody sees what the personalizer ranks first for their segment. */
  static ItemLists from(List<Release> releases, int length) {
    Personalizer personalizer = Personalizer.from(releases);
    return segment ->
        personalizer.rank(segment, "item", length).stream().map(Affinity::item).toList();
  }

  /** Everybody sees what most customers bought. */
  static ItemLists popularity(PurchaseHistory history, int length) {
    List<String> all = new ExactCounts(history).best(Map.of(), length);
    return segment -> all;
  }

  /** Everybody sees what most customers of exactly their segment bought: no privacy at all. */
  static ItemLists exactSegments(PurchaseHistory history, int length) {
    ExactCounts counts = new ExactCounts(history);
    return segment -> counts.best(segment, length);
  }

  /**
   * Numbers of customers by segment and item; among equals the more popular item, then the name.
   */
  final class ExactCounts {
    private final Map<Map<String, String>, Map<String, Integer>> customers = new HashMap<>();

    ExactCounts(PurchaseHistory history) {
      Set<List<String>> seen = new HashSet<>();
      for (Purchase one : history.purchases()) {
        if (seen.add(List.of(one.customer(), one.item()))) {
          add(Map.of(), one.item());
          Map<String, String> segment = history.segmentOf(one.customer());
          if (!segment.isEmpty()) {
            add(segment, one.item());
          }
        }
      }
    }

    private void add(Map<String, String> segment, String item) {
      customers.computeIfAbsent(segment, key -> new HashMap<>()).merge(item, 1, Integer::sum);
    }

    List<String> best(Map<String, String> segment, int length) {
      Map<String, Integer> all = customers.getOrDefault(Map.of(), Map.of());
      Map<String, Integer> here = customers.getOrDefault(segment, Map.of());
      return all.keySet().stream()
          .sorted(
              Comparator.comparingInt((String item) -> -here.getOrDefault(item, 0))
                  .thenComparingInt(item -> -all.getOrDefault(item, 0))
                  .thenComparing(item -> item))
          .limit(length)
          .toList();
    }
  }
}
