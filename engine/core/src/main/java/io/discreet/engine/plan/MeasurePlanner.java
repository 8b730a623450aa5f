package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.policy.Table;
import io.discreet.engine.query.Measure;
import io.discreet.engine.release.Release.MeasureInfo.Kind;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.moments.CentredRange;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Turns measures into bounded answers and divides a cost among them.
 *
 * <p>Every measure gets a part of the cost by its weight, and divides it equally among its answers.
 * Law 2: parts are rounded down, so that together they are no more than the cost, and an answer's
 * noise is calibrated to the largest contribution that its bounds allow ({@link Draft}, {@link
 * Reach}).
 */
final class MeasurePlanner {

  /** The largest noise scale in lattice units: beyond it an answer says nothing. */
  static final double MOST_SCALE = 0x1p40;

  /** The most leaves of all segments' trees of one answer: 8 bytes each in every thread. */
  static final long MOST_LEAVES = 1L << 24;

  /** Rows of a customer that are told apart where a table declares no max-rows. */
  private static final int MOST_ROWS = 1 << 20;

  /** Digits that a quotient carries beyond those of its column. */
  private static final int QUOTIENT_DECIMALS = 3;

  private static final int RATE_DECIMALS = 6;

  /** Draft answers that share one part of the cost by their weights. */
  private static final class Group {
    final int first;
    final List<Draft> drafts;
    long weight;

    Group(int first, List<Draft> drafts, long weight) {
      this.first = first;
      this.drafts = drafts;
      this.weight = weight;
    }

    List<Integer> positions() {
      return IntStream.range(first, first + drafts.size()).boxed().toList();
    }
  }

  private record Measured(
      String name, Kind kind, int decimals, Group paidBy, OptionalDouble quantile) {}

  private final Names names;
  private final ConditionBinder conditions;
  private final Currency currency;
  private final Reach reach;

  /** Whether the total of all segments is all that is answered. */
  private final boolean pooled;

  private final List<Group> groups = new ArrayList<>();
  private final List<Measured> measured = new ArrayList<>();

  /** The weight of the measure that is being added. */
  private long weight = 1;

  MeasurePlanner(
      Names names, ConditionBinder conditions, Currency currency, Reach reach, boolean pooled) {
    this.names = names;
    this.conditions = conditions;
    this.currency = currency;
    this.reach = reach;
    this.pooled = pooled;
  }

  void add(Measure asked) {
    Measure measure = asked.unweighted();
    weight = asked.weight().longValueExact(); // in lowest terms, at most a million
    if (measure instanceof Measure.Customers) {
      draft("customers", Kind.CUSTOMERS, 0, Draft.count(Part.PRESENCE, 1));
    } else if (measure instanceof Measure.Rows) {
      draft("rows", Kind.ROWS, 0, Draft.count(Part.KEPT_ROWS, requireMaxRows("COUNT(*)")));
    } else if (measure instanceof Measure.Sum sum) {
      addSum(sum);
    } else if (measure instanceof Measure.Mean mean) {
      addMean(mean);
    } else if (measure instanceof Measure.Quantile quantile) {
      addQuantile(quantile);
    } else if (measure instanceof Measure.CustomerQuantile quantile) {
      addCustomerQuantile(quantile);
    } else if (measure instanceof Measure.TopK top) {
      // Ranked are the numbers of customers of all cells, each noised and paid for as a count.
      draft(top.name(), Kind.TOP_K, 0, Draft.count(Part.PRESENCE, 1));
    } else if (measure instanceof Measure.LeftOut) {
      draft("left_out", Kind.LEFT_OUT, 0, Draft.count(Part.PRESENCE, 1));
    } else if (measure instanceof Measure.Rate rate) {
      addRate(rate);
    } else if (measure instanceof Measure.Variance variance) {
      addSpread(variance.column(), "VAR_POP", "variance", Kind.VARIANCE);
    } else if (measure instanceof Measure.StandardDeviation deviation) {
      addSpread(deviation.column(), "STDDEV_POP", "standard_deviation", Kind.STANDARD_DEVIATION);
    } else {
      throw new IllegalStateException("a measure without a plan: " + measure.getClass());
    }
  }

