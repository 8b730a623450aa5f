package io.discreet.engine.memory;

import io.discreet.engine.memory.LocalLevel.Belief;

/**
 * Follows one series value by value and begins anew where its level has shifted.
 *
 * <p>A value has shifted if its standardised innovation is beyond {@link #SHIFT}: under the model
 * that happens to one value in 2,149. What was remembered is then forgotten, so that a shift is not
 * smoothed away.
 */
final class Tracker {

  static final double SHIFT = 3.5;

  private Tracker() {}

  /**
   * Where a series stands after its last value.
   *
   * @param level what is known of it
   * @param first the value that remembering began with: 0, or the last one that shifted
   */
  record Standing(Level level, int first) {}

  static Standing follow(LocalLevel series) {
    int first = 0;
    for (int i = 1; i < series.length(); i++) {
      ProcessVariance known = new ProcessVariance(series, first, i - 1);
      double processVariance = known.likeliest();
      Belief before = series.filtered(first, i - 1, processVariance);
      double spread = before.variance() + processVariance * series.step(i) + series.variances()[i];
      double innovation = series.values()[i] - before.mean();
      if (innovation * innovation > SHIFT * SHIFT * spread) {
        first = i;
      }
    }
    return new Standing(new ProcessVariance(series, first, series.length() - 1).level(), first);
  }
}
