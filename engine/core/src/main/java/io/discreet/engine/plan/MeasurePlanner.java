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
 * noise is calibrated to the largest contribution that its bounds allow.
 *
 * <h2>Sensitivity of totals</h2>
 *
 * With {@code ROLLUP} a customer counts in the kept segments and in every total over them, and the
 * norms of all levels add up. In a level of totals a customer reaches at most min(l0, R) cells, R
 * of them being within the customer's reach. Counts of customers, numbers of rows, sums and rates
 * are bounded again in each total as in a segment, so that a level has at most as many coordinates
 * of the same largest size. What a mean, a variance and a tree add is not bounded again, since that
 * would distort a quotient: a total that c kept segments make has at most c times the size. With at
 * most l0 kept segments in all and m in one cell, the sum of the c² is largest where as many cells
 * as possible have m: ⌊l0/m⌋ · m² + (l0 mod m)²; the sum of the c is l0.
 *
 * <h2>Sensitivity of a variance</h2>
 *
 * It is read from three noisy numbers: how many kept rows have a value, the total of their
 * deviations from the middle of the range, and the total of the centred squares of those. A
 * customer with at most r rows in a segment adds at most r to the first, r times the range's
 * deviation bound to the second and r times its square bound to the third, whatever the values are,
 * because a value beyond the range counts at its nearer end ({@link CentredRange}). So the vector
 * over all segments has at most l0 coordinates of that size in each answer. All three are charged,
 * each with the scale that is drawn for it; the quotient and its root are post-processing.
 *
 * <h2>Sensitivity of quantiles</h2>
 *
 * Quantiles of one column are read from one tree of counts for each segment ({@link QuantileTree}).
 * A customer with at most r kept rows in a segment adds 1 to one node of each of the tree's L
 * levels for each of them: in a level, non-negative integers whose sum is at most r, so that the
 * squares add up to at most r² and the absolute values to at most r. Over L levels and l0 segments
 * that is l0 · L · r², or l0 · L · r. Every node of every level is noised with the scale of that
 * norm, and a customer is charged for the squares of the own counts in all nodes.
 *
 * <p>Quantiles over customers are read from such trees, too. A customer adds 1 to one node of each
 * level for each kept segment, as with max-rows of 1, and once in all where segments are counted.
 *
 * <h2>Sensitivity of a rate</h2>
 *
 * It is read from the noisy numbers of customers that meet its condition and of those that do not.
 * In each segment a customer adds 1 to one of the two and 0 to the other, so that both vectors
 * together have the norm of one count: both are drawn with the scale of a count that has the whole
 * part of the cost, and whoever pays for their 1 has paid for both.
 */
final class MeasurePlanner {

  /** The largest noise scale in lattice units: beyond it an answer says nothing. */
  static final double MOST_SCALE = 0x1p40;

  /** What the weights of a measure's answers add up to: 1, 2 or 3 equal parts are whole. */
  private static final int WHOLE = 6;

  /** The most leaves of all segments' trees of one answer: 8 bytes each in every thread. */
  static final long MOST_LEAVES = 1L << 24;

  /** Rows of a customer that are told apart where a table declares no max-rows. */
  private static final int MOST_ROWS = 1 << 20;

  /** Digits that a quotient carries beyond those of its column. */
  private static final int QUOTIENT_DECIMALS = 3;

  private static final int RATE_DECIMALS = 6;

  /** An answer before its cost is known. Weights are in parts of {@link #WHOLE}. */
  private record Draft(
      Part part,
      Optional<ColumnRef> column,
      long low,
      long high,
      Optional<CentredRange> range,
      Optional<RowTest> condition,
      Optional<QuantileTree> tree,
      int decimals,
      int weight) {}

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
  private final int l0;
  private final List<Level> levels;

  /** Whether the total of all segments is all that is answered. */
  private final boolean pooled;

  private final List<Group> groups = new ArrayList<>();
  private final List<Measured> measured = new ArrayList<>();

  /** The weight of the measure that is being added. */
  private long weight = 1;

  MeasurePlanner(
      Names names,
      ConditionBinder conditions,
      Currency currency,
      int l0,
      List<Level> levels,
      boolean pooled) {
    this.names = names;
    this.conditions = conditions;
    this.currency = currency;
    this.l0 = l0;
    this.levels = levels;
    this.pooled = pooled;
  }

