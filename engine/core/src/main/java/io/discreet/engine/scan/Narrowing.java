package io.discreet.engine.scan;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Narrows a set, kept as bits, of what is in a block: of its rows ({@link RowFilter}) or of its
 * customers ({@link CustomerFilter}).
 *
 * <p>Only "is true" and "is false" are computed. NOT swaps the two, "AND is false" is "a part is
 * false" and so on, so that unknown needs no set of its own: of an unknown leaf neither is true.
 * Instances hold scratch space and are not thread-safe.
 */
abstract class Narrowing {

  /**
   * Clears the bits of those that do not qualify.
   *
   * @param bits numbered from the block's first; zero past the last
   */
  abstract void narrow(Block block, long[] bits);

  /** Those that qualify by all parts, asked in turn. */
  static Narrowing all(List<? extends Narrowing> parts) {
    return parts.size() == 1 ? parts.get(0) : new All(parts.toArray(Narrowing[]::new));
  }

  /**
   * Those that qualify by any part.
   *
   * @param words how many words the bits of a block take
   */
  static Narrowing any(List<? extends Narrowing> parts, ToIntFunction<Block> words) {
    return parts.size() == 1 ? parts.get(0) : new Any(parts.toArray(Narrowing[]::new), words);
  }

  private static final class All extends Narrowing {
    private final Narrowing[] parts;

    All(Narrowing[] parts) {
      this.parts = parts;
    }

    @Override
    void narrow(Block block, long[] bits) {
      for (Narrowing part : parts) {
        part.narrow(block, bits);
      }
    }
  }

  private static final class Any extends Narrowing {
    private final Narrowing[] parts;
    private final ToIntFunction<Block> wordsOf;
    private long[] united = new long[0];
    private long[] narrowed = new long[0];

    Any(Narrowing[] parts, ToIntFunction<Block> wordsOf) {
      this.parts = parts;
      this.wordsOf = wordsOf;
    }

    @Override
    void narrow(Block block, long[] bits) {
      int words = wordsOf.applyAsInt(block);
      if (united.length < words) {
        united = new long[words];
        narrowed = new long[words];
      }
      Arrays.fill(united, 0, words, 0);
      for (Narrowing part : parts) {
        System.arraycopy(bits, 0, narrowed, 0, words);
        part.narrow(block, narrowed);
        for (int word = 0; word < words; word++) {
          united[word] |= narrowed[word];
        }
      }
      System.arraycopy(united, 0, bits, 0, words);
    }
  }
}