  List<PlannedMeasure> planned() {
    double all = allWeights();
    return measured.stream()
        .map(
            one ->
                new PlannedMeasure(
                    one.name(),
                    one.kind(),
                    one.paidBy().positions(),
                    one.decimals(),
                    one.paidBy().weight / all,
                    one.quantile()))
        .toList();
  }

  /** The most rows of one customer that count in one segment; unbounded where nothing asks. */
  int maxRows() {
    return declaredMaxRows().orElse(Integer.MAX_VALUE);
  }

  /** The answers under a worst-case cost of {@code units}. */
  List<Answer> answers(long units) {
    return tryAnswers(units)
        .orElseThrow(
            () ->
                new InputException(
                    "the cost is so small that noise would drown any answer; raise it, or lower l0,"
                        + " clamp or max-rows"));
  }

  /** The answers under a worst-case cost of {@code units}; empty where it is too small for any. */
  Optional<List<Answer>> tryAnswers(long units) {
    List<Answer> answers = new ArrayList<>();
    for (Group group : groups) {
      for (Draft draft : group.drafts) {
        long part = part(units, group.weight, draft.weight());
        if (part < 1) {
          return Optional.empty();
        }
        double normBound = reach.normBound(draft, currency.norm());
        double scale = currency.noiseScale(normBound, part);
        if (!(scale <= Math.min(MOST_SCALE, currency.mostScaleUnits()))) {
          return Optional.empty();
        }
        answers.add(draft.paidBy(part, normBound, currency.noise(scale)));
      }
    }
    return Optional.of(List.copyOf(answers));
  }

  /**
   * ⌊units · weight of the group · weight in the group / ({@value Draft#WHOLE} · all groups'
   * weights)⌋.
   */
  private long part(long units, long ofGroup, int inGroup) {
    return BigInteger.valueOf(units)
        .multiply(BigInteger.valueOf(ofGroup))
        .multiply(BigInteger.valueOf(inGroup))
        .divide(BigInteger.valueOf(allWeights()).multiply(BigInteger.valueOf(Draft.WHOLE)))
        .longValueExact();
  }

  private long allWeights() {
    return groups.stream().mapToLong(group -> group.weight).sum();
  }

  /** Refuses totals of parts that are not bounded again where they could pass 2³¹. */
  private void refuseWideTotals(Draft draft, String name) {
    if (!draft.part().boundedInTotals() && draft.largest() > Bounds.MOST / reach.overlap()) {
      throw new InputException(
          "totals of " + name + " would overflow; lower l0, max-rows or the range");
    }
  }

  private void addSum(Measure.Sum sum) {
    ColumnRef column = names.numeric(sum.column(), "SUM");
    Column.Numeric numeric = (Column.Numeric) column.column();
    Bounds clamp =
        sum.clamp()
            .map(given -> new Bounds(units(given.low(), numeric), units(given.high(), numeric)))
            .or(numeric::clamp)
            .orElseThrow(
                () ->
                    new InputException(
                        "SUM("
                            + numeric.name()
                            + ") needs a clamp of a customer's total in one segment: declare"
                            + " clamp: [low, high] in the policy, or ask CLAMPED_SUM("
                            + numeric.name()
                            + ", low, high)"));
    if (clamp.magnitude() == 0) {
      throw new InputException("SUM(" + numeric.name() + ") with a clamp of [0, 0] is always 0");
    }
    String name =
        sum.clamp()
            .map(
                given ->
                    "clamped_sum("
                        + numeric.name()
                        + ", "
                        + given.low().toPlainString()
                        + ", "
                        + given.high().toPlainString()
                        + ")")
            .orElse("sum(" + numeric.name() + ")");
    draft(name, Kind.SUM, numeric.scale(), Draft.clampedSum(column, clamp));
  }

