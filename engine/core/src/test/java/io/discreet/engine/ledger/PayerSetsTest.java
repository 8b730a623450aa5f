package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.PayerSets.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roaringbitmap.RoaringBitmap;

/** What is stored of a charge's payers is what is read, in either form. */
class PayerSetsTest {

  private static final long SEED = 20261126;

  @ParameterizedTest
  @CsvSource({
    "1, 17, 100000, 1, false",
    "1, 17, 100000, 0.001, false",
    "1, 131072, 200000, 0.2, true",
    "3, 17, 100000, 0.3, true",
    "7, 70001, 140000, 0.5, true",
    "12, 17, 70000, 1, true",
    "15, 65535, 300000, 0.3, true",
    "31, 0, 66000, 0.8, true",
    "63, 17, 200000, 0.9, true",
    "64, 17, 200000, 0.9, true",
    "64, 17, 200000, 0.0005, false",
    "0, 0, 10, 0, false",
  })
  void decode_ofEncode_isTheSame(int levels, int first, int end, double share, boolean packed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    List<RoaringBitmap> sets = new ArrayList<>();
    for (int k = 0; k < levels; k++) {
      sets.add(new RoaringBitmap());
    }
    for (int customer = first; customer < end && levels > 0; customer++) {
      if (random.nextDouble() < share) {
        sets.get(random.nextInt(levels)).add(customer);
      }
    }
    List<Level> expected = new ArrayList<>();
    for (int k = 0; k < levels; k++) {
      if (!sets.get(k).isEmpty()) {
        expected.add(new Level(1_000_000_007L * (levels - k), sets.get(k)));
      }
    }
    byte[] stored = new PayerSets(expected).encode();
    assertThat(PayerSets.decode(stored).levels()).as("seed %d", SEED).isEqualTo(expected);
    assertThat(ByteBuffer.wrap(stored).getInt() == PackedLevels.MARK).isEqualTo(packed);

    long[] units = new long[levels];
    Arrays.setAll(units, k -> 1_000_000_007L * (levels - k));
    byte[] ofCharge = PayerSets.encode(Payers.of(sets), units);
    assertThat(PayerSets.decode(ofCharge).levels()).as("seed %d", SEED).isEqualTo(expected);
    assertThat(ByteBuffer.wrap(ofCharge).getInt() == PackedLevels.MARK).isEqualTo(packed);
  }

  /**
   * Whatever levels nobody pays, the first included, each payer is stored with the units of theirs.
   */
  @ParameterizedTest
  @CsvSource({"0.9, true", "0.3, true", "0.0005, false"})
  void decode_ofEncode_levelsThatNobodyPays_leaveTheUnitsOfOthersAlone(
      double share, boolean packed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    long[] units = new long[64];
    Arrays.setAll(units, k -> 1_000 - 7L * k);
    byte[] numbers = new byte[100_000];
    for (int customer = 5; customer < numbers.length; customer++) {
      numbers[customer] = (byte) (random.nextDouble() < share ? 4 + 5 * random.nextInt(12) : 0);
    }
    Payers payers = new Payers(numbers);
    byte[] stored = PayerSets.encode(payers, units);
    PayerSets read = PayerSets.decode(stored);

    assertThat(ByteBuffer.wrap(stored).getInt() == PackedLevels.MARK).isEqualTo(packed);
    assertThat(read.levels()).hasSize(12);
    for (int customer = 0; customer < numbers.length; customer++) {
      int level = payers.level(customer);
      assertThat(read.unitsOf(customer)).isEqualTo(level < 0 ? 0 : units[level]);
    }
  }

  /** Sets are stored where they are much smaller, and no form is chosen that is much larger. */
  @ParameterizedTest
  @CsvSource({"4, 0.1", "40, 0.2", "40, 0.02", "12, 0.15", "1, 1", "64, 1", "3, 0.001"})
  void encode_ofACharge_isAtMostHalfAsLongAgainAsTheSmallerForm(int levels, double share) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    long[] units = new long[levels];
    Arrays.setAll(units, k -> (long) levels - k);
    byte[] numbers = new byte[300_000];
    for (int customer = 0; customer < numbers.length; customer++) {
      numbers[customer] = (byte) (random.nextDouble() < share ? 1 + random.nextInt(levels) : 0);
    }
    byte[] stored = PayerSets.encode(new Payers(numbers), units);
    byte[] smaller = PayerSets.decode(stored).encode();

    assertThat(stored.length).isLessThanOrEqualTo(smaller.length * 3 / 2 + 1_000);
  }
}
