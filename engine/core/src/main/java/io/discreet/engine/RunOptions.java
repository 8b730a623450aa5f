package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * How a query is run.
 *
 * @param asOf the date that the query means by today; empty for the clock's date in the shop's zone
 * @param night the nightly query that it answers; empty for a query of its own
 */
public record RunOptions(Optional<LocalDate> asOf, Optional<NightSlot> night) {

  /** As of today, for no night. */
  public static final RunOptions TODAY = new RunOptions(Optional.empty(), Optional.empty());

  /** A query of a nightly plan: its slot answers once, however often the night is run again. */
  public static RunOptions nightly(LocalDate asOf, NightSlot night) {
    return new RunOptions(Optional.of(asOf), Optional.of(night));
  }

  /**
   * The place of an answer in a nightly plan.
   *
   * @param plan the plan's name
   * @param slot the first day of the time that the answer is for: a day, a week or a month
   * @param query the query's name within the plan
   */
  public record NightSlot(String plan, LocalDate slot, String query) {

    public NightSlot {
      if (plan.isBlank() || query.isBlank()) {
        throw new InputException("a nightly plan and its queries need names");
      }
    }
  }

  /**
   * The place of answers from one draw in a nightly plan: it answers once, as a whole.
   *
   * @param plan the plan's name
   * @param slot the first day of the time that the answers are for
   * @param queries their names within the plan, in the order in which they are asked
   */
  public record JointSlot(String plan, LocalDate slot, List<String> queries) {

    public JointSlot {
      queries = List.copyOf(queries);
      if (plan.isBlank() || queries.stream().anyMatch(String::isBlank)) {
        throw new InputException("a nightly plan and its queries need names");
      }
      if (queries.stream().distinct().count() < queries.size()) {
        throw new InputException("two queries of one plan have the same name");
      }
    }
  }
}