  private void addMean(Measure.Mean mean) {
    ColumnRef column = names.numeric(mean.column(), "AVG");
    Column.Numeric numeric = (Column.Numeric) column.column();
    CentredRange range = centred(numeric, "AVG");
    draft(
        "mean(" + numeric.name() + ")",
        Kind.MEAN,
        numeric.scale() + QUOTIENT_DECIMALS,
        Draft.centredSum(column, range, maxRows(), Draft.WHOLE / 2),
        Draft.keptValues(column, maxRows(), Draft.WHOLE / 2));
  }

  private void addRate(Measure.Rate rate) {
    RowTest condition = conditions.bind(rate.condition());
    draft(
        "rate(" + rate.condition().text() + ")",
        Kind.RATE,
        RATE_DECIMALS,
        Draft.meeting(Part.MEETING, condition),
        Draft.meeting(Part.MISSING, condition));
  }

  private void addSpread(String name, String function, String words, Kind kind) {
    ColumnRef column = names.numeric(name, function);
    Column.Numeric numeric = (Column.Numeric) column.column();
    CentredRange range = centred(numeric, function);
    int decimals = (kind == Kind.VARIANCE ? 2 : 1) * numeric.scale();
    draft(
        words + "(" + numeric.name() + ")",
        kind,
        decimals + QUOTIENT_DECIMALS,
        Draft.centredSquares(column, range, maxRows(), Draft.WHOLE / 3),
        Draft.centredSum(column, range, maxRows(), Draft.WHOLE / 3),
        Draft.keptValues(column, maxRows(), Draft.WHOLE / 3));
  }

  private void addQuantile(Measure.Quantile quantile) {
    ColumnRef column = names.numeric(quantile.column(), "QUANTILE");
    Column.Numeric numeric = (Column.Numeric) column.column();
    String part = quantile.q().toPlainString();
    String name = "quantile(" + numeric.name() + ", " + part + ")";
    int maxRows = requireMaxRows("QUANTILE(" + numeric.name() + ", " + part + ")");
    Bounds range = numeric.range();
    if (range.low() == range.high()) {
      throw new InputException(name + " is known: its range holds one value only");
    }
    QuantileTree tree = new QuantileTree(range.low(), range.high());
    Draft leaves = Draft.leaves(Part.LEAVES, Optional.of(column), maxRows, tree);
    addLeaves(name, leaves, quantile.q());
  }

  private void addCustomerQuantile(Measure.CustomerQuantile quantile) {
    int mostRows = declaredMaxRows().orElse(MOST_ROWS);
    switch (quantile.figure()) {
      case TOTAL -> {
        String name = quantile.column().orElseThrow();
        ColumnRef column = names.numeric(name, "QUANTILE(SUM)");
        Column.Numeric numeric = (Column.Numeric) column.column();
        // Bounds have 31 bits: no overflow. What a customer has beyond max-rows counts at the end.
        QuantileTree tree =
            new QuantileTree(
                QuarterSteps.of(Math.min(0, numeric.range().low()) * mostRows),
                QuarterSteps.of(Math.max(1, numeric.range().high()) * mostRows));
        addLeaves(
            "quantile(sum(" + name + "), " + quantile.q().toPlainString() + ")",
            Draft.leaves(Part.TOTAL_LEAF, Optional.of(column), 1, tree),
            quantile.q());
      }
      case ROWS ->
          addLeaves(
              "quantile(rows, " + quantile.q().toPlainString() + ")",
              Draft.leaves(Part.ROWS_LEAF, Optional.empty(), 1, steps(MOST_ROWS)),
              quantile.q());
      case SEGMENTS -> {
        if (!pooled) {
          throw new InputException(
              "COUNT(DISTINCT segment) is of all segments together; ask GROUP BY POOLED(columns)");
        }
        addLeaves(
            "quantile(segments, " + quantile.q().toPlainString() + ")",
            Draft.leaves(
                Part.SEGMENTS_LEAF, Optional.empty(), 1, steps(reach.levels().get(0).width())),
            quantile.q());
      }
    }
  }

