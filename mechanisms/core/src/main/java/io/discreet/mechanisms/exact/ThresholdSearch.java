package io.discreet.mechanisms.exact;

import java.util.function.LongToIntFunction;

/** Finds the last integer that answers yes, by questions that may stay undecided. */
public final class ThresholdSearch {

  /** What {@link #largest} returns when a question could not be decided. */
  public static final long UNDECIDED = -1;

  private ThresholdSearch() {}

  /**
   * Returns the largest k ≥ 0 at which {@code question} answers yes, or {@link #UNDECIDED}.
   *
   * <p>Asks about twice log₂ of the distance between the guess and the result.
   *
   * @param guess where to start; a good guess saves questions and changes nothing else
   * @param question 1 (yes), −1 (no) or 0 (undecided) for k ≥ 1, where the yeses come before the
   *     noes; k = 0 counts as a yes
   * @throws ArithmeticException if every long answers yes
   */
  public static long largest(long guess, LongToIntFunction question) {
    long yes = 0;
    long no = Long.MAX_VALUE;
    long step = 1;
    long next = Math.max(guess, 1);
    boolean isAboveGuess = false;
    while (no - yes > 1) {
      int answer = question.applyAsInt(next);
      if (answer == 0) {
        return UNDECIDED;
      }
      if (answer > 0) {
        yes = next;
        isAboveGuess |= no == Long.MAX_VALUE;
      } else {
        no = next;
      }
      if (no == Long.MAX_VALUE) {
        next = Math.addExact(yes, step);
        step *= 2;
      } else if (yes == 0 && !isAboveGuess) {
        next = Math.max(no - step, 1);
        step *= 2;
      } else {
        next = yes + (no - yes) / 2;
      }
    }
    return yes;
  }
}
