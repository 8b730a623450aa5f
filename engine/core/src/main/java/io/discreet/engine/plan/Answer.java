package io.discreet.engine.plan;

import io.discreet.mechanisms.moments.CentredRange;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * One vector of exact integers, one for each segment, that is noised and released.
 *
 * @param part what a customer adds to it in one segment
 * @param column the numeric column behind it; empty for counts
 * @param low the least that one customer may add in one segment, in lattice units
 * @param high the most that one customer may add in one segment
 * @param range the column's range; of {@link Part#CENTRED_SUM} and {@link Part#CENTRED_SQUARES}
 * @param condition that a row must meet besides; of {@link Part#MEETING} and {@link Part#MISSING}
 * @param tree whose leaves are counted; of {@link Part#LEAVES} and of the leaves of customers, by
 *     {@link QuarterSteps}; it has a coordinate for each used leaf in every segment and is noised
 *     in all nodes of the tree
 * @param decimals one lattice unit is 10^-decimals, of centred squares times the range's square
 *     unit squared
 * @param units the part of the query's worst-case cost that pays for this answer; the two answers
 *     of a rate share one part, because a customer adds to one of them only
 * @param normBound the largest norm of one customer's contribution over all segments, rounded up
 * @param noise calibrated so that a contribution of {@code normBound} costs at most {@code units}
 */
public record Answer(
    Part part,
    Optional<ColumnRef> column,
    long low,
    long high,
    Optional<CentredRange> range,
    Optional<RowTest> condition,
    Optional<QuantileTree> tree,
    int decimals,
    long units,
    double normBound,
    LatticeNoise noise) {

  /** The largest absolute value that one customer may add in one segment. */
  public long sensitivity() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  /** How many exact integers a segment has. */
  public int cells() {
    return tree.isPresent() ? tree.get().usedLeaves() : 1;
  }

  /** What is taken from every value before it is added. */
  public long centre() {
    return range.isPresent() ? range.get().centre() : 0;
  }

  /** Moves a part to the nearer of its bounds. */
  public long clamp(long bounded) {
    return Math.max(low, Math.min(high, bounded));
  }

  /** The size of one lattice unit. */
  public BigDecimal unit() {
    BigDecimal one = BigDecimal.ONE.movePointLeft(decimals);
    if (part != Part.CENTRED_SQUARES) {
      return one;
    }
    BigDecimal squareUnit = BigDecimal.valueOf(range.orElseThrow().squareUnit());
    return one.multiply(squareUnit).multiply(squareUnit);
  }

  /** What a customer adds to an answer in one segment. */
  public enum Part {
    /** 1 where the customer has a qualifying row. */
    PRESENCE("count"),
    /** 1 where the customer has a qualifying row that meets the answer's condition. */
    MEETING("count of those who meet it"),
    /** 1 where the customer has qualifying rows and none of them meets the answer's condition. */
    MISSING("count of those who do not"),
    /** The kept rows. */
    KEPT_ROWS("count"),
    /** The clamped total of all qualifying rows' values. */
    CLAMPED_SUM("sum"),
    /** The kept rows whose value is not NULL. */
    KEPT_VALUES("count of values"),
    /** The total of value − centre over the kept rows whose value is not NULL. */
    CENTRED_SUM("centred sum"),
    /** The total of {@link CentredRange#centredSquare} over the same rows. */
    CENTRED_SQUARES("centred squares"),
    /** The kept rows whose value is not NULL, by leaf of the answer's tree. */
    LEAVES("tree of counts"),
    /** The customer, by leaf of the total of all qualifying rows' values in the segment. */
    TOTAL_LEAF("tree of customers' totals"),
    /** The customer, by leaf of the number of qualifying rows in the segment. */
    ROWS_LEAF("tree of customers' rows"),
    /** The customer, by leaf of the number of segments with qualifying rows; once. */
    SEGMENTS_LEAF("tree of customers' segments");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /** Whether a total over segments has the bounds of a segment; if not, parts are added up. */
    public boolean boundedInTotals() {
      return switch (this) {
        // Segments are counted once, in the one total that there then is.
        case PRESENCE, MEETING, MISSING, KEPT_ROWS, CLAMPED_SUM, SEGMENTS_LEAF -> true;
        case KEPT_VALUES, CENTRED_SUM, CENTRED_SQUARES, LEAVES, TOTAL_LEAF, ROWS_LEAF -> false;
      };
    }
  }
}
