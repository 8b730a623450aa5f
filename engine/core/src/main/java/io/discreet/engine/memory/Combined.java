package io.discreet.engine.memory;

import io.discreet.engine.release.Release.Estimate;

/**
 * What one segment's newest value and those before it say together.
 *
 * @param estimate of the level as of the newest release, with its 95 % interval; the raw estimate
 *     where nothing is remembered
 * @param releases how many releases it rests on, the newest included; at least 1
 * @param shifted whether the newest value was so far off that what was remembered is forgotten
 */
public record Combined(Estimate estimate, int releases, boolean shifted) {

  public Combined {
    if (releases < 1) {
      throw new IllegalArgumentException("releases must be at least 1, got " + releases);
    }
  }

  /** A value by itself. */
  static Combined raw(Estimate estimate) {
    return new Combined(estimate, 1, false);
  }
}
