package io.discreet.mechanisms.testing;

import io.discreet.mechanisms.noise.RandomBits;
import java.util.SplittableRandom;

/**
 * Reproducible random bits: noise drawn from them protects nobody, because whoever knows the seed
 * subtracts it. For tests that must replay.
 */
public final class InsecureSeededNoise implements RandomBits {

  private final SplittableRandom random;

  /** The same seed gives the same bits, on every machine. */
  public InsecureSeededNoise(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public synchronized long nextLong() {
    return random.nextLong();
  }
}
