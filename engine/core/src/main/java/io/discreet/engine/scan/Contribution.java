package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;

/**
 * What one customer brings to a query: the segments that the qualifying rows fall in and, for each,
 * running totals; then its bounded form. First which segments, then, for those that count, the
 * totals.
 *
 * <p>Segments are in slots. A row's values are at most 2³¹ and a customer's rows fewer than 2³¹, so
 * that running totals fit a long. Instances hold the state of one customer and are not thread-safe.
 */
interface Contribution {

  /** In place of a total that no value is in. */
  long NO_TOTAL = Long.MIN_VALUE;

  /** Turns to the next block. */
  void begin(Block block);

  /** Forgets the customer before, and finds the segments of a customer of the block. */
  void collect(int customer);

  /** How many segments the customer's qualifying rows fall in. */
  int slots();

  /** What the step of the segment in a slot adds to the first word of the segment's number. */
  long offset(int slot);

  /** What it adds to another word, numbered from 0. */
  long otherOffset(int slot, int other);

  /**
   * The steps of all segments as bits; only where they are within a word ({@link Cells#inWord}).
   * Then a slot is a step.
   */
  long word();

  /**
   * Adds up what the customer brings to the segments that count.
   *
   * @param kept the slots that count
   * @param count how many of {@code kept} there are
   */
  void keep(int[] kept, int count);

  /**
   * Collects the leaves of the rows that an answer of leaves counts.
   *
   * @param kept as in {@link #keep}
   * @param leaves holds no rows yet
   */
  void leaves(int answer, int[] kept, int count, KeptLeaves leaves);

  /**
   * Writes the customer's exact, bounded parts of an answer.
   *
   * @param kept as in {@link #keep}
   * @param parts gets the part in {@code kept[i]} at i
   */
  void bounded(int answer, int[] kept, int count, long[] parts);

  /**
   * The bounded part in one segment, from its running totals; of leaves of customers, what the leaf
   * is of. Law 2: it lies within the answer's bounds whatever the totals are, because the noise is
   * calibrated to those; a stored value may be beyond a range that the policy narrowed after
   * intake.
   *
   * @param rows that qualify
   * @param total of the values that count, less the centre of each, or of their centred squares
   * @param values how many count; of a condition, how many rows meet it
   */
  static long bounded(Answer answer, long rows, long total, long values) {
    return switch (answer.part()) {
      case PRESENCE -> 1;
      case MEETING -> values > 0 ? 1 : 0;
      case MISSING -> values > 0 ? 0 : 1;
      case KEPT_ROWS -> answer.clamp(rows);
      case KEPT_VALUES -> answer.clamp(values);
      case CENTRED_SUM, CENTRED_SQUARES -> answer.clamp(total);
      // Without a qualifying value the part is 0, even where the clamp excludes 0.
      case CLAMPED_SUM -> values == 0 ? 0 : answer.clamp(total);
      case TOTAL_LEAF -> values == 0 ? NO_TOTAL : total;
      case ROWS_LEAF -> rows;
      case LEAVES, SEGMENTS_LEAF -> throw new IllegalArgumentException("not a part of a segment");
    };
  }
}
