package io.discreet.mechanisms.noise;

import java.math.BigInteger;
import java.util.NoSuchElementException;

/** Hands out chosen words, then fails: a test drives a sampler through one path with it. */
final class ScriptedBits implements RandomBits {

  private final long[] words;
  private int next;

  ScriptedBits(long... words) {
    this.words = words;
  }

  /** The words of a positive sign and the uniform p · 2^(−63 − 64·extensions). */
  static ScriptedBits uniform(BigInteger p, int extensions) {
    long[] words = new long[extensions + 1];
    words[0] = p.shiftRight(64 * extensions).longValueExact() << 1;
    for (int i = 1; i <= extensions; i++) {
      words[i] = p.shiftRight(64 * (extensions - i)).longValue();
    }
    return new ScriptedBits(words);
  }

  long[] words() {
    return words.clone();
  }

  int used() {
    return next;
  }

  @Override
  public long nextLong() {
    if (next == words.length) {
      throw new NoSuchElementException("the script is over after " + words.length + " words");
    }
    return words[next++];
  }
}
