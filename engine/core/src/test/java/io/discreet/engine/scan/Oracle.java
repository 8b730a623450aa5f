package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.Level;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.query.CalendarUnit;
import io.discreet.engine.query.Dimension;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The scan, row by row and too simple to be wrong: it reads the question as it was asked, not as it
 * was planned, and takes from the plan only l0, the list of cells, each answer's cost and norm and
 * the cost of choosing among found segments.
 */
final class Oracle {
  private final RandomShop shop;
  private final QueryPlan plan;
  private final SegmentQuery query;
  private final PriorityOracle priorities;
  private int segmentsWithRows;

  Oracle(RandomShop shop, QueryPlan plan) {
    this.shop = shop;
    this.plan = plan;
    this.query = plan.query();
    this.priorities = new PriorityOracle(shop.boundingKey, plan);
  }

  /**
   * A customer's bounded contribution: for each kept segment and answer integers by coordinate,
   * which is the leaf in a tree and 0 elsewhere.
   */
  Map<List<String>, List<Map<Integer, BigInteger>>> contribution(int customer) {
    Map<List<String>, List<Map<String, Object>>> segments = new LinkedHashMap<>();
    TruthOracle truths = new TruthOracle(shop, customer);
    for (Map<String, Object> row : shop.purchases.get(customer)) {
      Map<String, Object> all = truths.withAttributes(row);
      boolean qualifies = query.where().map(where -> truths.isTrue(where, all)).orElse(true);
      if (qualifies) {
        segments.computeIfAbsent(labels(all), key -> new ArrayList<>()).add(all);
      }
    }
    segmentsWithRows = segments.size();
    List<List<String>> kept = new ArrayList<>(segments.keySet());
    if (kept.size() > plan.l0()) {
      kept.sort(priorities.of(shop.pseudonyms.get(customer)));
      kept = kept.subList(0, plan.l0());
    }
    Map<List<String>, List<Map<Integer, BigInteger>>> bounded = new LinkedHashMap<>();
    for (List<String> labels : kept) {
      bounded.put(labels, answers(Objects.requireNonNull(segments.get(labels)), truths));
    }
    return withTotals(bounded);
  }

  /** What is answered: the segments, or totals over them, or both. */
  private Map<List<String>, List<Map<Integer, BigInteger>>> withTotals(
      Map<List<String>, List<Map<Integer, BigInteger>>> kept) {
    int axes = query.axes().size();
    Map<List<String>, List<Map<Integer, BigInteger>>> all = new LinkedHashMap<>();
    if (query.totals() != SegmentQuery.Totals.POOLED) {
      all.putAll(kept);
    }
    for (int leading = axes - 1; leading >= 0; leading--) {
      Map<List<String>, List<List<Map<Integer, BigInteger>>>> groups = new LinkedHashMap<>();
      for (Map.Entry<List<String>, List<Map<Integer, BigInteger>>> segment : kept.entrySet()) {
        List<String> labels = new ArrayList<>(segment.getKey().subList(0, leading));
        while (labels.size() < axes) {
          labels.add("(all)");
        }
        groups.computeIfAbsent(labels, key -> new ArrayList<>()).add(segment.getValue());
      }
      if (query.totals() == SegmentQuery.Totals.ROLLUP) {
        groups.forEach((labels, parts) -> all.put(labels, total(parts)));
      } else if (query.totals() == SegmentQuery.Totals.POOLED && leading == 0) {
        groups.values().forEach(parts -> all.put(List.of(), total(parts)));
      }
    }
    return all;
  }

