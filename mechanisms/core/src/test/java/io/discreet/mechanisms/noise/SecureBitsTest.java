package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SecureBitsTest {

  /** More than a MiB, so that the source has been keyed anew; a repeat has odds of 6e-10. */
  private static final int WORDS = 150_000;

  @Test
  void nextLong_beyondOneKey_neverRepeatsAWord() {
    RandomBits bits = SecureBits.fromOperatingSystem();
    assertThat(LongStream.generate(bits::nextLong).limit(WORDS).distinct().count())
        .isEqualTo(WORDS);
  }

  @Test
  void fill_mixedWithSingleWords_neverRepeatsAWordOrLeavesOneOut() {
    RandomBits bits = SecureBits.fromOperatingSystem();
    Set<Long> seen = new HashSet<>();
    int drawn = 0;
    for (int size = 0; drawn < WORDS; size = (size * 5 + 1) % 3001) {
      long[] words = new long[size];
      bits.fill(words);
      Arrays.stream(words).forEach(seen::add);
      seen.add(bits.nextLong());
      drawn += size + 1;
    }
    assertThat(seen).hasSize(drawn).doesNotContain(0L);
  }

  @Test
  void fromOperatingSystem_twoInstances_shareNoWord() {
    Set<Long> first = words(SecureBits.fromOperatingSystem(), 10_000);
    first.retainAll(words(SecureBits.fromOperatingSystem(), 10_000));
    assertThat(first).isEmpty();
  }

  @Test
  void nextLong_fourThreadsOnOneInstance_neverHandOutAWordTwice() throws Exception {
    RandomBits bits = SecureBits.fromOperatingSystem();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Set<Long>> task = () -> words(bits, WORDS / 4);
      List<Future<Set<Long>>> futures =
          new ArrayList<>(threads.invokeAll(List.of(task, task, task, task)));
      Set<Long> all = new HashSet<>();
      for (Future<Set<Long>> future : futures) {
        all.addAll(future.get());
      }
      assertThat(all).hasSize(WORDS / 4 * 4);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The keystream of AES-256 in counter mode, block by block, from the seeds that were read. */
  @Test
  void nextLong_twoMebibytes_areTheKeystreamOfOneSeedAfterAnother() throws Exception {
    RecordedSeeds seeds = new RecordedSeeds();
    RandomBits bits = SecureBits.seededBy(seeds.generator());
    for (int mebibyte = 0; mebibyte < 2; mebibyte++) {
      for (long block = 0; block < 1 << 16; block++) {
        long first = bits.nextLong();
        long second = bits.nextLong();
        ByteBuffer expected = keystream(seeds.read.get(mebibyte), block);
        assertThat(first == expected.getLong() && second == expected.getLong())
            .as("seed 19, block %d of MiB %d", block, mebibyte)
            .isTrue();
      }
      assertThat(seeds.read).hasSize(mebibyte + 1);
    }
  }

  @Test
  void nextLongAndFill_wordsHandedOut_areErasedFromTheBufferAndTheSeedToo() throws Exception {
    RecordedSeeds seeds = new RecordedSeeds();
    SecureBits bits = SecureBits.seededBy(seeds.generator());
    bits.nextLong();
    bits.fill(new long[10]);
    Field block = SecureBits.class.getDeclaredField("block");
    block.setAccessible(true);
    LongBuffer words = ByteBuffer.wrap((byte[]) block.get(bits)).asLongBuffer();
    for (int i = 0; i < words.limit(); i++) {
      assertThat(words.get(i) == 0).as("word %d is erased", i).isEqualTo(i < 11);
    }
    assertThat(seeds.handedOut).hasSize(1).allMatch(seed -> Arrays.equals(seed, new byte[48]));
  }

  @Test
  void fromOperatingSystem_eachInstance_readsASeedOfItsOwn() throws Exception {
    RecordedSeeds seeds = new RecordedSeeds();
    for (int i = 1; i <= 3; i++) {
      SecureBits.seededBy(seeds.generator()).nextLong();
      assertThat(seeds.read).hasSize(i);
    }
    assertThat(seeds.read).doesNotHaveDuplicates().allMatch(seed -> seed.length() == 96);
  }

  @Test
  void nextLong_operatingSystemFails_handsOutNothing() throws Exception {
    RecordedSeeds seeds = new RecordedSeeds();
    RandomBits bits = SecureBits.seededBy(seeds.generator());
    bits.fill(new long[1 << 17]);
    seeds.isBroken = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(bits::nextLong).isInstanceOf(UncheckedIOException.class);
    }
    seeds.isBroken = false;
    assertThat(bits.nextLong()).isNotZero();
    assertThat(seeds.read).hasSize(2);
  }

  /**
   * Each of 64 counts is binomial: 7.2 standard deviations have odds of 6e-13, 64 of them 4e-11.
   */
  @Test
  void nextLong_everyBit_isSetHalfTheTime() {
    assertThat(farthestBit(SecureBits.fromOperatingSystem())).isLessThan(7.2);
  }

  @Test
  void farthestBit_oneBitStuckTwoPercentOfTheTime_isNoticed() {
    RandomBits bits = SecureBits.fromOperatingSystem();
    int[] turn = {0};
    assertThat(farthestBit(() -> bits.nextLong() & (turn[0]++ % 25 == 0 ? ~(1L << 17) : -1L)))
        .isGreaterThan(7.2);
  }

  private static double farthestBit(RandomBits bits) {
    int[] ones = new int[64];
    for (int i = 0; i < WORDS; i++) {
      long word = bits.nextLong();
      for (int bit = 0; bit < 64; bit++) {
        ones[bit] += (int) (word >>> bit & 1);
      }
    }
    double sigma = Math.sqrt(WORDS * 0.25);
    return Arrays.stream(ones)
        .mapToDouble(n -> Math.abs(n - WORDS / 2.0) / sigma)
        .max()
        .orElseThrow();
  }

  private static Set<Long> words(RandomBits bits, int count) {
    Set<Long> words = new HashSet<>();
    for (int i = 0; i < count; i++) {
      words.add(bits.nextLong());
    }
    return words;
  }

  private static ByteBuffer keystream(String seed, long block) throws GeneralSecurityException {
    byte[] bytes = HexFormat.of().parseHex(seed);
    BigInteger counter =
        new BigInteger(1, bytes, 32, 16)
            .add(BigInteger.valueOf(block))
            .mod(BigInteger.TWO.pow(128));
    byte[] shortest = counter.toByteArray();
    byte[] input = new byte[16];
    int count = Math.min(shortest.length, 16);
    System.arraycopy(shortest, shortest.length - count, input, 16 - count, count);
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(bytes, 0, 32, "AES"));
    return ByteBuffer.wrap(cipher.doFinal(input)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An operating system whose seeds are known and whose failure can be chosen. */
  private static final class RecordedSeeds extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    private final transient List<String> read = new ArrayList<>();
    private final transient List<byte[]> handedOut = new ArrayList<>();
    private final transient SplittableRandom random = new SplittableRandom(19);
    private boolean isBroken;

    SecureRandom generator() {
      return new SecureRandom(this, null) {
        private static final long serialVersionUID = 1;
      };
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      if (isBroken) {
        throw new UncheckedIOException(new IOException("no entropy"));
      }
      byte[] seed = new byte[count];
      random.nextBytes(seed);
      read.add(HexFormat.of().formatHex(seed));
      handedOut.add(seed);
      return seed;
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      throw new AssertionError("this generator keeps state in the process");
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      throw new AssertionError("nobody may add to the seed");
    }
  }
}
