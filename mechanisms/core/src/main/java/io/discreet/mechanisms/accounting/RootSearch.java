package io.discreet.mechanisms.accounting;

import java.util.function.DoubleUnaryOperator;

/** Roots in plain doubles: places to start a rigorous search from, and used for nothing else. */
final class RootSearch {

  private static final int NEWTON_STEPS = 6;

  /** A relative step whose square, of which order the next step would be, moves no double. */
  private static final double SETTLED = 0x1p-32;

  private RootSearch() {}

  /** Bisects a rising function; returns a point at or just below its root. */
  static double bisected(double low, double high, DoubleUnaryOperator rising) {
    double below = low;
    double above = high;
    double middle = between(below, above);
    while (middle > below && middle < above) {
      if (rising.applyAsDouble(middle) < 0) {
        below = middle;
      } else {
        above = middle;
      }
      middle = between(below, above);
    }
    return below;
  }

  /** The geometric middle, which finds small roots fast; from 0 there is none. */
  private static double between(double below, double above) {
    return below > 0 ? Math.sqrt(below) * Math.sqrt(above) : above / 16;
  }

  /** Newton's method from {@code start}, with {@code step} = value/slope; stays in (0, most]. */
  static double polished(double start, double most, DoubleUnaryOperator step) {
    double guess = start;
    for (int i = 0; i < NEWTON_STEPS; i++) {
      double next = guess - step.applyAsDouble(guess);
      if (!(next > 0 && next <= most)) {
        return guess;
      }
      boolean isSettled = Math.abs(next - guess) <= SETTLED * guess;
      guess = next;
      if (isSettled) {
        return guess;
      }
    }
    return guess;
  }
}