  private List<Map<Integer, BigInteger>> total(List<List<Map<Integer, BigInteger>>> segments) {
    List<Map<Integer, BigInteger>> total = new ArrayList<>();
    for (int answer = 0; answer < plan.answers().size(); answer++) {
      Answer planned = plan.answers().get(answer);
      Map<Integer, BigInteger> sums = new HashMap<>();
      BigInteger least = BigInteger.ONE;
      for (List<Map<Integer, BigInteger>> segment : segments) {
        segment.get(answer).forEach((leaf, part) -> sums.merge(leaf, part, BigInteger::add));
        least = least.min(segment.get(answer).getOrDefault(0, BigInteger.ZERO));
      }
      BigInteger sum = sums.getOrDefault(0, BigInteger.ZERO);
      total.add(
          switch (planned.part()) {
            case PRESENCE, MEETING -> Map.of(0, sum.min(BigInteger.ONE));
            case MISSING -> Map.of(0, least);
            case KEPT_ROWS -> Map.of(0, sum.min(BigInteger.valueOf(maxRows())));
            case CLAMPED_SUM ->
                Map.of(
                    0,
                    sum.signum() == 0
                        ? BigInteger.ZERO
                        : sum.max(BigInteger.valueOf(planned.low()))
                            .min(BigInteger.valueOf(planned.high())));
            case KEPT_VALUES, CENTRED_SUM, CENTRED_SQUARES, LEAVES, TOTAL_LEAF, ROWS_LEAF -> sums;
            case SEGMENTS_LEAF ->
                Map.of(step(BigInteger.valueOf(segmentsWithRows)), BigInteger.ONE);
          });
    }
    return total;
  }

  private List<Map<Integer, BigInteger>> answers(
      List<Map<String, Object>> rows, TruthOracle truths) {
    List<Map<Integer, BigInteger>> answers = new ArrayList<>();
    Set<String> trees = new HashSet<>();
    for (Measure asked : query.measures()) {
      Measure measure = asked.unweighted();
      if (measure instanceof Measure.CustomerQuantile quantile) {
        if (trees.add(quantile.figure() + quantile.column().orElse(""))) {
          answers.add(figure(quantile, rows));
        }
      } else if (measure instanceof Measure.Quantile quantile) {
        if (trees.add(quantile.column())) {
          answers.add(leaves(numeric(quantile.column()), rows));
        }
      } else {
        parts(measure, rows, truths).forEach(part -> answers.add(Map.of(0, part)));
      }
    }
    return answers;
  }

  /** 1 at the step of what a customer has in one segment; segments are counted elsewhere. */
  private Map<Integer, BigInteger> figure(
      Measure.CustomerQuantile quantile, List<Map<String, Object>> rows) {
    int most = maxRows();
    return switch (quantile.figure()) {
      case ROWS -> Map.of(Math.min(81, step(BigInteger.valueOf(rows.size()))), BigInteger.ONE);
      case SEGMENTS -> Map.of();
      case TOTAL -> {
        Column.Numeric column = numeric(quantile.column().orElseThrow());
        List<BigInteger> values = units(rows, column);
        int least = step(BigInteger.valueOf(Math.min(0, column.range().low()) * most));
        int greatest = step(BigInteger.valueOf(column.range().high() * most));
        int step = step(values.stream().reduce(BigInteger.ZERO, BigInteger::add));
        int leaf = Math.max(least, Math.min(greatest, step)) - least;
        yield values.isEmpty() ? Map.of() : Map.of(leaf, BigInteger.ONE);
      }
    };
  }

  /** How many of the bounds 1, 5/4, 6/4, 7/4, 2, 10/4 ... are at most a number's size. */
  static int step(BigInteger number) {
    BigDecimal size = new BigDecimal(number.abs());
    int step = 0;
    while (bound(step).compareTo(size) <= 0) {
      step++;
    }
    return number.signum() < 0 ? -step : step;
  }

  private static BigDecimal bound(int index) {
    return BigDecimal.valueOf(4 + index % 4)
        .multiply(new BigDecimal(BigInteger.TWO.pow(index / 4)))
        .divide(BigDecimal.valueOf(4));
  }

  private Map<Integer, BigInteger> leaves(Column.Numeric column, List<Map<String, Object>> rows) {
    long values = column.range().high() - column.range().low() + 1;
    long leaves = 16;
    while (leaves < values && leaves < 65_536) {
      leaves *= 16;
    }
    Map<Integer, BigInteger> counts = new HashMap<>();
    for (BigInteger value : units(rows.subList(0, Math.min(maxRows(), rows.size())), column)) {
      BigInteger low = BigInteger.valueOf(column.range().low());
      BigInteger high = BigInteger.valueOf(column.range().high());
      BigInteger offset = value.max(low).min(high).subtract(low);
      BigInteger leaf =
          values <= leaves
              ? offset
              : offset.multiply(BigInteger.valueOf(leaves)).divide(BigInteger.valueOf(values));
      counts.merge(leaf.intValueExact(), BigInteger.ONE, BigInteger::add);
    }
    return counts;
  }

