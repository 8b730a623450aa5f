package io.discreet.engine.personalize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small truth: 3 cities × 3 age bands × 8 items. Everywhere an item's share is its popularity,
 * except that people of 35-44 in Leeds take twice as much tea as others, and half as much bread;
 * and that York takes 1.6 times as much cake, at every age.
 */
final class Bakery {

  static final List<String> ITEMS =
      List.of("bread", "roll", "pastry", "cake", "pie", "sandwich", "coffee", "tea");

  private static final Map<String, Integer> POPULARITY =
      Map.of(
          "bread",
          240,
          "roll",
          160,
          "pastry",
          120,
          "cake",
          100,
          "pie",
          60,
          "sandwich",
          90,
          "coffee",
          140,
          "tea",
          90);

  private Bakery() {}

  static Map<String, List<String>> axes() {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    axes.put("city", List.of("Leeds", "York", "Hull"));
    axes.put("age", List.of("18-34", "35-44", "45+"));
    axes.put("category", ITEMS);
    return axes;
  }

  static TrueCounts counts() {
    return new TrueCounts(axes(), Bakery::truth);
  }

  /** The same popularity in every segment. */
  static TrueCounts withoutDifferences() {
    return new TrueCounts(axes(), cell -> POPULARITY.getOrDefault(cell.get("category"), 0));
  }

  private static double truth(Map<String, String> cell) {
    String item = cell.get("category");
    double count = POPULARITY.getOrDefault(item, 0);
    if ("Leeds".equals(cell.get("city")) && "35-44".equals(cell.get("age"))) {
      count *= "tea".equals(item) ? 2 : "bread".equals(item) ? 0.5 : 1;
    }
    if ("York".equals(cell.get("city")) && "cake".equals(item)) {
      count *= 1.6;
    }
    return Math.rint(count);
  }
}
