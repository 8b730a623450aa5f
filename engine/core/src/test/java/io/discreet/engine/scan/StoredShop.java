package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.policy.Table;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.ranges.RangeRunner;
import io.discreet.engine.ranges.RangedScan;
import io.discreet.engine.vault.ColumnMemory;
import io.discreet.engine.vault.StagedRows;
import io.discreet.engine.vault.Vault;
import io.discreet.engine.vault.VaultFiles;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A random shop whose rows are in a vault, and which therefore any runner can scan. Those of every
 * second seed lie in parts.
 */
public final class StoredShop {
  private static final String SHOP_ID = "shop-of-a-test";

  private final long seed;
  private final Path folder;
  private final RandomShop shop;
  private final RandomQueries queries;
  private int generation = 1;

  /**
   * @param folder exists and is empty
   */
  public StoredShop(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
    this.shop = new RandomShop(seed);
    this.queries = new RandomQueries(shop);
    Policy parsed = PolicyFile.parse(policyText(), "discreet.yaml");
    assertThat(parsed.budget()).isEqualTo(shop.policy.budget());
    assertThat(parsed.tables()).hasSameSizeAs(shop.policy.tables());
    parsed
        .tables()
        .forEach(
            (name, table) -> assertThat(table.columns()).isEqualTo(shop.declared(name).columns()));
    try (WriterLock lock = WriterLock.acquire(folder);
        VaultWriter writer = VaultWriter.begin(lock, SHOP_ID, shop.policy, 0)) {
      if (seed % 2 == 1) {
        writer.inParts(1 + (int) (seed % 7));
      }
      shop.policy.tables().values().forEach(table -> stage(table, writer.stage(table.name())));
      writer.write(shop.customers(), RandomShop.AS_OF);
      writer.publish();
    }
  }

  /** Takes the rows of every second customer out of the vault, as forgetting does. */
  public void leaveOutHalf() {
    try (WriterLock lock = WriterLock.acquire(folder);
        VaultWriter writer = VaultWriter.begin(lock, SHOP_ID, shop.policy, generation)) {
      for (int customer = 0; customer < shop.customers(); customer += 2) {
        shop.removeRowsOf(customer);
        writer.leaveOut(customer);
      }
      writer.writeWithoutExpiry(shop.customers());
      writer.publish();
      generation = writer.generation();
      VaultFiles.deleteBefore(folder, generation);
    }
  }

  private String policyText() {
    return """
        customer: { column: email, kind: email }
        time-zone: Z
        budget: { epsilon: 4, %s period: month, when-spent: drop }
        retention: 6 months
        purposes:
          recommendations: { consent: required }
        tables:
          customers:
            one-row-per-customer: true
            columns:
              city: { type: category, values: [Leeds, York, Hull] }
              age_band: { type: category, values: [18-24, 25-34] }
              street: { type: category }
              score: { type: decimal, scale: 1, range: [0, 10] }
          purchases:
            max-rows: %d
            columns:
              day: { type: date }
              category: { type: category, values: [bread, cake, coffee, tea] }
              product: { type: category }
              supplier: { type: category }
              amount: { type: decimal, scale: 2, range: [-500, 500], clamp: [0, 200] }
              points: { type: integer, range: [-3, 8], clamp: [2, 9] }
              extreme:
                type: integer
                range: [-2147483647, 2147483647]
                clamp: [-2147483647, 2147483647]
          visits:
            columns:
              visited: { type: date }
              channel: { type: category, values: [web, shop] }
              minutes: { type: decimal, scale: 1, range: [-10, 400] }
        """
        .formatted(
            shop.policy.budget().pure() ? "delta: 0," : "delta: 1e-6, selection-delta: 1e-7,",
            shop.declared("purchases").maxRows().orElseThrow());
  }

  private void stage(Table table, StagedRows staged) {
    List<Column> columns = List.copyOf(table.columns().values());
    List<List<String>> dictionaries = new ArrayList<>();
    columns.forEach(column -> dictionaries.add(new ArrayList<>()));
    long[] values = new long[columns.size()];
    for (int customer = 0; customer < shop.customers(); customer++) {
      long position = 0; // in place of a hash: keeps the rows in the order that they are in
      for (Map<String, Object> row : shop.rowsOf(table.name(), customer)) {
        for (int i = 0; i < values.length; i++) {
          Column column = columns.get(i);
          values[i] = stored(column, row.get(column.name()), dictionaries.get(i));
        }
        staged.add(customer, position++, values);
      }
    }
    for (int i = 0; i < values.length; i++) {
      if (columns.get(i) instanceof Column.Category) {
        staged.dictionary(i, dictionaries.get(i));
      }
    }
  }