  private int maxRows() {
    return shop.declared("purchases").maxRows().orElseThrow();
  }

  /** The norm of one answer's coordinates; of a tree's leaves, over all nodes above them, too. */
  static BigInteger norm(Answer answer, Map<Integer, BigInteger> coordinates, boolean pure) {
    int levels = answer.tree().map(QuantileTree::levels).orElse(1);
    BigInteger norm = BigInteger.ZERO;
    for (int level = 0, leaves = 1; level < levels; level++, leaves *= 16) {
      Map<Integer, BigInteger> nodes = new HashMap<>();
      for (Map.Entry<Integer, BigInteger> leaf : coordinates.entrySet()) {
        nodes.merge(leaf.getKey() / leaves, leaf.getValue(), BigInteger::add);
      }
      for (BigInteger count : nodes.values()) {
        norm = norm.add(pure ? count.abs() : count.multiply(count));
      }
    }
    return norm;
  }

  /** The exact cost of a contribution in units, before rounding. */
  BigDecimal cost(Map<List<String>, List<Map<Integer, BigInteger>>> contribution) {
    BigDecimal cost = BigDecimal.ZERO;
    for (int answer = 0; answer < plan.answers().size(); answer++) {
      BigInteger norm = BigInteger.ZERO;
      for (List<Map<Integer, BigInteger>> answers : contribution.values()) {
        norm =
            norm.add(
                norm(plan.answers().get(answer), answers.get(answer), shop.policy.budget().pure()));
      }
      cost =
          cost.add(
              new BigDecimal(norm)
                  .multiply(BigDecimal.valueOf(plan.answers().get(answer).units()))
                  .divide(
                      new BigDecimal(plan.answers().get(answer).normBound()),
                      java.math.MathContext.DECIMAL128));
    }
    if (plan.selection().isPresent()) {
      BigDecimal ofOne =
          BigDecimal.valueOf(plan.selection().get().units())
              .divide(BigDecimal.valueOf(plan.l0()), java.math.MathContext.DECIMAL128);
      cost = cost.add(ofOne.multiply(BigDecimal.valueOf(contribution.size())));
    }
    return cost;
  }

  private List<BigInteger> parts(
      Measure measure, List<Map<String, Object>> rows, TruthOracle truths) {
    List<Map<String, Object>> keptRows = rows.subList(0, Math.min(maxRows(), rows.size()));
    if (measure instanceof Measure.Customers || measure instanceof Measure.TopK) {
      return List.of(BigInteger.ONE);
    } else if (measure instanceof Measure.Rows) {
      return List.of(BigInteger.valueOf(keptRows.size()));
    } else if (measure instanceof Measure.Sum sum) {
      Column.Numeric column = numeric(sum.column());
      List<BigInteger> values = units(rows, column);
      if (values.isEmpty()) {
        return List.of(BigInteger.ZERO);
      }
      Bounds clamp =
          sum.clamp()
              .map(
                  given ->
                      new Bounds(
                          given.low().movePointRight(column.scale()).longValueExact(),
                          given.high().movePointRight(column.scale()).longValueExact()))
              .orElseGet(() -> column.clamp().orElseThrow());
      BigInteger total = values.stream().reduce(BigInteger.ZERO, BigInteger::add);
      return List.of(
          total.max(BigInteger.valueOf(clamp.low())).min(BigInteger.valueOf(clamp.high())));
    } else if (measure instanceof Measure.Mean mean) {
      Column.Numeric column = numeric(mean.column());
      List<BigInteger> values = units(keptRows, column);
      BigInteger centre =
          BigInteger.valueOf(Math.floorDiv(column.range().low() + column.range().high(), 2L));
      BigInteger total =
          values.stream()
              .map(value -> value.subtract(centre))
              .reduce(BigInteger.ZERO, BigInteger::add);
      return List.of(total, BigInteger.valueOf(values.size()));
    } else if (measure instanceof Measure.Rate rate) {
      boolean meets = rows.stream().anyMatch(row -> truths.isTrue(rate.condition(), row));
      return meets
          ? List.of(BigInteger.ONE, BigInteger.ZERO)
          : List.of(BigInteger.ZERO, BigInteger.ONE);
    } else if (measure instanceof Measure.Variance variance) {
      return spread(numeric(variance.column()), keptRows, truths);
    } else if (measure instanceof Measure.StandardDeviation deviation) {
      return spread(numeric(deviation.column()), keptRows, truths);
    }
    throw new AssertionError(measure);
  }

