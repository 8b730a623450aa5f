package com.google.privacy.differentialprivacy;

import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * The library's Gaussian noise, replayed from a seed: it protects nobody, and serves experiments on
 * made-up or public data only.
 *
 * <p>It stands in the library's package to reach a method that only its tests call otherwise.
 */
@NullMarked
public final class InsecureSeededGaussian {

  private InsecureSeededGaussian() {}

  /** Noise that starts from the seed. */
  public static Noise of(long seed) {
    return GaussianNoise.createForTesting(new Random(seed));
  }
}
