package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Draws against the distribution claimed, where the reference table does not reach: large scales,
 * far tails, low bits and pairs of draws. Each test has broken samplers that it must reject.
 */
@Tag("statistical")
class GoodnessOfFitTest {

  /** Fewer than 50 tests of these odds are made: at most 10⁻⁹ a run. */
  private static final double FALSE_ALARM = 2e-11;

  private static final int DRAWS = 200_000;

  /** Every p of the far tail is below 2^(−30): |z| is above 6.2σ or 20.7b. */
  private static final int FAR = 30;

  private static final int FAR_DRAWS = 20_000;

  /** Beyond every bit that a double in (0, 1) can have: exact arithmetic only. */
  private static final int FARTHEST = 64;

  private static final int FARTHEST_DRAWS = 600;

  static Stream<LatticeNoise> noises() {
    return Stream.of(0.37, 1.0, 10.0, 12_345.678, 0x1p26, 0x1p40)
        .flatMap(s -> Stream.of(new RoundedGaussian(s), new RoundedLaplace(s)));
  }

  static Stream<LatticeNoise> noisesOfLargeScale() {
    return noises().filter(n -> n.scaleUnits() >= 0x1p26);
  }

  /**
   * At σ = 0.37 all of the far tail rounds to one integer, which tests nothing; at 2⁴⁰ all of it is
   * drawn in exact arithmetic, which the farthest tail tests.
   */
  static Stream<LatticeNoise> noisesWithFarTail() {
    return Stream.concat(
        Stream.of(new RoundedGaussian(0.1), new RoundedLaplace(0.1)),
        noises().filter(n -> n.scaleUnits() >= 1 && n.scaleUnits() < 0x1p40));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noises")
  void draw_anyScale_fitsItsTail(LatticeNoise noise) {
    RandomBits bits = new InsecureSeededNoise(101);
    assertThat(misfit(noise, 0, DRAWS, () -> noise.draw(bits)))
        .as("seed 101")
        .isGreaterThan(FALSE_ALARM);
  }

  @Test
  void misfit_brokenRounding_isRejected() {
    SplittableRandom random = new SplittableRandom(102);
    LatticeNoise noise = new RoundedGaussian(1);
    Map<String, LongSupplier> broken =
        Map.of(
            "rounds down", () -> (long) Math.floor(random.nextGaussian()),
            "rounds towards 0", () -> (long) random.nextGaussian(),
            "rounds away from 0", () -> awayFromZero(random.nextGaussian()),
            "adds a rounding twice", () -> Math.round(Math.round(2 * random.nextGaussian()) / 2.0));
    broken.forEach(
        (fault, draw) ->
            assertThat(misfit(noise, 0, DRAWS, draw))
                .as("seed 102: %s", fault)
                .isLessThan(FALSE_ALARM));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noisesWithFarTail")
  void draw_farTail_fitsItsTail(LatticeNoise noise) {
    FarBits bits = new FarBits(103, 20);
    assertThat(misfit(noise, 20, FAR_DRAWS, () -> noise.draw(bits.nextDraw())))
        .as("seed 103")
        .isGreaterThan(FALSE_ALARM);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noisesOfLargeScale")
  void draw_farthestTail_fitsItsTail(LatticeNoise noise) {
    FarBits bits = new FarBits(104, FARTHEST);
    assertThat(misfit(noise, FARTHEST, FARTHEST_DRAWS, () -> noise.draw(bits.nextDraw())))
        .as("seed 104")
        .isGreaterThan(FALSE_ALARM);
  }

  @Test
  void misfit_truncatedTail_isRejected() {
    LatticeNoise noise = new RoundedGaussian(1000);
    FarBits bits = new FarBits(105, FAR);
    assertThat(misfit(noise, FAR, FAR_DRAWS, () -> clamped(noise.draw(bits.nextDraw()), 6_500)))
        .as("seed 105")
        .isLessThan(FALSE_ALARM);
  }

  /** A uniform of 53 bits, as {@code nextDouble} gives it, has no tail below 2⁻⁵³. */
  @Test
  void misfit_floatingPointInversion_isRejectedInTheFarthestTail() {
    LatticeNoise noise = new RoundedLaplace(0x1p26);
    FarBits bits = new FarBits(106, FARTHEST);
    LongSupplier floating =
        () -> {
          long word = bits.nextDraw().nextLong();
          double p = ((word >>> 11) + 0.5) * 0x1p-53;
          long size = Math.round(-noise.scaleUnits() * Math.log(p));
          return (bits.nextLong() & 1) == 0 ? size : -size;
        };
    assertThat(misfit(noise, FARTHEST, FARTHEST_DRAWS, floating))
        .as("seed 106")
        .isLessThan(FALSE_ALARM);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noisesOfLargeScale")
  void draw_largeScale_hasUniformLowBits(LatticeNoise noise) {
    RandomBits bits = new InsecureSeededNoise(107);
    assertThat(unevenLowBits(() -> noise.draw(bits))).as("seed 107").isGreaterThan(FALSE_ALARM);
  }

  @Test
  void unevenLowBits_floatingPointNoise_isRejected() {
    SplittableRandom random = new SplittableRandom(108);
    LongSupplier single = () -> Math.round(0x1p26 * (float) random.nextGaussian());
    LongSupplier scaled = () -> 2 * Math.round(0x1p25 * random.nextGaussian());
    for (LongSupplier broken : List.of(single, scaled)) {
      assertThat(unevenLowBits(broken)).as("seed 108").isLessThan(FALSE_ALARM);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noises")
  void draw_pairs_areIndependent(LatticeNoise noise) {
    RandomBits bits = new InsecureSeededNoise(109);
    assertThat(dependence(noise, () -> noise.draw(bits))).as("seed 109").isGreaterThan(FALSE_ALARM);
  }

  @Test
  void dependence_reusedBits_isRejected() {
    LatticeNoise noise = new RoundedGaussian(10);
    RandomBits bits = new InsecureSeededNoise(110);
    // A draw takes two words: the sign is the lowest bit of the first.
    long[] last = new long[2];
    int[] turn = {0};
    RandomBits everyDrawTwice =
        () -> {
          int at = turn[0]++ & 3;
          if (at < 2) {
            last[at] = bits.nextLong();
          }
          return last[at & 1];
        };
    RandomBits signOfTheLastDraw =
        () -> {
          long word = bits.nextLong();
          if ((turn[0]++ & 1) == 0) {
            word = (word & ~1L) | (last[0] >>> 60 & 1);
            last[0] = word;
          }
          return word;
        };
    for (RandomBits broken : List.of(everyDrawTwice, signOfTheLastDraw)) {
      assertThat(dependence(noise, () -> noise.draw(broken)))
          .as("seed 110")
          .isLessThan(FALSE_ALARM);
    }
  }

  private static double misfit(LatticeNoise noise, int zeros, int draws, LongSupplier sampler) {
    Cells cells = Cells.of(noise, zeros);
    long[] counts = new long[cells.count()];
    for (int i = 0; i < draws; i++) {
      counts[cells.of(sampler.getAsLong())]++;
    }
    return ChiSquare.of(counts, cells.odds()).falseAlarm();
  }

  /** The low 6 bits of a rounded draw are uniform to within e^(−2π²σ²/2¹²). */
  private static double unevenLowBits(LongSupplier sampler) {
    long[] counts = new long[64];
    for (int i = 0; i < DRAWS; i++) {
      counts[(int) (sampler.getAsLong() & 63)]++;
    }
    return ChiSquare.of(counts, IntStream.range(0, 64).mapToDouble(i -> 1 / 64.0).toArray())
        .falseAlarm();
  }

  private static double dependence(LatticeNoise noise, LongSupplier sampler) {
    Cells cells = Cells.of(noise, 0);
    int n = cells.count();
    long[] counts = new long[n * n];
    for (int i = 0; i < DRAWS / 2; i++) {
      counts[cells.of(sampler.getAsLong()) * n + cells.of(sampler.getAsLong())]++;
    }
    double[] odds = cells.odds();
    double[] pairs =
        IntStream.range(0, n * n).mapToDouble(i -> odds[i / n] * odds[i % n]).toArray();
    return ChiSquare.of(counts, pairs).falseAlarm();
  }

  private static long awayFromZero(double z) {
    return (long) (z < 0 ? Math.floor(z) : Math.ceil(z));
  }

  private static long clamped(long draw, long most) {
    return Math.max(-most, Math.min(most, draw));
  }

  /** Bits of draws whose uniform starts with zeros: a test need not wait for the far tail. */
  private static final class FarBits implements RandomBits {
    private final RandomBits bits;
    private final int zeros;
    private int zerosLeft;
    private int width;

    FarBits(long seed, int zeros) {
      bits = new InsecureSeededNoise(seed);
      this.zeros = zeros;
    }

    /** To be called before each draw: its first word holds the sign and 63 bits of the uniform. */
    FarBits nextDraw() {
      zerosLeft = zeros;
      width = Long.SIZE - 1;
      return this;
    }

    @Override
    public long nextLong() {
      int lead = Math.min(zerosLeft, width);
      zerosLeft -= lead;
      width = Long.SIZE;
      long word = bits.nextLong();
      return lead == Long.SIZE ? 0 : word & (-1L >>> lead);
    }
  }
}
