package io.discreet.engine.scan;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.ledger.Spend;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.policy.Budget;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.policy.CoverageReserve;
import io.discreet.engine.policy.CustomerId;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * A small shop with every column type, NULLs, extremes and customers of every standing.
 *
 * <p>Rows are maps from column to a label, a {@link LocalDate} or a {@link BigDecimal}; a missing
 * key is NULL.
 */
final class RandomShop {
  static final LocalDate AS_OF = LocalDate.of(2026, 3, 15);

  /** Few enough that rows are left out, and more than any customer has. */
  private static final int[] MAX_ROWS = {1, 3, 20, 1_000};

  static final List<String> KINDS = List.of("bread", "cake", "coffee", "tea");
  static final List<String> CITIES = List.of("Leeds", "York", "Hull");
  static final List<String> CHANNELS = List.of("web", "shop");

  /** One reads like the cell of missing values, in which it counts. */
  static final List<String> SUPPLIERS = List.of("mill", "dairy", "NULL", "other");

  static final List<String> BANDS = List.of("18-24", "25-34");

  final RandomGenerator random;
  Policy policy;
  final List<List<Map<String, Object>>> purchases = new ArrayList<>();
  final List<List<Map<String, Object>>> visits = new ArrayList<>();
  final List<Map<String, Object>> attributes = new ArrayList<>();
  final List<Pseudonym> pseudonyms = new ArrayList<>();
  final byte[] boundingKey = new byte[16];
  long[] remaining;

  private final boolean manyProducts;

  /** How many widths above the narrowest the columns are packed in. */
  final int widening;

  RandomShop(long seed) {
    widening = (int) (seed % 3);
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    random.nextBytes(boundingKey);
    manyProducts = random.nextInt(4) == 0;
    policy = policy();
    int customers = random.nextInt(8) == 0 ? random.nextInt(3) : 1 + random.nextInt(60);
    remaining = new long[customers];
    for (int i = 0; i < customers; i++) {
      purchases.add(rows());
      visits.add(visits());
      attributes.add(attributes());
      pseudonyms.add(new Pseudonym(random.nextLong(), random.nextLong()));
      remaining[i] =
          switch (random.nextInt(5)) {
            case 0 -> Standing.OUT;
            case 1 -> random.nextInt(2);
            case 2 -> random.nextLong(1L << 36);
            default -> Long.MAX_VALUE;
          };
    }
  }

  /** One of a few that customers share or, in some shops, of many that they hardly do. */
  private String product() {
    int product = random.nextInt(manyProducts ? 5_000 : 6);
    return product == 5 ? "other" : "p" + product;
  }

  private Policy policy() {
    Map<String, Column> own = new LinkedHashMap<>();
    own.put("day", new Column.Date("day"));
    own.put("category", new Column.Category("category", KINDS));
    own.put("product", new Column.Category("product", List.of()));
    own.put("supplier", new Column.Category("supplier", List.of()));
    own.put(
        "amount",
        new Column.Numeric(
            "amount", 2, new Bounds(-50_000, 50_000), Optional.of(new Bounds(0, 20_000))));
    own.put(
        "points",
        new Column.Numeric("points", 0, new Bounds(-3, 8), Optional.of(new Bounds(2, 9))));
    own.put(
        "extreme",
        new Column.Numeric(
            "extreme",
            0,
            new Bounds(-Bounds.MOST, Bounds.MOST),
            Optional.of(new Bounds(-Bounds.MOST, Bounds.MOST))));
    Map<String, Column> customer = new LinkedHashMap<>();
    customer.put("city", new Column.Category("city", CITIES));
    customer.put("age_band", new Column.Category("age_band", BANDS));
    customer.put("street", new Column.Category("street", List.of()));
    customer.put("score", new Column.Numeric("score", 1, new Bounds(0, 100), Optional.empty()));
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("customers", new Table("customers", true, OptionalInt.empty(), customer));
    tables.put(
        "purchases",
        new Table("purchases", false, OptionalInt.of(MAX_ROWS[random.nextInt(4)]), own));
    Map<String, Column> visited = new LinkedHashMap<>();
    visited.put("visited", new Column.Date("visited"));
    visited.put("channel", new Column.Category("channel", CHANNELS));
    visited.put(
        "minutes", new Column.Numeric("minutes", 1, new Bounds(-100, 4000), Optional.empty()));
    tables.put("visits", new Table("visits", false, OptionalInt.empty(), visited));
    boolean pure = random.nextInt(4) == 0;
    return new Policy(
        new CustomerId("email", CustomerId.Kind.EMAIL),
        ZoneOffset.UTC,
        new Budget(
            4, pure ? 0 : 1e-6, pure ? 0 : 1e-7, Budget.BudgetPeriod.MONTH, Budget.WhenSpent.DROP),
        Optional.of(Period.ofMonths(6)),
        Optional.empty(),
        Optional.empty(),
        Map.of("recommendations", new Purpose("recommendations", true)),
        Map.of(),
        Map.of(),
        tables);
  }

