package io.discreet.mechanisms.noise;

/**
 * A source of independent, uniformly distributed bits.
 *
 * <h2>Security guarantees</h2>
 *
 * Production code uses {@link SecureBits} only; every privacy claim assumes that its output cannot
 * be told from true randomness. Reproducible sources exist in test fixtures only.
 */
public interface RandomBits {

  /** Returns 64 bits, each 0 or 1 with probability ½, independent of all others. */
  long nextLong();

  /** Replaces every element by 64 fresh bits, as {@link #nextLong} would return them. */
  default void fill(long[] words) {
    for (int i = 0; i < words.length; i++) {
      words[i] = nextLong();
    }
  }
}
