package io.discreet.engine.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An aggregate question about segments.
 *
 * @param table the table whose rows are asked about
 * @param where the condition that a row must meet; empty for all rows
 * @param segmentBy the axes of the segments; empty for one segment of all
 * @param measures what is asked of each segment; at least one
 * @param purpose why it is asked
 * @param l0 the most segments that one customer may count in; empty for the plan's default
 */
public record SegmentQuery(
    String table,
    Optional<Predicate> where,
    List<Dimension> segmentBy,
    List<Measure> measures,
    String purpose,
    OptionalInt l0) {

  public SegmentQuery {
    segmentBy = List.copyOf(segmentBy);
    measures = List.copyOf(measures);
  }
}
