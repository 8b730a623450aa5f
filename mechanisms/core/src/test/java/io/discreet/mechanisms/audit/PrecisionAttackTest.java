package io.discreet.mechanisms.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.selection.NoisyThreshold;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks on the floating-point arithmetic of noise: outputs that only one of two neighbours can
 * have (Mironov 2012), and lowest bits that tell the size of the input (Haney, Desfontaines,
 * Hartman, Shrestha and Hay 2022).
 */
class PrecisionAttackTest {

  private static final int DRAWS = 200_000;

  private static <T> Set<T> support(int draws, Supplier<T> output) {
    Set<T> seen = new HashSet<>();
    for (int i = 0; i < draws; i++) {
      seen.add(output.get());
    }
    return seen;
  }

  private static long sharedBy(Set<?> one, Set<?> other) {
    return one.stream().filter(other::contains).count();
  }

  /**
   * Within three scales of the inputs each output has odds of at least 0.0001 (Gaussian, scale 7)
   * in each input: e^(−20) of not being seen in 200,000 draws.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.7, 3.3, 7})
  void support_ofNeighbours_isTheSame(double scale) {
    for (Currency currency : new Currency[] {Currency.gaussian(), Currency.pure()}) {
      LatticeNoise noise = currency.noise(scale);
      RandomBits bits = new InsecureSeededNoise(11);
      long input = 1_000_003;
      Set<Long> without = support(DRAWS, () -> input + noise.draw(bits));
      Set<Long> with = support(DRAWS, () -> input + 1 + noise.draw(bits));
      long reach = (long) (3 * scale);
      Long[] centre =
          LongStream.rangeClosed(input - reach + 1, input + reach).boxed().toArray(Long[]::new);
      assertThat(without).as("%s", noise).contains(centre);
      assertThat(with).as("%s", noise).contains(centre);
    }
  }

  /** The twin: the textbook sampler in doubles; most outputs betray the input. */
  @ParameterizedTest
  @CsvSource({"0, 1", "5, 6"})
  void support_ofNoiseInDoubles_isToldApart(double input, double neighbour) {
    InsecureSeededNoise bits = new InsecureSeededNoise(12);
    // A uniform of 14 bits, so that all there is of it is seen; 53 bits fail in the same way.
    Supplier<Double> noise =
        () -> {
          long word = bits.nextLong();
          double uniform = ((word & 0x3fff) + 1) / 16384.0;
          return (word < 0 ? -1 : 1) * Math.log(uniform);
        };
    Set<Double> without = support(DRAWS, () -> input + noise.get());
    Set<Double> with = support(DRAWS, () -> neighbour + noise.get());
    assertThat(sharedBy(without, with)).isLessThan(without.size() / 10);
  }

  /** With the same bits, outputs differ by just what the inputs differ by, however large. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3, 255, (1L << 53) + 1, (1L << 61) - 1, -7, -(1L << 60) - 1})
  void noised_anyInput_hasTheNoiseOfAnyOther(long input) {
    NoisyThreshold selection = NoisyThreshold.counting(123.4, 3, 1e-6);
    long[] ofZero = selection.noised(new long[1_000], new InsecureSeededNoise(5));
    long[] totals = LongStream.generate(() -> input).limit(1_000).toArray();
    long[] ofInput = selection.noised(totals, new InsecureSeededNoise(5));
    for (int i = 0; i < ofZero.length; i++) {
      assertThat(ofInput[i] - input).isEqualTo(ofZero[i]);
    }
  }

  /**
   * The lowest bits of outputs are those of noise alone, which are uniform at a scale of 64 units:
   * 7 standard deviations for each of 5 inputs and 16 cells have odds below 1e-9.
   */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1024, (1L << 53) + 1, (1L << 60) + 8})
  void lowestBits_anyInput_areUniform(long input) {
    RandomBits bits = new InsecureSeededNoise(13);
    LatticeNoise noise = Currency.gaussian().noise(64);
    int[] exact = new int[16];
    int[] inDoubles = new int[16];
    for (int i = 0; i < DRAWS; i++) {
      long drawn = noise.draw(bits);
      exact[(int) (input + drawn) & 15]++;
      inDoubles[(int) (long) ((double) input + (double) drawn) & 15]++;
    }
    double expected = DRAWS / 16.0;
    double slack = 7 * Math.sqrt(expected);
    for (int count : exact) {
      assertThat((double) count).isBetween(expected - slack, expected + slack);
    }
    if (input > 1L << 54) { // the twin: a sum in doubles loses the lowest bit
      assertThat(inDoubles[1]).isZero();
    }
  }
}