  private static long stored(Column column, @Nullable Object value, List<String> dictionary) {
    if (value == null) {
      return StagedRows.NULL;
    } else if (value instanceof LocalDate day) {
      return day.toEpochDay();
    } else if (column instanceof Column.Numeric numeric) {
      return ((BigDecimal) value).movePointRight(numeric.scale()).longValueExact();
    }
    if (!dictionary.contains(value)) {
      dictionary.add((String) value);
    }
    return dictionary.indexOf(value);
  }

  /**
   * Asks random questions: a runner gives the integers and the payers that the scan of the same
   * rows in memory gives.
   *
   * @return how many customers paid
   */
  public long assertSameOn(RangeRunner runner, int questions) {
    return assertSameOn(runner, Stream.generate(queries::plan).limit(questions));
  }

  /** The same of one question. */
  public long assertSameOn(RangeRunner runner, String question) {
    return assertSameOn(
        runner,
        Stream.of(
            new QueryPlanner(shop.policy)
                .plan(
                    SegmentQuery.parse(question, "recommendations"),
                    new Share(BigDecimal.ONE),
                    RandomShop.AS_OF)));
  }

  private long assertSameOn(RangeRunner runner, Stream<QueryPlan> plans) {
    RangedScan ranged = new RangedScan(runner, folder, policyText(), shop.boundingKey);
    try (Vault vault = Vault.open(folder, SHOP_ID, generation, shop.policy)) {
      return plans.mapToLong(plan -> assertSame(ranged, vault, plan)).sum();
    }
  }

  /**
   * Asks random questions of the vault, several at once, whose columns share one memory: a scan of
   * the same rows in memory gives the same integers and payers.
   *
   * @return how many customers paid
   */
  public long assertSameWithin(ColumnMemory memory, int questions) {
    List<QueryPlan> plans = Stream.generate(queries::plan).limit(questions).toList();
    Standing standing = shop.standing();
    Bounding bounding = shop.bounding();
    try (Vault vault = Vault.open(folder, SHOP_ID, generation, shop.policy, memory)) {
      List<Tally> there =
          plans.parallelStream()
              .map(
                  plan ->
                      vault.holding(
                          plan.columns().byTable(),
                          plan.columns().coded(),
                          tables -> Scan.tally(plan, tables, standing, bounding, 2)))
              .toList();
      long paid = 0;
      for (int question = 0; question < questions; question++) {
        Tally here = ScanDuelTest.tally(shop, plans.get(question), 1);
        ScanDuelTest.assertEqual(here, there.get(question), plans.get(question), seed);
        paid += payers(here);
      }
      return paid;
    }
  }

  private long assertSame(RangedScan ranged, Vault vault, QueryPlan plan) {
    Tally here = ScanDuelTest.tally(shop, plan, 1);
    Tally there = ranged.tally(plan, vault, shop.standing(), shop.bounding());
    ScanDuelTest.assertEqual(here, there, plan, seed);
    return payers(here);
  }

  /**
   * The same of estimates of coverage.
   *
   * @return how many customers paid
   */
  public long assertLeftOutSameOn(RangeRunner runner, int questions) {
    String text = policyText().replace("period: month", "coverage-reserve: 40%, period: month");
    RangedScan ranged = new RangedScan(runner, folder, text, shop.boundingKey);
    long paid = 0;
    try (Vault vault = Vault.open(folder, SHOP_ID, generation, shop.policy)) {
      for (int question = 0; question < questions; question++) {
        QueryPlan plan = queries.leftOutPlan();
        Standing standing = shop.standing(LeftOutScanTest.ordinary(shop, plan));
        Tally here = Scan.tally(plan, shop::table, standing, shop.bounding(), 1);
        Tally there = ranged.tally(plan, vault, standing, shop.bounding());
        ScanDuelTest.assertEqual(here, there, plan, seed);
        paid += payers(here);
      }
    }
    return paid;
  }

  private static long payers(Tally tally) {
    return tally.payers().count();
  }
}