  private static QuantileTree steps(int most) {
    return new QuantileTree(0, QuarterSteps.of(most));
  }

  /** Adds a quantile that shares the tree of those before it, if there are any. */
  private void addLeaves(String name, Draft draft, BigDecimal q) {
    refuseTooManyLeaves(draft.tree().orElseThrow(), name);
    refuseWideTotals(draft, name);
    Optional<Group> shared =
        groups.stream().filter(group -> group.drafts.equals(List.of(draft))).findFirst();
    shared.ifPresent(group -> group.weight = Math.max(group.weight, weight));
    measured.add(
        new Measured(
            name,
            Kind.QUANTILE,
            draft.decimals(),
            shared.orElseGet(() -> newGroup(draft)),
            OptionalDouble.of(q.doubleValue())));
  }

  private void refuseTooManyLeaves(QuantileTree tree, String name) {
    int segments = reach.cells();
    if ((long) segments * tree.usedLeaves() > MOST_LEAVES) {
      throw new InputException(
          name
              + " keeps "
              + tree.usedLeaves()
              + " counts for each of "
              + segments
              + " segments, and a query may keep "
              + MOST_LEAVES
              + "; group by fewer columns");
    }
  }

  /** The range of a column whose values are averaged, and the rows of a customer that count. */
  private CentredRange centred(Column.Numeric numeric, String function) {
    String measure = function + "(" + numeric.name() + ")";
    int maxRows = requireMaxRows(measure);
    Bounds range = numeric.range();
    if (range.low() == range.high()) {
      throw new InputException(measure + " is known: its range holds one value only");
    }
    // In a total the rows of several segments add up.
    long mostRows = (long) maxRows * reach.overlap();
    CentredRange centred =
        new CentredRange(range.low(), range.high(), (int) Math.min(Integer.MAX_VALUE, mostRows));
    if (centred.deviationBound() > Bounds.MOST / mostRows) {
      throw new InputException(
          measure
              + " would overflow: max-rows × half its range must be at most "
              + Bounds.MOST
              + " units; lower max-rows or the range, or, of totals, l0");
    }
    return centred;
  }

  private void draft(String name, Kind kind, int decimals, Draft... parts) {
    for (Draft part : parts) {
      refuseWideTotals(part, name);
    }
    measured.add(new Measured(name, kind, decimals, newGroup(parts), OptionalDouble.empty()));
  }

  private Group newGroup(Draft... parts) {
    int first = groups.stream().mapToInt(group -> group.drafts.size()).sum();
    Group group = new Group(first, List.of(parts), weight);
    groups.add(group);
    return group;
  }

  private int requireMaxRows(String measure) {
    return declaredMaxRows()
        .orElseThrow(
            () ->
                new InputException(
                    measure
                        + " needs max-rows, the most rows of a customer in one segment: declare it"
                        + " for table "
                        + names.table().name()
                        + " in the policy"));
  }

  private Optional<Integer> declaredMaxRows() {
    Table table = names.table();
    if (table.oneRowPerCustomer()) {
      return Optional.of(1);
    }
    return table.maxRows().isPresent() ? Optional.of(table.maxRows().getAsInt()) : Optional.empty();
  }

  private static long units(BigDecimal value, Column.Numeric column) {
    BigDecimal units = value.movePointRight(column.scale());
    // Digits before the point; a huge exponent must not be written out.
    if ((long) units.precision() - units.scale() > 15) {
      throw new InputException(
          "the clamp of "
              + column.name()
              + " would overflow: at most "
              + BigDecimal.valueOf(Bounds.MOST, column.scale()).toPlainString()
              + " either side");
    }
    try {
      return units.longValueExact();
    } catch (ArithmeticException e) {
      throw new InputException(
          "the clamp of " + column.name() + " has more than " + column.scale() + " decimals", e);
    }
  }
}
