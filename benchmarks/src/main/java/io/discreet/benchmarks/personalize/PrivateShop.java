package io.discreet.benchmarks.personalize;

import io.discreet.benchmarks.personalize.PurchaseHistory.Columns;
import io.discreet.benchmarks.personalize.PurchaseHistory.Purchase;
import io.discreet.engine.Discreet;
import io.discreet.engine.InsecureClock;
import io.discreet.engine.Operator;
import io.discreet.engine.RunOptions;
import io.discreet.engine.RunOptions.NightSlot;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.personalize.Affinity;
import io.discreet.engine.personalize.Personalizer;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real shop that holds the training days: each month of its clock it spends the whole budget on
 * the counts that recommendations are made of.
 *
 * <p>Each axis of a query doubles what it may spend: the finest segments have the smallest counts.
 */
final class PrivateShop {
  private static final char[] PASSPHRASE = "an evaluation has no secrets".toCharArray();
  private static final String PURPOSE = "recommendations";

  private final Path folder;
  private final Columns columns;
  private final int l0;
  private final LocalDate first;

  /**
   * Makes the shop and takes the history in.
   *
   * @param folder must not exist
   * @param epsilon of a month
   * @param l0 the most segments that a customer counts in
   */
  PrivateShop(Path folder, PurchaseHistory history, Columns columns, double epsilon, int l0)
      throws IOException {
    this.folder = folder;
    this.columns = columns;
    this.l0 = l0;
    this.first = history.newestDay().plusDays(1);
    Path files = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-files"));
    Path policy = Files.writeString(files.resolve("policy.yaml"), policy(history, epsilon));
    Clock clock = clock(first);
    InsecureClock.init(folder, policy, PASSPHRASE, clock);
    try (Operator operator = InsecureClock.operate(folder, PASSPHRASE, clock)) {
      operator.intake("customers", List.of(customers(files, history)), IntakeOptions.DEFAULT);
      operator.intake("purchases", List.of(purchases(files, history)), IntakeOptions.DEFAULT);
    }
  }

  /** Lists from the releases of one month, whose noise no other month shares. */
  ItemLists lists(int month, int length) {
    LocalDate day = first.plusMonths(month);
    List<Release> releases = new ArrayList<>();
    try (Discreet shop = InsecureClock.open(folder, clock(day))) {
      int parts = subsets().stream().mapToInt(axes -> 1 << axes.size()).sum();
      for (List<String> axes : subsets()) {
        Share share = Share.percent(Math.floor(10_000.0 * (1 << axes.size()) / parts) / 100);
        NightSlot slot = new NightSlot("evaluation", day, String.join("-", axes) + "-item");
        releases.add(shop.run(query(axes), share, RunOptions.nightly(day, slot)));
      }
    }
    Personalizer personalizer = Personalizer.from(releases);
    return segment ->
        personalizer.rank(segment, "item", length).stream().map(Affinity::item).toList();
  }

  private SegmentQuery query(List<String> axes) {
    List<String> by = new ArrayList<>(axes);
    by.add("item");
    String list = String.join(", ", by);
    return SegmentQuery.parse(
            "SELECT " + list + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + list,
            PURPOSE)
        .withL0(l0);
  }

  private List<List<String>> subsets() {
    List<List<String>> subsets = new ArrayList<>(List.of(List.of()));
    for (String axis : columns.axes()) {
      for (List<String> subset : List.copyOf(subsets)) {
        List<String> larger = new ArrayList<>(subset);
        larger.add(axis);
        subsets.add(larger);
      }
    }
    return subsets;
  }

  private static Clock clock(LocalDate day) {
    return Clock.fixed(day.atTime(3, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
  }

  private String policy(PurchaseHistory history, double epsilon) {
    StringBuilder axes = new StringBuilder();
    for (String axis : columns.axes()) {
      axes.append(
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
        .formatted(epsilon, PURPOSE, axes, quoted(history.items()));
  }

  private static String quoted(Collection<String> values) {
    return values.stream()
        .map(value -> "'" + value.replace("'", "''") + "'")
        .collect(Collectors.joining(", "));
  }

  private Path customers(Path files, PurchaseHistory history) throws IOException {
    Path file = files.resolve("customers.csv");
    try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(file))) {
      csv.println("id," + String.join(",", columns.axes()));
      for (Map.Entry<String, Map<String, String>> one : history.segments().entrySet()) {
        List<String> line = new ArrayList<>(List.of(csvField(one.getKey())));
        columns.axes().forEach(axis -> line.add(csvField(one.getValue().getOrDefault(axis, ""))));
        csv.println(String.join(",", line));
      }
    }
    return file;
  }

  private static Path purchases(Path files, PurchaseHistory history) throws IOException {
    Path file = files.resolve("purchases.csv");
    try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(file))) {
      csv.println("id,item");
      for (Purchase one : history.purchases()) {
        csv.println(csvField(one.customer()) + "," + csvField(one.item()));
      }
    }
    return file;
  }

  private static String csvField(String value) {
    return '"' + value.replace("\"", "\"\"") + '"';
  }
}