  /** Centred squares, centred sum and count, of ranges of at most 2¹⁶ units from the middle. */
  private List<BigInteger> spread(
      Column.Numeric column, List<Map<String, Object>> keptRows, TruthOracle truths) {
    List<BigInteger> mean = parts(Measure.mean(column.name()), keptRows, truths);
    long centre = Math.floorDiv(column.range().low() + column.range().high(), 2L);
    long reach = column.range().high() - centre;
    // The least power of two in which deviations have 15 bits and a customer's squares fit 31.
    int overlap = plan.segmentLevels().stream().mapToInt(Level::overlap).max().orElseThrow();
    BigInteger mostRows = BigInteger.valueOf(plan.maxRows()).multiply(BigInteger.valueOf(overlap));
    long unit = 1;
    while (rounded(reach, unit).compareTo(BigInteger.valueOf(1 << 15)) > 0
        || rounded(reach, unit)
                .pow(2)
                .add(BigInteger.ONE)
                .shiftRight(1)
                .multiply(mostRows)
                .bitLength()
            > 31) {
      unit *= 2;
    }
    BigInteger total = BigInteger.ZERO;
    for (BigInteger value : units(keptRows, column)) {
      BigInteger square = rounded(value.longValueExact() - centre, unit).pow(2);
      total = total.add(square).subtract(rounded(reach, unit).pow(2).shiftRight(1));
    }
    return List.of(total, mean.get(0), mean.get(1));
  }

  private static BigInteger rounded(long deviation, long unit) {
    return BigDecimal.valueOf(deviation)
        .divide(BigDecimal.valueOf(unit))
        .add(new BigDecimal("0.5"))
        .setScale(0, java.math.RoundingMode.FLOOR)
        .toBigInteger();
  }

  private Column.Numeric numeric(String name) {
    return (Column.Numeric) Objects.requireNonNull(shop.declared("purchases").columns().get(name));
  }

  private static List<BigInteger> units(List<Map<String, Object>> rows, Column.Numeric column) {
    List<BigInteger> values = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      if (row.get(column.name()) instanceof BigDecimal value) {
        values.add(value.movePointRight(column.scale()).toBigIntegerExact());
      }
    }
    return values;
  }

  private List<String> labels(Map<String, Object> row) {
    List<String> labels = new ArrayList<>();
    for (int axis = 0; axis < query.axes().size(); axis++) {
      Dimension dimension = query.axes().get(axis);
      Object value = row.get(dimension.column());
      String label;
      if (value == null) {
        label = "NULL";
      } else if (dimension instanceof Dimension.ByPeriod period) {
        label = period((LocalDate) value, period.unit());
      } else if (dimension instanceof Dimension.ByBand band) {
        label = band((BigDecimal) value, band.edges());
      } else {
        label = (String) value;
      }
      boolean own =
          plan.axes().get(axis).discovered() || plan.axes().get(axis).cells().contains(label);
      labels.add(own ? label : "other");
    }
    return labels;
  }

  private static String period(LocalDate day, CalendarUnit unit) {
    return switch (unit) {
      case DAY -> DateTimeFormatter.ISO_LOCAL_DATE.format(day);
      case WEEK -> DateTimeFormatter.ISO_WEEK_DATE.format(day).substring(0, 8);
      case MONTH -> DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT).format(day);
      case QUARTER -> DateTimeFormatter.ofPattern("yyyy-'Q'q", Locale.ROOT).format(day);
      case YEAR -> DateTimeFormatter.ofPattern("yyyy", Locale.ROOT).format(day);
    };
  }

  private static String band(BigDecimal value, List<BigDecimal> edges) {
    for (int i = edges.size() - 1; i >= 0; i--) {
      if (value.compareTo(edges.get(i)) >= 0) {
        return i == edges.size() - 1
            ? ">= " + edges.get(i).toPlainString()
            : "[%s, %s)".formatted(edges.get(i).toPlainString(), edges.get(i + 1).toPlainString());
      }
    }
    return "< " + edges.get(0).toPlainString();
  }
}