  private List<Map<String, Object>> rows() {
    int count =
        switch (random.nextInt(10)) {
          case 0 -> 0;
          case 1 -> 100 + random.nextInt(300);
          default -> 1 + random.nextInt(12);
        };
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      Map<String, Object> values = new HashMap<>();
      put(values, "day", AS_OF.minusDays(random.nextInt(300) - 20L));
      put(values, "category", random.nextInt(9) == 0 ? "other" : pick(KINDS));
      put(values, "product", product());
      put(values, "supplier", pick(SUPPLIERS));
      put(values, "amount", BigDecimal.valueOf(random.nextLong(-50_000, 50_001), 2));
      put(values, "points", BigDecimal.valueOf(random.nextLong(-3, 9)));
      long end = Bounds.MOST - random.nextInt(3);
      put(values, "extreme", BigDecimal.valueOf(random.nextBoolean() ? end : -end));
      rows.add(values);
    }
    return rows;
  }

  private List<Map<String, Object>> visits() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = random.nextInt(4) * random.nextInt(4); row > 0; row--) {
      Map<String, Object> values = new HashMap<>();
      put(values, "visited", AS_OF.minusDays(random.nextInt(300)));
      put(values, "channel", pick(CHANNELS));
      put(values, "minutes", BigDecimal.valueOf(random.nextLong(-100, 400), 1));
      rows.add(values);
    }
    return rows;
  }

  private Map<String, Object> attributes() {
    Map<String, Object> values = new HashMap<>();
    if (random.nextInt(6) > 0) {
      put(values, "city", random.nextInt(9) == 0 ? "other" : pick(CITIES));
      put(values, "age_band", pick(BANDS));
      put(values, "street", "street " + random.nextInt(7));
      put(values, "score", BigDecimal.valueOf(random.nextLong(0, 101), 1));
    }
    return values;
  }

  private void put(Map<String, Object> values, String column, Object value) {
    if (random.nextInt(7) > 0) {
      values.put(column, value);
    }
  }

  String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  int customers() {
    return purchases.size();
  }

  Standing standing() {
    return new Standing(
        7,
        Instant.EPOCH,
        Allowances.of(remaining),
        Spend.NONE,
        Collections.emptySortedMap(),
        1L << 40,
        1,
        1);
  }

  /**
   * @param ordinary what a query that leaves the reserve alone may charge each customer
   */
  Standing standing(long[] ordinary) {
    return new Standing(
        7,
        Instant.EPOCH,
        Allowances.of(remaining),
        Allowances.of(ordinary),
        Spend.NONE,
        Collections.emptySortedMap(),
        1L << 40,
        1,
        1);
  }

  /** The policy with 40 % of the budget kept for estimates of coverage. */
  Policy withReserve() {
    Budget budget = policy.budget();
    return with(
        new Budget(
            budget.epsilon(),
            budget.delta(),
            budget.selectionDelta(),
            budget.period(),
            budget.whenSpent(),
            budget.noise(),
            Optional.of(CoverageReserve.parse("40%"))),
        policy.tables());
  }

  /** The policy with so many rows of a customer that count in a segment. */
  Policy withMaxRows(int rows) {
    Map<String, Table> tables = new LinkedHashMap<>(policy.tables());
    tables.computeIfPresent(
        "purchases",
        (name, table) -> new Table(name, false, OptionalInt.of(rows), table.columns()));
    return with(policy.budget(), tables);
  }

  /** The policy with so many rows of a customer that count in a segment, and a range of amounts. */
  Policy withAmounts(int rows, Bounds range) {
    Map<String, Table> tables = new LinkedHashMap<>(policy.tables());
    tables.computeIfPresent(
        "purchases",
        (name, table) -> {
          Map<String, Column> columns = new LinkedHashMap<>(table.columns());
          columns.put(
              "amount", new Column.Numeric("amount", 2, range, Optional.of(new Bounds(0, 20_000))));
          return new Table(name, false, OptionalInt.of(rows), columns);
        });
    return with(policy.budget(), tables);
  }

  private Policy with(Budget budget, Map<String, Table> tables) {
    return new Policy(
        policy.customer(),
        policy.timeZone(),
        budget,
        policy.retention(),
        policy.capacity(),
        policy.ledgerUrl(),
        policy.purposes(),
        policy.analysts(),
        policy.plans(),
        tables);
  }

  Table declared(String table) {
    return Objects.requireNonNull(policy.tables().get(table));
  }

  MemoryTable table(String name) {
    return new MemoryTable(
        declared(name),
        IntStream.range(0, customers()).mapToObj(i -> rowsOf(name, i)).toList(),
        widening);
  }

  /** A customer's rows in a table. */
  List<Map<String, Object>> rowsOf(String table, int customer) {
    return switch (table) {
      case "purchases" -> purchases.get(customer);
      case "visits" -> visits.get(customer);
      case "customers" ->
          attributes.get(customer).isEmpty() ? noRows() : List.of(attributes.get(customer));
      default -> throw new AssertionError(table);
    };
  }

  private static List<Map<String, Object>> noRows() {
    return List.of();
  }

  Bounding bounding() {
    return Bounding.of(
        new Registry() {
          @Override
          public int size() {
            return pseudonyms.size();
          }

          @Override
          public int find(Pseudonym pseudonym) {
            return pseudonyms.indexOf(pseudonym);
          }

          @Override
          public Pseudonym pseudonym(int index) {
            return pseudonyms.get(index);
          }
        },
        () -> SipHash24.of(boundingKey));
  }

  /** The same shop as if customer i had never bought anything nor told anything. */
  void removeRowsOf(int customer) {
    purchases.set(customer, List.of());
    visits.set(customer, List.of());
    attributes.set(customer, Map.of());
  }
}
