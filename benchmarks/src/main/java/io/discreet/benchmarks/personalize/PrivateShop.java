package io.discreet.benchmarks.personalize;

import io.discreet.benchmarks.personalize.PurchaseHistory.Columns;
import io.discreet.benchmarks.personalize.PurchaseHistory.Purchase;
import io.discreet.engine.Discreet;
import io.discreet.engine.InsecureClock;
import io.discreet.engine.Operator;
import io.discreet.engine.RunOptions;
import io.discreet.engine.RunOptions.JointSlot;
import io.discreet.engine.RunOptions.NightSlot;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.plan.PricedQuery;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real shop that holds the training days: each month of its clock it spends the whole budget on
 * the counts that recommendations are made of.
 */
final class PrivateShop {
  private static final char[] PASSPHRASE = "an evaluation has no secrets".toCharArray();

  private final Path folder;
  private final Columns columns;
  private final CountsToAsk counts;
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
    this.counts = new CountsToAsk(columns.axes(), l0);
    this.first = history.newestDay().plusDays(1);
    Path files = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-files"));
    Path policy = Files.writeString(files.resolve("policy.yaml"), counts.policy(history, epsilon));
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
      for (List<String> axes : counts.subsets()) {
        NightSlot slot = new NightSlot("evaluation", day, name(axes));
        releases.add(
            shop.run(counts.query(axes), counts.share(axes), RunOptions.nightly(day, slot)));
      }
    }
    return ItemLists.from(releases, length);
  }

  /** The same from releases of one draw. */
  ItemLists jointLists(int month, int length) {
    LocalDate day = first.plusMonths(month);
    List<PricedQuery> queries =
        counts.subsets().stream()
            .map(axes -> new PricedQuery(counts.query(axes), counts.share(axes)))
            .toList();
    JointSlot slot =
        new JointSlot("evaluation", day, counts.subsets().stream().map(PrivateShop::name).toList());
    try (Discreet shop = InsecureClock.open(folder, clock(day))) {
      return ItemLists.from(shop.runJointly(queries, day, slot), length);
    }
  }

  private static String name(List<String> axes) {
    return String.join("-", axes) + "-item";
  }

  private static Clock clock(LocalDate day) {
    return Clock.fixed(day.atTime(3, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
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
