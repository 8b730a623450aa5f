package io.discreet.engine.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/** Random queries, with names and constants that are hard to write and to read back. */
final class RandomTexts {

  private static final List<String> NAMES =
      List.of(
          "city",
          "amount",
          "Day",
          "day",
          "week",
          "MONTH",
          "Year",
          "order",
          "group",
          "value",
          "date",
          "first",
          "_x1",
          "A",
          "count",
          "customer_id");
  private static final List<String> PIECES =
      List.of(
          "bread",
          "'",
          "''",
          "\\",
          " ",
          "\"",
          "(",
          ")",
          ";",
          "--",
          "/*",
          "$$",
          "N",
          "E",
          "é",
          "e\u0301",
          "\ud83c\udf5e",
          "\u2028",
          "\n",
          "\t",
          "%",
          "?",
          ":x",
          "NULL",
          "{",
          "`",
          "\u0000");

  private final RandomGenerator random;

  RandomTexts(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  SegmentQuery query() {
    List<Dimension> axes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Dimension axis = axis();
      if (!axes.contains(axis)) {
        axes.add(axis);
      }
    }
    List<Measure> measures = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      Measure measure = measure();
      if (measures.stream().map(Measure::unweighted).noneMatch(measure::equals)) {
        measures.add(random.nextInt(3) == 0 ? measure.weighted(random.nextInt(1, 9)) : measure);
      }
    }
    Dimension ranked = axis();
    if (random.nextInt(8) == 0 && !axes.contains(ranked)) {
      measures = List.of(new Measure.TopK(ranked, 1 + random.nextInt(Measure.TopK.MOST)));
    }
    boolean ranking = measures.get(0) instanceof Measure.TopK;
    if (!ranking && random.nextInt(8) == 0) {
      BigDecimal share = BigDecimal.valueOf(1 + random.nextInt(100_000), 5);
      measures = List.of(Measure.leftOut(share, measures));
    }
    SegmentQuery.Totals[] totals = SegmentQuery.Totals.values();
    return new SegmentQuery(
        name(),
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(predicate(4)),
        axes,
        measures,
        "p",
        OptionalInt.empty(),
        axes.isEmpty() || ranking
            ? SegmentQuery.Totals.NONE
            : totals[random.nextInt(totals.length)]);
  }

  private Dimension axis() {
    CalendarUnit[] units = CalendarUnit.values();
    return switch (random.nextInt(3)) {
      case 0 -> new Dimension.ByCategory(name());
      case 1 -> new Dimension.ByPeriod(name(), units[random.nextInt(units.length)]);
      default ->
          new Dimension.ByBand(
              name(),
              Stream.generate(this::number)
                  .limit(1 + random.nextInt(5))
                  .distinct()
                  .sorted()
                  .toList());
    };
  }

  private Measure measure() {
    return switch (random.nextInt(9)) {
      case 0 -> Measure.customers();
      case 1 -> Measure.rows();
      case 2 -> Measure.mean(name());
      case 3 -> Measure.sum(name());
      case 4 -> Measure.variance(name());
      case 5 -> Measure.standardDeviation(name());
      case 6 -> Measure.rate(predicate(2));
      case 7 -> Measure.quantile(name(), random.nextInt(1_001) / 1_000.0);
      default -> Measure.sum(name()).clampedTo(number(), number());
    };
  }

  private Predicate predicate(int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 8)) {
      case 0 -> new Predicate.IsNull(name());
      case 1, 2 -> {
        Predicate.Operator[] all = Predicate.Operator.values();
        yield new Predicate.Comparison(name(), all[random.nextInt(all.length)], literal());
      }
      case 3 -> new Predicate.Between(name(), literal(), literal());
      case 4 -> new Predicate.In(name(), List.of(literal(), literal()));
      case 5 -> calculated();
      case 6 -> new Predicate.StartsWith(name(), prefix());
      case 7 -> new Predicate.Comparison(name(), Predicate.Operator.AT_LEAST, day());
      case 8 -> new Predicate.Not(predicate(depth - 1));
      case 9 -> new Predicate.And(parts(depth - 1));
      case 10 -> depth == 4 ? history() : predicate(depth - 1);
      default -> new Predicate.Or(parts(depth - 1));
    };
  }

  private Predicate history() {
    Predicate where = predicate(3);
    return new Predicate.History(
        name(),
        random.nextBoolean() ? Optional.empty() : Optional.of(where),
        random.nextBoolean() ? Optional.empty() : Optional.of(having(2)));
  }

  private Predicate having(int depth) {
    Predicate.Operator[] all = Predicate.Operator.values();
    Aggregate.Kind[] kinds = Aggregate.Kind.values();
    Aggregate.Kind kind = kinds[random.nextInt(kinds.length)];
    return switch (random.nextInt(depth > 0 ? 5 : 2)) {
      case 2 -> new Predicate.Not(having(depth - 1));
      case 3 -> new Predicate.And(List.of(having(depth - 1), having(depth - 1)));
      case 4 -> new Predicate.Or(List.of(having(depth - 1), having(depth - 1)));
      default ->
          new Predicate.Aggregated(
              kind == Aggregate.Kind.COUNT ? Aggregate.rows() : Aggregate.of(kind, name()),
              all[random.nextInt(all.length)],
              random.nextBoolean() ? literal() : day());
    };
  }

  private Predicate calculated() {
    Calculation left = calculation(4).plus(Calculation.column(name()));
    Predicate.Operator[] all = Predicate.Operator.values();
    return switch (random.nextInt(3)) {
      case 0 -> new Predicate.CalculationIsNull(left);
      case 1 -> new Predicate.Calculated(calculation(2), all[random.nextInt(all.length)], left);
      default -> new Predicate.Calculated(left, all[random.nextInt(all.length)], calculation(2));
    };
  }

  private Calculation calculation(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return random.nextBoolean()
          ? Calculation.column(name())
          : Calculation.constant(BigDecimal.valueOf(random.nextLong(-9999, 9999), 3));
    }
    Calculation.Sign[] signs = Calculation.Sign.values();
    return new Calculation.Operation(
        calculation(depth - 1), signs[random.nextInt(signs.length)], calculation(depth - 1));
  }

  private String prefix() {
    String text = text().replace("%", "").replace("_", "");
    return text.isEmpty() ? "p" : text;
  }

  private Literal day() {
    return random.nextBoolean()
        ? Literal.Today.minusDays(random.nextInt(-99, 99))
        : Literal.Today.minusMonths(random.nextInt(-99, 99));
  }

  private List<Predicate> parts(int depth) {
    List<Predicate> parts = new ArrayList<>();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      parts.add(predicate(depth));
    }
    return parts;
  }

  private Literal literal() {
    return random.nextBoolean() ? new Literal.Numeral(number()) : new Literal.Text(text());
  }

  private BigDecimal number() {
    return switch (random.nextInt(4)) {
      case 0 -> BigDecimal.valueOf(random.nextInt(-5, 6));
      case 1 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(20));
      case 2 -> BigDecimal.valueOf(random.nextLong(-99, 99), random.nextInt(-90, 90));
      default -> new BigDecimal("-0.123456789012345678901234567890123456789");
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      // A backslash before a quote is the one text that the parser's lexer cannot tell.
      if (!(piece.startsWith("'") && !text.isEmpty() && text.charAt(text.length() - 1) == '\\')) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }
}
