package io.discreet.benchmarks.personalize;

import io.discreet.benchmarks.personalize.PurchaseHistory.Purchase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well lists foretell what customers bought next, averaged over those who bought anything.
 *
 * @param hitRate the part of customers who bought an item of their list
 * @param ndcg normalised discounted cumulative gain with binary relevance (Järvelin and Kekäläinen
 *     2002)
 * @param customers how many were counted
 */
public record Scores(double hitRate, double ndcg, int customers) {

  public static Scores of(ItemLists lists, PurchaseHistory next, int length) {
    Map<String, Set<String>> bought = new HashMap<>();
    for (Purchase one : next.purchases()) {
      bought.computeIfAbsent(one.customer(), key -> new HashSet<>()).add(one.item());
    }
    Map<Map<String, String>, List<String>> known = new HashMap<>();
    double hits = 0;
    double gain = 0;
    for (Map.Entry<String, Set<String>> one : bought.entrySet()) {
      List<String> list = known.computeIfAbsent(next.segmentOf(one.getKey()), lists::of);
      hits += list.stream().limit(length).anyMatch(one.getValue()::contains) ? 1 : 0;
      gain += ndcg(list, one.getValue(), length);
    }
    return new Scores(hits / bought.size(), gain / bought.size(), bought.size());
  }

  private static double ndcg(List<String> list, Set<String> relevant, int length) {
    double gain = 0;
    double best = 0;
    for (int place = 0; place < length; place++) {
      double discounted = Math.log(2) / Math.log(place + 2);
      best += place < relevant.size() ? discounted : 0;
      gain += place < list.size() && relevant.contains(list.get(place)) ? discounted : 0;
    }
    return gain / best;
  }
}
