package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.policy.Table;
import io.discreet.engine.query.Measure;
import io.discreet.engine.release.Release.MeasureInfo.Kind;
import io.discreet.mechanisms.accounting.Currency;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns measures into bounded answers and divides a cost among them.
 *
 * <p>Every measure gets the same part of the cost; a mean divides its part equally between its
 * centred sum and its count. Law 2: an answer's noise is calibrated to the largest contribution
 * that its bounds allow.
 */
final class MeasurePlanner {

  /** The largest noise scale in lattice units: beyond it an answer says nothing. */
  static final double MOST_SCALE = 0x1p40;

  /** An answer before its cost is known. Weights are in halves of a measure. */
  private record Draft(
      Part part,
      Optional<ColumnRef> column,
      long low,
      long high,
      long centre,
      int decimals,
      int weight) {}

  private final Names names;
  private final Currency currency;
  private final int l0;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<PlannedMeasure> planned = new ArrayList<>();

  MeasurePlanner(Names names, Currency currency, int l0) {
    this.names = names;
    this.currency = currency;
    this.l0 = l0;
  }

  void add(Measure measure) {
    if (measure instanceof Measure.Customers) {
      draft("customers", Kind.CUSTOMERS, new Draft(Part.PRESENCE, Optional.empty(), 0, 1, 0, 0, 2));
    } else if (measure instanceof Measure.Rows) {
      draft(
          "rows",
          Kind.ROWS,
          new Draft(Part.KEPT_ROWS, Optional.empty(), 0, requireMaxRows("COUNT(*)"), 0, 0, 2));
    } else if (measure instanceof Measure.Sum sum) {
      addSum(sum);
    } else if (measure instanceof Measure.Mean mean) {
      addMean(mean);
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

  /** Half-measures in all: what the parts of {@link #answers} are counted in. */
  int weights() {
    return drafts.stream().mapToInt(Draft::weight).sum();
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
      long part = Math.multiplyExact(units, draft.weight()) / weights();
      if (part < 1) {
        return Optional.empty();
      }
      double scale = currency.noiseScale(normBound(draft), part);
      if (!(scale <= MOST_SCALE)) {
        return Optional.empty();
      }
      answers.add(
          new Answer(
              draft.part(),
              draft.column(),
              draft.low(),
              draft.high(),
              draft.centre(),
              draft.decimals(),
              part,
              normBound(draft),
              currency.noise(scale)));
    }
    return Optional.of(List.copyOf(answers));
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
        new Draft(
            Part.CLAMPED_SUM,
            Optional.of(column),
            clamp.low(),
            clamp.high(),
            0,
            numeric.scale(),
            2));
  }

  private void addMean(Measure.Mean mean) {
    ColumnRef column = names.numeric(mean.column(), "AVG");
    Column.Numeric numeric = (Column.Numeric) column.column();
    long maxRows = requireMaxRows("AVG(" + numeric.name() + ")");
    Bounds range = numeric.range();
    long centre = Math.floorDiv(range.low() + range.high(), 2L);
    long reach = Math.max(range.high() - centre, centre - range.low());
    if (reach == 0) {
      throw new InputException(
          "AVG(" + numeric.name() + ") is known: its range holds one value only");
    }
    if (reach > Bounds.MOST / maxRows) {
      throw new InputException(
          "AVG("
              + numeric.name()
              + ") would overflow: max-rows × half its range must be at most "
              + Bounds.MOST
              + " units; lower max-rows or the range");
    }
    draft(
        "mean(" + numeric.name() + ")",
        Kind.MEAN,
        new Draft(
            Part.CENTRED_SUM,
            Optional.of(column),
            -reach * maxRows,
            reach * maxRows,
            centre,
            numeric.scale(),
            1),
        new Draft(Part.KEPT_VALUES, Optional.of(column), 0, maxRows, 0, 0, 1));
  }

  private void draft(String name, Kind kind, Draft... parts) {
    List<Integer> positions = new ArrayList<>();
    for (Draft part : parts) {
      positions.add(drafts.size());
      drafts.add(part);
    }
    planned.add(new PlannedMeasure(name, kind, List.copyOf(positions)));
  }

  private long requireMaxRows(String measure) {
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
