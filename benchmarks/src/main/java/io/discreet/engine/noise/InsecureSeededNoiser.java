package io.discreet.engine.noise;

import io.discreet.mechanisms.testing.InsecureSeededNoise;
import org.jspecify.annotations.NullMarked;

/**
 * The engine's own noise, replayed from a seed: it protects nobody, and serves experiments on
 * made-up or public data only.
 *
 * <p>It stands in the engine's package to reach a constructor that only tests call otherwise. The
 * engine has no way to it: its jar holds no reproducible generator, and a module path refuses a
 * package that two modules share.
 */
@NullMarked
public final class InsecureSeededNoiser {

  private InsecureSeededNoiser() {}

  /** A noiser whose every call starts from the same seed. */
  public static Noiser of(long seed) {
    return new Noiser(() -> new InsecureSeededNoise(seed));
  }
}
