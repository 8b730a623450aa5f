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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns measures into bounded answers and divides a cost among them.
 *
 * <p>Every measure gets the same part of the cost, and divides it equally among its answers. Law 2:
 * an answer's noise is calibrated to the largest contribution that its bounds allow.
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
      int decimals,
      int weight) {}

  private final Names names;
  private final ConditionBinder conditions;
  private final Currency currency;
  private final int l0;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<PlannedMeasure> planned = new ArrayList<>();

  MeasurePlanner(Names names, ConditionBinder conditions, Currency currency, int l0) {
    this.names = names;
    this.conditions = conditions;
    this.currency = currency;
    this.l0 = l0;
  }

  void add(Measure measure) {
    if (measure instanceof Measure.Customers) {
      draft("customers", Kind.CUSTOMERS, 0, count(Part.PRESENCE, 1));
    } else if (measure instanceof Measure.Rows) {
      draft("rows", Kind.ROWS, 0, count(Part.KEPT_ROWS, requireMaxRows("COUNT(*)")));
    } else if (measure instanceof Measure.Sum sum) {
      addSum(sum);
    } else if (measure instanceof Measure.Mean mean) {
      addMean(mean);
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
    return List.copyOf(planned);
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
    for (Draft draft : drafts) {
      long part = part(units, draft.weight());
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
              draft.decimals(),
              part,
              normBound(draft),
              currency.noise(scale)));
    }
    return Optional.of(List.copyOf(answers));
  }

  /** ⌊units · weight / (WHOLE · measures)⌋, without overflow. */
  private long part(long units, int weight) {
    long whole = (long) WHOLE * planned.size();
    return units / whole * weight + units % whole * weight / whole;
  }

  /** The largest norm of one customer's contribution: l0 segments at the largest coordinate. */
  private double normBound(Draft draft) {
    long largest = Math.max(Math.abs(draft.low()), Math.abs(draft.high()));
    double coordinate =
        switch (currency.norm()) {
          case SQUARED_L2 -> Math.nextUp((double) (largest * largest));
          case L1 -> largest;
        };
    return Math.nextUp(coordinate * l0);
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
        keptValues(column, range, WHOLE / 2));
  }

  private void addRate(Measure.Rate rate) {
    Optional<RowTest> condition = Optional.of(conditions.bind(rate.condition()));
    draft(
        "rate(" + rate.condition().text() + ")",
        Kind.RATE,
        RATE_DECIMALS,
        new Draft(Part.MEETING, Optional.empty(), 0, 1, Optional.empty(), condition, 0, WHOLE),
        new Draft(Part.MISSING, Optional.empty(), 0, 1, Optional.empty(), condition, 0, WHOLE));
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
            -range.squareCentre() * range.rows(),
            range.squareBound() * range.rows(),
            Optional.of(range),
            Optional.empty(),
            2 * numeric.scale(),
            WHOLE / 3),
        centredSum(column, range, WHOLE / 3),
        keptValues(column, range, WHOLE / 3));
  }

  /** The range of a column whose values are averaged, and the rows of a customer that count. */
  private CentredRange centred(Column.Numeric numeric, String function) {
    String measure = function + "(" + numeric.name() + ")";
    int maxRows = requireMaxRows(measure);
    Bounds range = numeric.range();
    if (range.low() == range.high()) {
      throw new InputException(measure + " is known: its range holds one value only");
    }
    CentredRange centred = new CentredRange(range.low(), range.high(), maxRows);
    if (centred.deviationBound() > Bounds.MOST / maxRows) {
      throw new InputException(
          measure
              + " would overflow: max-rows × half its range must be at most "
              + Bounds.MOST
              + " units; lower max-rows or the range");
    }
    return centred;
  }

  private static Draft centredSum(ColumnRef column, CentredRange range, int weight) {
    long most = range.deviationBound() * range.rows();
    int decimals = ((Column.Numeric) column.column()).scale();
    return new Draft(
        Part.CENTRED_SUM,
        Optional.of(column),
        -most,
        most,
        Optional.of(range),
        Optional.empty(),
        decimals,
        weight);
  }

  private static Draft keptValues(ColumnRef column, CentredRange range, int weight) {
    return new Draft(
        Part.KEPT_VALUES,
        Optional.of(column),
        0,
        range.rows(),
        Optional.empty(),
        Optional.empty(),
        0,
        weight);
  }

  private static Draft count(Part part, int most) {
    return new Draft(part, Optional.empty(), 0, most, Optional.empty(), Optional.empty(), 0, WHOLE);
  }

  private void draft(String name, Kind kind, int decimals, Draft... parts) {
    List<Integer> positions = new ArrayList<>();
    for (Draft part : parts) {
      positions.add(drafts.size());
      drafts.add(part);
    }
    planned.add(new PlannedMeasure(name, kind, List.copyOf(positions), decimals));
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
