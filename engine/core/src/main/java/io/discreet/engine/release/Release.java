package io.discreet.engine.release;

import io.discreet.mechanisms.accounting.SafeSide;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stored noisy answer.
 *
 * <p>Every record in here refuses what cannot be an answer (NaN, an infinity, a row of the wrong
 * width) with an {@link IllegalArgumentException}.
 *
 * @param id 32 lower-case hexadecimal digits, random; the charge carries the same id, or that of
 *     the first of several answers from one draw
 * @param at when charge and release were committed
 * @param asOf the date that the query meant by today
 * @param night which nightly query it answers, if it answers one
 * @param query the canonical query text
 * @param l0 the most segments that one customer counted in; at least 1
 * @param purpose the purpose that it was asked for
 * @param jointly the draw that other questions were answered from as well; empty for an answer by
 *     itself
 * @param selection how the segments were chosen among those found in the data; empty where all of
 *     them are public, so that every one is in the rows
 * @param dataVersion how many operator intakes the answer saw; at least 0
 * @param policyHash SHA-256 of the canonical policy, in hexadecimal
 * @param dimensions the axes of the segments, in the order of {@link Row#segment}
 * @param measures what each estimate of a row is, in the order of {@link Row#estimates}
 */
public record Release(
    String id,
    Instant at,
    LocalDate asOf,
    Optional<Night> night,
    String query,
    String table,
    String purpose,
    int l0,
    Charged charged,
    Optional<Joint> jointly,
    Optional<Selection> selection,
    Coverage coverage,
    long dataVersion,
    String policyHash,
    List<Axis> dimensions,
    List<MeasureInfo> measures,
    List<Row> rows) {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  public Release {
    dimensions = List.copyOf(dimensions);
    measures = List.copyOf(measures);
    rows = List.copyOf(rows);
    id(id);
    atLeast("l0", l0, 1);
    atLeast("dataVersion", dataVersion, 0);
    for (Row row : rows) {
      if (row.segment().size() != dimensions.size() || row.estimates().size() != measures.size()) {
        throw new IllegalArgumentException(
            "a row must have "
                + dimensions.size()
                + " cells and "
                + measures.size()
                + " estimates, got "
                + row.segment().size()
                + " and "
                + row.estimates().size());
      }
    }
    boolean ranked = measures.size() == 1 && measures.get(0).kind() == MeasureInfo.Kind.TOP_K;
    long placed = rows.stream().filter(row -> row.place().isPresent()).count();
    if (placed > 0 && !(ranked && placed == rows.size())) {
      throw new IllegalArgumentException("places are of all rows of a ranking, or of none");
    }
  }

  /** An answer by itself. */
  public Release(
      String id,
      Instant at,
      LocalDate asOf,
      Optional<Night> night,
      String query,
      String table,
      String purpose,
      int l0,
      Charged charged,
      Optional<Selection> selection,
      Coverage coverage,
      long dataVersion,
      String policyHash,
      List<Axis> dimensions,
      List<MeasureInfo> measures,
      List<Row> rows) {
    this(
        id,
        at,
        asOf,
        night,
        query,
        table,
        purpose,
        l0,
        charged,
        Optional.empty(),
        selection,
        coverage,
        dataVersion,
        policyHash,
        dimensions,
        measures,
        rows);
  }

  private static void id(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a release's id has 32 lower-case hexadecimal digits, got '" + id + "'");
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }

  private static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, got " + value);
    }
  }

  /** The place of a release in a nightly plan: the plan's and the query's name. */
  public record Night(String plan, String query) {}

  /**
   * What the query cost each customer at most.
   *
   * @param currency {@code gaussian-dp} or {@code pure-dp}
   * @param worstCaseUnits what a customer with the largest possible contribution paid, in units of
   *     2⁻⁴⁰; others paid less. Of an answer from a joint draw its part: the parts add up to what
   *     was paid for the draw
   * @param budgetUnits each customer's budget of the period under the policy; at least 1
   * @param epsilon the ε, rounded up, of this query alone at the policy's δ; of an answer from a
   *     joint draw that of its noise, which is more than its part pays for
   */
  public record Charged(String currency, long worstCaseUnits, long budgetUnits, double epsilon) {

    public Charged {
      atLeast("worstCaseUnits", worstCaseUnits, 0);
      atLeast("budgetUnits", budgetUnits, 1);
      finite("epsilon", epsilon);
      if (epsilon < 0) {
        throw new IllegalArgumentException("epsilon must be at least 0, got " + epsilon);
      }
    }

    /** The worst case as a share of the period's budget, rounded up; in [0, 1]. */
    public double share() {
      return SafeSide.SPENT.share(worstCaseUnits, budgetUnits);
    }
  }

  /**
   * One draw that several questions were answered from, and the one charge for it.
   *
   * @param charge the id of the charge, which is that of the first of the answers
   * @param answers how many there are; at least 2
   * @param worstCaseUnits what a customer with the largest possible contribution paid for all of
   *     them, in units of 2⁻⁴⁰
   */
  public record Joint(String charge, int answers, long worstCaseUnits) {

    public Joint {
      id(charge);
      atLeast("answers", answers, 2);
      atLeast("worstCaseUnits", worstCaseUnits, 1);
    }
  }

  /**
   * The private choice of the segments that are in the rows. A segment that is not may be without
   * customers or have few of them: its values are missing, not zero.
   *
   * @param mechanism {@code gaussian-threshold} or {@code truncated-geometric}
   * @param threshold at about how many customers a segment is as likely to be named as not; finite,
   *     at least 1
   * @param delta the δ of the choice, which everybody who counts in a segment paid; in (0, 1)
   */
  public record Selection(String mechanism, double threshold, double delta) {

    public Selection {
      finite("threshold", threshold);
      if (threshold < 1) {
        throw new IllegalArgumentException("threshold must be at least 1, got " + threshold);
      }
      if (!(delta > 0 && delta < 1)) {
        throw new IllegalArgumentException(
            "delta of a selection must be above 0 and below 1, got " + delta);
      }
    }
  }

  /** Whether customers may have stayed out for lack of the policy's budget. */
  public enum Coverage {
    COMPLETE("complete"),
    MAY_BE_PARTIAL("may be partial");

    private final String words;

    Coverage(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** One axis: what it was called in the query, and the column behind it. */
  public record Axis(String name, String column) {}

  /**
   * One measure and the noise in it.
   *
   * @param name as the query has it: {@code customers}, {@code rows}, {@code sum(amount)}, …
   * @param kind what it is
   * @param decimals how many digits after the point its values carry
   * @param noise one entry for each noisy lattice answer behind it
   */
  public record MeasureInfo(String name, Kind kind, int decimals, List<Noise> noise) {

    public MeasureInfo {
      atLeast("decimals", decimals, 0);
      noise = List.copyOf(noise);
    }

    /** The measures that a release can hold. */
    public enum Kind {
      CUSTOMERS,
      ROWS,
      SUM,
      MEAN,
      VARIANCE,
      STANDARD_DEVIATION,
      RATE,
      QUANTILE,
      /** Customers of the cells that a noisy ranking put first; other cells are not in the rows. */
      TOP_K,
      /** Customers who would be left out of a question for lack of budget. */
      LEFT_OUT
    }
  }

  /**
   * The noise of one lattice answer.
   *
   * @param answer what was noised: {@code count}, {@code sum}, {@code centred sum}
   * @param mechanism {@code rounded-gaussian}, {@code rounded-laplace} or {@code google-laplace}
   * @param scaleUnits σ or b in lattice units; finite, above 0
   * @param unit the size of one lattice unit, a decimal above 0 such as 0.01
   */
  public record Noise(String answer, String mechanism, double scaleUnits, String unit) {

    public Noise {
      // Written as !(x > 0) so that NaN is refused too.
      if (!(scaleUnits > 0) || Double.isInfinite(scaleUnits)) {
        throw new IllegalArgumentException(
            "scaleUnits must be finite and above 0, got " + scaleUnits);
      }
      if (!isPositiveDecimal(unit)) {
        throw new IllegalArgumentException("unit must be a decimal above 0, got '" + unit + "'");
      }
    }

    private static boolean isPositiveDecimal(String text) {
      try {
        return new BigDecimal(text).signum() > 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  /**
   * One segment.
   *
   * @param segment one cell label for each axis; {@link #OTHER}, {@link #NULL} and {@link #ALL} are
   *     reserved cells
   * @param estimates one for each measure
   * @param place of its last cell among those of its segment that compete in a ranking; empty where
   *     nothing is ranked
   */
  public record Row(List<String> segment, List<Estimate> estimates, Optional<Place> place) {

    /** The reserved cell for values that the policy does not declare. */
    public static final String OTHER = "other";

    /** The reserved cell for missing values. */
    public static final String NULL = "NULL";

    /** The reserved cell of a total: all cells of an axis together. */
    public static final String ALL = "(all)";

    public Row {
      segment = List.copyOf(segment);
      estimates = List.copyOf(estimates);
    }

    /** A segment of an answer that ranks nothing. */
    public Row(List<String> segment, List<Estimate> estimates) {
      this(segment, estimates, Optional.empty());
    }
  }

  /**
   * Where a value stands in the ranking of its segment, from 1 for the largest.
   *
   * <p>Of all values that compete in a segment, named or not, each is between its best and its
   * worst place at 95 % together. So what the worst place of the k-th exceeds k by is how many
   * others may belong among the first k.
   *
   * @param noisy by the noisy values
   * @param best that the value may have without noise, at least 1 and at most {@code noisy}
   * @param worst that the value may have without noise, at least {@code noisy}
   */
  public record Place(int noisy, int best, int worst) {

    public Place {
      if (!(1 <= best && best <= noisy && noisy <= worst)) {
        throw new IllegalArgumentException(
            "a place must be from 1 and between its best and worst, got "
                + noisy
                + " in ["
                + best
                + ", "
                + worst
                + "]");
      }
    }
  }

  /**
   * A noisy value and how far it may be off.
   *
   * <p>All four are finite and in the measure's own scale.
   *
   * @param value unbiased for counts and sums, so that it may be negative
   * @param standardError of the noise, at least 0; of a quotient, such as a mean, by the delta
   *     method; of a quantile, half of the interval over 1.96. Where the count below may be 0, a
   *     quotient's value is the middle of what is possible and its error half the width of that
   * @param low lower end of the 95 % interval
   * @param high upper end of the 95 % interval, at least {@code low}
   */
  public record Estimate(double value, double standardError, double low, double high) {

    public Estimate {
      finite("value", value);
      finite("standardError", standardError);
      finite("low", low);
      finite("high", high);
      if (standardError < 0) {
        throw new IllegalArgumentException(
            "standardError must be at least 0, got " + standardError);
      }
      if (low > high) {
        throw new IllegalArgumentException(
            "an interval must have low <= high, got [" + low + ", " + high + "]");
      }
    }
  }
}
