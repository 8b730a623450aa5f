package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A declared column: its type, resolution and bounds. */
public sealed interface Column {

  String name();

  /**
   * The widest that its numbers are in memory, whatever they are. Of a declared category it counts
   * the values that are declared now, and {@link Category#OTHER}.
   */
  default Width widest() {
    if (this instanceof Category category && category.declared()) {
      return Width.of(category.values().size() + 1L);
    }
    return this instanceof Numeric numeric ? Width.of(numeric.range().magnitude()) : Width.INT;
  }

  /**
   * A category.
   *
   * @param values the declared, public values; empty when they are discovered from the data
   */
  record Category(String name, List<String> values) implements Column {

    /** The longest declared value, in characters. */
    public static final int LONGEST = 256;

    /** The reserved cell for values that are not declared. */
    public static final String OTHER = "other";

    /** The reserved cell for missing values. */
    public static final String NULL = "NULL";

    /** What a release calls the total over all values. */
    public static final String ALL = "(all)";

    public Category {
      Identifier.require("column", name);
      values = List.copyOf(values);
      for (String value : values) {
        if (value.isBlank() || value.length() > LONGEST) {
          throw new InputException(
              "column "
                  + name
                  + ": a value must have 1 to "
                  + LONGEST
                  + " characters, not all blank");
        }
        if (value.equalsIgnoreCase(OTHER)
            || value.equalsIgnoreCase(NULL)
            || value.equalsIgnoreCase(ALL)) {
          throw new InputException(
              "column "
                  + name
                  + ": the value '"
                  + value
                  + "' is reserved; leave it away or rename it");
        }
      }
      Set<String> seen = new HashSet<>();
      for (String value : values) {
        if (!seen.add(value)) {
          throw new InputException(
              "column " + name + ": the value '" + Quote.shorten(value) + "' is listed twice");
        }
      }
    }

    public boolean declared() {
      return !values.isEmpty();
    }
  }

  /** A calendar date, stored as the day since 1970-01-01. */
  record Date(String name) implements Column {
    public Date {
      Identifier.require("column", name);
    }
  }

  /**
   * A number, stored as an integer count of 10^-scale units.
   *
   * @param scale decimal digits after the point, 0 to 9; 0 for integers
   * @param range of one value, in units: a value outside is moved to the nearer bound at intake
   * @param clamp of one customer's total in one segment, in units: the default of {@code SUM}
   */
  record Numeric(String name, int scale, Bounds range, Optional<Bounds> clamp) implements Column {

    public Numeric {
      Identifier.require("column", name);
      requireScale(scale);
    }

    static void requireScale(int scale) {
      if (scale < 0 || scale > 9) {
        throw new InputException("a scale must be 0 to 9 decimal digits, got " + scale);
      }
    }

    /** The unit as a decimal: 0.01 for scale 2. */
    public BigDecimal resolution() {
      return BigDecimal.ONE.movePointLeft(scale);
    }
  }

  /**
   * An interval of units, both ends included. Ends are at most 2³¹ − 1 in absolute value, so that
   * the total of 2³¹ customers, or of 2³¹ rows, fits a long with room for noise.
   */
  record Bounds(long low, long high) {

    public static final long MOST = (1L << 31) - 1;

    public Bounds {
      if (low > high) {
        throw new InputException("bounds must have low <= high, got [" + low + ", " + high + "]");
      }
      if (low < -MOST || high > MOST) {
        throw new InputException(
            "bounds of ["
                + low
                + ", "
                + high
                + "] units could overflow: at most "
                + MOST
                + " units of the column's scale either side");
      }
    }

    /** The largest absolute value inside. */
    public long magnitude() {
      return Math.max(Math.abs(low), Math.abs(high));
    }

    public long clamp(long units) {
      return Math.max(low, Math.min(high, units));
    }
  }
}
