package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.Aggregate;
import io.discreet.engine.query.Calculation;
import io.discreet.engine.query.CalendarUnit;
import io.discreet.engine.query.Dimension;
import io.discreet.engine.query.Literal;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.Predicate;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.query.SegmentQuery.Totals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** Random valid questions to a {@link RandomShop}. */
final class RandomQueries {
  private static final List<String> NUMBERS = List.of("amount", "points", "extreme");

  private static final Measure WIDE = Measure.min("extreme");

  /** Columns whose values are found, one of them of customers. */
  private static final List<Dimension> FOUND =
      List.of(
          new Dimension.ByCategory("product"),
          new Dimension.ByCategory("supplier"),
          new Dimension.ByCategory("street"));

  private final RandomShop shop;
  private final RandomGenerator random;

  RandomQueries(RandomShop shop) {
    this.shop = shop;
    this.random = shop.random;
  }

  SegmentQuery query() {
    List<Measure> measures = measures();
    // The tree of the widest column has 65,536 leaves in each segment.
    boolean wide = measures.stream().anyMatch(measure -> measure.unweighted().equals(WIDE));
    List<Dimension> axes = dimensions().stream().limit(wide ? 1 : 4).toList();
    Totals totals = axes.isEmpty() ? Totals.NONE : totals();
    if (discovers(axes) && random.nextInt(8) > 0) {
      // Found segments have neither, so that most questions about them would be refused.
      totals = Totals.NONE;
      measures.removeIf(measure -> isQuantile(measure.unweighted()));
      if (measures.isEmpty()) {
        measures.add(Measure.customers());
      }
    }
    Dimension ranked = new Dimension.ByCategory(shop.pick(List.of("category", "product")));
    if (random.nextInt(8) == 0 && axes.size() < 3 && !axes.contains(ranked)) {
      measures = List.of(new Measure.TopK(ranked, 1 + random.nextInt(3)));
      totals = Totals.NONE;
    }
    if (totals == Totals.POOLED) {
      measures.add(Measure.quantileOfCustomers(Measure.Figure.SEGMENTS, Optional.empty(), 0.9));
    }
    return new SegmentQuery(
        "purchases",
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(predicate(3)),
        axes,
        measures,
        "recommendations",
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(4)),
        totals);
  }

  private static boolean discovers(List<Dimension> axes) {
    return axes.stream().anyMatch(FOUND::contains);
  }

  private static boolean isQuantile(Measure measure) {
    return measure instanceof Measure.Quantile || measure instanceof Measure.CustomerQuantile;
  }

  /**
   * A plan of a random query; what leaves a date no period, costs too little, or groups by values
   * that there is no δ for, or asks of found segments what they cannot have, is drawn again.
   */
  QueryPlan plan() {
    QueryPlanner planner = new QueryPlanner(shop.policy);
    while (true) {
      try {
        return planner.plan(query(), share(), RandomShop.AS_OF);
      } catch (InputException e) {
        assertThat(e.getMessage())
            .containsAnyOf(
                "covers 0 ",
                "so small that noise",
                "group by fewer columns",
                "cannot total over ",
                "cannot ask QUANTILE of segments by ",
                shop.policy.budget().pure() ? " values are not public" : "so small that noise");
      }
    }
  }

  /** A plan that counts who is left out of a random query, under {@link RandomShop#withReserve}. */
  QueryPlan leftOutPlan() {
    QueryPlanner planner = new QueryPlanner(shop.withReserve());
    while (true) {
      SegmentQuery query = query();
      if (query.top().isPresent() || discovers(query.segmentBy())) {
        continue; // refused
      }
      BigDecimal ofQuestion = BigDecimal.valueOf(1 + random.nextInt(60), 2);
      Share ofEstimate = new Share(BigDecimal.valueOf(1 + random.nextInt(40), 2));
      try {
        return planner.plan(query.leftOut(ofQuestion), ofEstimate, RandomShop.AS_OF);
      } catch (InputException e) {
        assertThat(e.getMessage())
            .containsAnyOf("covers 0 ", "so small that noise", "group by fewer columns");
      }
    }
  }

  Share share() {
    return new Share(BigDecimal.valueOf(1 + random.nextInt(100), 2));
  }

  private Totals totals() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> Totals.ROLLUP;
      case 2 -> Totals.POOLED;
      default -> Totals.NONE;
    };
  }

  private List<Dimension> dimensions() {
    List<Dimension> all =
        new ArrayList<>(
            List.of(
                new Dimension.ByCategory("city"),
                new Dimension.ByCategory("age_band"),
                new Dimension.ByCategory("category"),
                FOUND.get(0),
                FOUND.get(1),
                FOUND.get(2),
                period(),
                band()));
    List<Dimension> chosen = new ArrayList<>();
    if (random.nextInt(8) == 0) {
      chosen.addAll(FOUND); // most have no two of them
      chosen.remove(random.nextInt(FOUND.size()));
      all.removeAll(chosen);
    }
    for (int i = random.nextInt(4 - chosen.size()); i > 0; i--) {
      chosen.add(random.nextInt(1 + chosen.size()), all.remove(random.nextInt(all.size())));
    }
    return chosen;
  }

  private Dimension period() {
    CalendarUnit[] units = CalendarUnit.values();
    return new Dimension.ByPeriod("day", units[random.nextInt(units.length)]);
  }

  private Dimension band() {
    String column = shop.pick(List.of("amount", "points", "extreme", "score"));
    return new Dimension.ByBand(
        column,
        // Three decimals: finer than any column, so that edges fall between two units.
        LongStream.generate(
                () -> column.equals("extreme") ? random.nextLong() : random.nextLong(-9000, 9000))
            .limit(1 + random.nextInt(5))
            .distinct()
            .sorted()
            .mapToObj(edge -> BigDecimal.valueOf(edge, 3))
            .toList());
  }

  private List<Measure> measures() {
    List<Measure> all =
        new ArrayList<>(
            List.of(
                Measure.customers(),
                Measure.rows(),
                Measure.sum("amount"),
                Measure.sum("points"),
                Measure.sum("extreme"),
                Measure.sum("amount").clampedTo(-10, new BigDecimal("12.34")),
                Measure.mean("amount"),
                Measure.mean("points"),
                Measure.variance("amount"),
                Measure.standardDeviation("points"),
                Measure.median("amount"),
                Measure.quantile("amount", 0.25),
                Measure.max("points"),
                WIDE,
                Measure.quantileOfCustomers(Measure.Figure.TOTAL, Optional.of("amount"), 0.9),
                Measure.quantileOfCustomers(Measure.Figure.TOTAL, Optional.of("extreme"), 0.9),
                Measure.quantileOfCustomers(Measure.Figure.ROWS, Optional.empty(), 0.9),
                Measure.quantileOfCustomers(Measure.Figure.ROWS, Optional.empty(), 0.5),
                Measure.rate(predicate(2))));
    List<Measure> chosen = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      Measure measure = all.remove(random.nextInt(all.size()));
      chosen.add(random.nextInt(3) == 0 ? measure.weighted(1 + random.nextInt(5)) : measure);
    }
    return chosen;
  }

  Predicate predicate(int depth) {
    return predicate(depth, true);
  }

  private Predicate predicate(int depth, boolean histories) {
    int choice = random.nextInt(depth > 0 ? histories ? 13 : 11 : 8);
    return switch (choice) {
      case 0 -> new Predicate.IsNull(anyColumn());
      case 1 -> category();
      case 2 -> number();
      case 3 -> date();
      case 4 ->
          new Predicate.In("points", List.of(numeral(random.nextLong(-4, 10), 0), numeral(25, 1)));
      case 5 -> calculated();
      case 6 -> new Predicate.StartsWith("product", shop.pick(List.of("p", "p1", "absent")));
      case 7 -> new Predicate.StartsWith("category", shop.pick(List.of("c", "bre", "oth")));
      case 8 -> new Predicate.Not(predicate(depth - 1, histories));
      case 9 ->
          new Predicate.And(
              List.of(predicate(depth - 1, histories), predicate(depth - 1, histories)));
      case 10 ->
          new Predicate.Or(
              List.of(predicate(depth - 1, histories), predicate(depth - 1, histories)));
      default -> history();
    };
  }

  private Predicate history() {
    String table = shop.pick(List.of("purchases", "purchases", "visits", "customers"));
    Predicate where =
        switch (table) {
          case "purchases" -> predicate(2, false);
          case "visits" ->
              random.nextBoolean()
                  ? new Predicate.Comparison("channel", equality(), text("web"))
                  : new Predicate.Comparison("city", equality(), text("York"));
          default -> new Predicate.Comparison("score", order(), numeral(50, 1));
        };
    return new Predicate.History(
        table,
        random.nextInt(3) == 0 ? Optional.empty() : Optional.of(where),
        random.nextInt(3) == 0 ? Optional.empty() : Optional.of(having(table, 2)));
  }

  private Predicate having(String table, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 0 ->
          new Predicate.Aggregated(Aggregate.rows(), order(), numeral(random.nextLong(-1, 25), 1));
      case 1 -> {
        Aggregate.Kind kind = random.nextBoolean() ? Aggregate.Kind.MIN : Aggregate.Kind.MAX;
        yield table.equals("customers")
            ? aggregated(kind, "score")
            : new Predicate.Aggregated(
                Aggregate.of(kind, table.equals("visits") ? "visited" : "day"), order(), day());
      }
      case 2 -> {
        Aggregate.Kind[] kinds = Aggregate.Kind.values();
        yield aggregated(
            kinds[1 + random.nextInt(kinds.length - 1)],
            switch (table) {
              case "purchases" -> shop.pick(NUMBERS);
              case "visits" -> "minutes";
              default -> "score";
            });
      }
      case 3 -> new Predicate.Not(having(table, depth - 1));
      case 4 -> new Predicate.And(List.of(having(table, depth - 1), having(table, depth - 1)));
      default -> new Predicate.Or(List.of(having(table, depth - 1), having(table, depth - 1)));
    };
  }

  /** Around the totals of a few rows, beyond all totals, or such as a mean is exactly. */
  private Predicate aggregated(Aggregate.Kind kind, String column) {
    Literal constant =
        switch (random.nextInt(4)) {
          case 0 -> numeral(random.nextLong(-5, 6), 0);
          case 1 -> numeral(random.nextLong(), random.nextInt(10));
          case 2 -> new Literal.Numeral(new BigDecimal(random.nextBoolean() ? "1e90" : "-1e90"));
          default -> numeral(random.nextLong(-90_000, 90_000), 3);
        };
    return new Predicate.Aggregated(Aggregate.of(kind, column), order(), constant);
  }

  /** Sums and products that fit a long and that do not, quotients by zero, and overflow. */
  private Predicate calculated() {
    while (true) {
      Calculation left = calculation(3);
      Calculation right = calculation(1);
      if (left.parts() > 1 && left.hasColumn() && random.nextInt(5) == 0) {
        return new Predicate.CalculationIsNull(left);
      } else if (left.hasColumn() && (left.parts() > 1 || right.hasColumn())) {
        return new Predicate.Calculated(left, order(), right);
      }
    }
  }

  private Calculation calculation(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return switch (random.nextInt(5)) {
        case 0 -> Calculation.constant(random.nextInt(-3, 4));
        case 1 -> Calculation.constant(BigDecimal.valueOf(random.nextLong(-9000, 9000), 3));
        case 2 ->
            Calculation.constant(
                BigDecimal.valueOf(random.nextLong(-(1L << 58), 1L << 58), random.nextInt(18)));
        default ->
            Calculation.column(
                shop.pick(List.of("amount", "points", "points", "extreme", "score")));
      };
    }
    Calculation.Sign[] signs = Calculation.Sign.values();
    return new Calculation.Operation(
        calculation(depth - 1), signs[random.nextInt(signs.length)], calculation(depth - 1));
  }

  private Predicate category() {
    return switch (random.nextInt(4)) {
      case 0 -> new Predicate.Comparison("category", equality(), text(shop.pick(RandomShop.KINDS)));
      case 1 -> new Predicate.Comparison("city", equality(), text(shop.pick(RandomShop.CITIES)));
      case 2 -> new Predicate.In("product", List.of(text("p1"), text("p3"), text("absent")));
      default ->
          new Predicate.In("category", List.of(text("other"), text(shop.pick(RandomShop.KINDS))));
    };
  }

  private Predicate number() {
    if (random.nextInt(4) == 0) {
      return new Predicate.Comparison("score", order(), numeral(random.nextLong(0, 1000), 2));
    }
    String column = shop.pick(NUMBERS);
    if (random.nextInt(3) == 0) {
      long low = random.nextLong(-300, 300);
      return new Predicate.Between(column, numeral(low, 0), numeral(low + random.nextInt(300), 0));
    }
    // Three decimals: finer than any column, so that comparisons fall between two units.
    return new Predicate.Comparison(column, order(), numeral(random.nextLong(-9000, 9000), 3));
  }

  private Predicate date() {
    Literal day = day();
    return random.nextBoolean()
        ? new Predicate.Comparison("day", order(), day)
        : new Predicate.Between("day", day, text(RandomShop.AS_OF.toString()));
  }

  private Literal day() {
    return switch (random.nextInt(4)) {
      case 0 -> Literal.Today.minusDays(random.nextInt(-10, 250));
      case 1 -> Literal.Today.minusMonths(random.nextInt(-1, 9));
      default -> text(RandomShop.AS_OF.minusDays(random.nextInt(250)).toString());
    };
  }

  private String anyColumn() {
    return shop.pick(List.of("day", "category", "product", "street", "amount", "city", "score"));
  }

  private Predicate.Operator equality() {
    return random.nextBoolean() ? Predicate.Operator.EQUAL : Predicate.Operator.NOT_EQUAL;
  }

  private Predicate.Operator order() {
    List<Predicate.Operator> all = List.of(Predicate.Operator.values());
    return all.get(random.nextInt(all.size()));
  }

  private static Literal text(String value) {
    return new Literal.Text(value);
  }

  private static Literal numeral(long unscaled, int scale) {
    return new Literal.Numeral(BigDecimal.valueOf(unscaled, scale));
  }
}
