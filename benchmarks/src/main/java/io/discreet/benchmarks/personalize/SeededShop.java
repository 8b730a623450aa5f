package io.discreet.benchmarks.personalize;

import io.discreet.benchmarks.personalize.PurchaseHistory.Purchase;
import io.discreet.benchmarks.seeded.SeededScan;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.release.Release;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What {@link PrivateShop} does, in memory and from a seed: the same policy, queries and shares,
 * the engine's plan, scan and noise. So that figures can be made again; it protects nobody.
 */
public final class SeededShop {
  private static final long ORDER_SEED = 11;

  private final List<QueryPlan> plans;
  private final Map<String, TableData> tables;

  /**
   * Holds the history.
   *
   * @param axes of the segments
   * @param epsilon of a month
   * @param l0 the most segments that a customer counts in
   */
  public SeededShop(PurchaseHistory history, List<String> axes, double epsilon, int l0) {
    CountsToAsk counts = new CountsToAsk(axes, l0);
    QueryPlanner planner =
        new QueryPlanner(PolicyFile.parse(counts.policy(history, epsilon), "a seeded shop"));
    Map<String, List<String>> items = new TreeMap<>();
    history.segments().keySet().forEach(customer -> items.put(customer, new ArrayList<>()));
    for (Purchase one : history.purchases()) {
      items.computeIfAbsent(one.customer(), key -> new ArrayList<>()).add(one.item());
    }
    tables =
        Map.of(
            "customers", customers(history, axes, items), "purchases", purchases(history, items));
    plans =
        counts.subsets().stream()
            .map(
                subset -> planner.plan(counts.query(subset), counts.share(subset), LocalDate.EPOCH))
            .toList();
  }

  /** Lists from a month's releases, in a shop whose keys and noise are the seed's. */
  public ItemLists lists(long seed, int length) {
    SplittableRandom seeds = new SplittableRandom(seed);
    long hashSeed = seeds.nextLong();
    List<Release> releases =
        plans.stream()
            .map(plan -> new SeededScan(plan, tables::get, hashSeed).release(seeds.nextLong()))
            .toList();
    return ItemLists.from(releases, length);
  }

  private static TableData customers(
      PurchaseHistory history, List<String> axes, Map<String, List<String>> items) {
    int[] offsets = new int[items.size() + 1];
    List<Map<String, String>> rows = new ArrayList<>();
    int customer = 0;
    for (String id : items.keySet()) {
      Map<String, String> segment = history.segments().get(id);
      if (segment != null) {
        rows.add(segment);
      }
      offsets[++customer] = rows.size();
    }
    Map<String, ColumnData> columns = new HashMap<>();
    for (String axis : axes) {
      List<String> values = List.copyOf(history.values(axis));
      columns.put(
          axis, codes(values, rows.stream().map(row -> row.getOrDefault(axis, "")).toList()));
    }
    return new Table(offsets, columns);
  }

  private static TableData purchases(PurchaseHistory history, Map<String, List<String>> items) {
    int[] offsets = new int[items.size() + 1];
    List<String> rows = new ArrayList<>();
    Random order = new Random(ORDER_SEED);
    int customer = 0;
    for (List<String> one : items.values()) {
      List<String> shuffled = new ArrayList<>(one);
      Collections.shuffle(shuffled, order); // as by the hash of a vault, of which the first count
      rows.addAll(shuffled);
      offsets[++customer] = rows.size();
    }
    return new Table(offsets, Map.of("item", codes(List.copyOf(history.items()), rows)));
  }

  private static ColumnData codes(List<String> dictionary, List<String> values) {
    int[] codes =
        values.stream()
            .mapToInt(
                value -> {
                  int code = Collections.binarySearch(dictionary, value);
                  return code < 0 ? Packed.NULL : code;
                })
            .toArray();
    return new ColumnData.Codes(new Packed.Ints(codes), dictionary);
  }

  private record Table(int[] offsets, Map<String, ColumnData> columns) implements TableData {
    @Override
    public ColumnData column(String name) {
      ColumnData column = columns.get(name);
      if (column == null) {
        throw new IllegalArgumentException("no column " + name);
      }
      return column;
    }
  }
}
