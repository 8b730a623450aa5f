package io.discreet.engine.scan;

/**
 * What one customer brings to a query: the segments that the qualifying rows fall in and, for each,
 * running totals; then its bounded form.
 *
 * <p>Segments are in slots, in the order of the rows. A row's values are at most 2³¹ and a
 * customer's rows fewer than 2³¹, so that running totals fit a long. Instances hold the state of
 * one customer and are not thread-safe.
 */
interface Contribution {

  /** Turns to the next block. */
  void begin(Block block);

  /** Forgets the customer before, and collects the rows of a customer of the block. */
  void collect(int customer);

  /** How many segments the customer's qualifying rows fall in. */
  int slots();

  /** The step of the segment in a slot. */
  int step(int slot);

  /**
   * Writes the customer's exact, bounded parts of an answer.
   *
   * @param kept the slots that count
   * @param count how many of {@code kept} there are
   * @param parts gets the part in {@code kept[i]} at i
   */
  void bounded(int answer, int[] kept, int count, long[] parts);
}