  void add(Measure asked) {
    Measure measure = asked.unweighted();
    weight = asked.weight().longValueExact(); // in lowest terms, at most a million
    if (measure instanceof Measure.Customers) {
      draft("customers", Kind.CUSTOMERS, 0, count(Part.PRESENCE, 1));
    } else if (measure instanceof Measure.Rows) {
      draft("rows", Kind.ROWS, 0, count(Part.KEPT_ROWS, requireMaxRows("COUNT(*)")));
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
      draft(top.name(), Kind.TOP_K, 0, count(Part.PRESENCE, 1));
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
        double scale = currency.noiseScale(normBound(draft), part);
        if (!(scale <= Math.min(MOST_SCALE, currency.mostScaleUnits()))) {
          return Optional.empty();
        }
        answers.add(
            new Answer(
                draft.part(),
                draft.column(),
                draft.low(),
                draft.high(),
                draft.range(),
                draft.condition(),
                draft.tree(),
                draft.decimals(),
                part,
                normBound(draft),
                currency.noise(scale)));
      }
    }
    return Optional.of(List.copyOf(answers));
  }

  /** ⌊units · weight of the group · weight in the group / (WHOLE · all groups' weights)⌋. */
  private long part(long units, long ofGroup, int inGroup) {
    return BigInteger.valueOf(units)
        .multiply(BigInteger.valueOf(ofGroup))
        .multiply(BigInteger.valueOf(inGroup))
        .divide(BigInteger.valueOf(allWeights()).multiply(BigInteger.valueOf(WHOLE)))
        .longValueExact();
  }

  private long allWeights() {
    return groups.stream().mapToLong(group -> group.weight).sum();
  }

  /** The largest norm of one customer's contribution: the sum of those to all levels. */
  private double normBound(Draft draft) {
    double norm = 0;
    for (Level level : levels) {
      norm = Math.nextUp(norm + Math.nextUp(coordinates(draft, level) * largestNorm(draft)));
    }
    return norm;
  }

  /** How many times its largest coordinate a customer can add to a level, in the norm. */
  private double coordinates(Draft draft, Level level) {
    return draft.part().boundedInTotals()
        ? level.reach()
        : level.mostOverlap(l0, currency.norm() == Currency.Norm.SQUARED_L2);
  }

  /** The norm of a customer's largest contribution to one segment. */
  private double largestNorm(Draft draft) {
    if (draft.tree().isPresent()) {
      int rows = Math.toIntExact(draft.high());
      return Math.nextUp(draft.tree().get().normBound(currency.norm(), rows));
    }
    long largest = Math.max(Math.abs(draft.low()), Math.abs(draft.high()));
    return switch (currency.norm()) {
      case SQUARED_L2 -> Math.nextUp((double) (largest * largest));
      case L1 -> largest;
    };
  }

  /** The most kept segments of a customer that any total is over. */
  private int overlap() {
    return levels.stream().mapToInt(Level::overlap).max().orElse(1);
  }

  /** Refuses totals of parts that are not bounded again where they could pass 2³¹. */
  private void refuseWideTotals(Draft draft, String name) {
    long largest = Math.max(Math.abs(draft.low()), Math.abs(draft.high()));
    if (!draft.part().boundedInTotals() && largest > Bounds.MOST / overlap()) {
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
    draft(
        name,
        Kind.SUM,
        numeric.scale(),
        new Draft(
            Part.CLAMPED_SUM,
            Optional.of(column),
            clamp.low(),
            clamp.high(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            numeric.scale(),
            WHOLE));
  }

  private void addMean(Measure.Mean mean) {
    ColumnRef column = names.numeric(mean.column(), "AVG");
    Column.Numeric numeric = (Column.Numeric) column.column();
    CentredRange range = centred(numeric, "AVG");
    draft(
        "mean(" + numeric.name() + ")",
        Kind.MEAN,
        numeric.scale() + QUOTIENT_DECIMALS,
        centredSum(column, range, WHOLE / 2),
        keptValues(column, WHOLE / 2));
  }

  private void addRate(Measure.Rate rate) {
    Optional<RowTest> condition = Optional.of(conditions.bind(rate.condition()));
    draft(
        "rate(" + rate.condition().text() + ")",
        Kind.RATE,
        RATE_DECIMALS,
        meeting(Part.MEETING, condition),
        meeting(Part.MISSING, condition));
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
        new Draft(
            Part.CENTRED_SQUARES,
            Optional.of(column),
            -range.squareCentre() * maxRows(),
            range.squareBound() * maxRows(),
            Optional.of(range),
            Optional.empty(),
            Optional.empty(),
            2 * numeric.scale(),
            WHOLE / 3),
        centredSum(column, range, WHOLE / 3),
        keptValues(column, WHOLE / 3));
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
    Draft leaves = leaves(Part.LEAVES, Optional.of(column), maxRows, tree, numeric.scale());
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
            leaves(Part.TOTAL_LEAF, Optional.of(column), 1, tree, numeric.scale()),
            quantile.q());
      }
      case ROWS ->
          addLeaves(
              "quantile(rows, " + quantile.q().toPlainString() + ")",
              leaves(Part.ROWS_LEAF, Optional.empty(), 1, steps(MOST_ROWS), 0),
              quantile.q());
      case SEGMENTS -> {
        if (!pooled) {
          throw new InputException(
              "COUNT(DISTINCT segment) is of all segments together; ask GROUP BY POOLED(columns)");
        }
        addLeaves(
            "quantile(segments, " + quantile.q().toPlainString() + ")",
            leaves(Part.SEGMENTS_LEAF, Optional.empty(), 1, steps(levels.get(0).width()), 0),
            quantile.q());
      }
    }
  }

  private static QuantileTree steps(int most) {
    return new QuantileTree(0, QuarterSteps.of(most));
  }

  private static Draft leaves(
      Part part, Optional<ColumnRef> column, int most, QuantileTree tree, int decimals) {
    return new Draft(
        part,
        column,
        0,
        most,
        Optional.empty(),
        Optional.empty(),
        Optional.of(tree),
        decimals,
        WHOLE);
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
    int segments = levels.stream().mapToInt(Level::cells).sum();
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
    long mostRows = (long) maxRows * overlap();
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

  private Draft centredSum(ColumnRef column, CentredRange range, int weight) {
    long most = range.deviationBound() * maxRows();
    int decimals = ((Column.Numeric) column.column()).scale();
    return new Draft(
        Part.CENTRED_SUM,
        Optional.of(column),
        -most,
        most,
        Optional.of(range),
        Optional.empty(),
        Optional.empty(),
        decimals,
        weight);
  }

  private Draft keptValues(ColumnRef column, int weight) {
    return new Draft(
        Part.KEPT_VALUES,
        Optional.of(column),
        0,
        maxRows(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        weight);
  }

  private static Draft count(Part part, int most) {
    return new Draft(
        part,
        Optional.empty(),
        0,
        most,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        WHOLE);
  }

  private static Draft meeting(Part part, Optional<RowTest> condition) {
    return new Draft(
        part, Optional.empty(), 0, 1, Optional.empty(), condition, Optional.empty(), 0, WHOLE);
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
