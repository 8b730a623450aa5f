package io.discreet.mechanisms.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.SecureBits;
import io.discreet.mechanisms.selection.NoisyThreshold;
import io.discreet.mechanisms.selection.TruncatedGeometric;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Right builds keep their claims under attack, broken ones are caught. A claim is refuted wrongly
 * with odds of at most 10⁻⁹ a test; that a fault is caught rests on fixed seeds or on margins of
 * many deviations.
 */
class AuditTest {

  private static final int RUNS = 200_000;

  /** One unit of μ is 100 lattice units of σ, so that rounding hides next to nothing. */
  private static final double SIGMA = 100;

  private static double[] runs(int count, LongToDoubleFunction run) {
    double[] scores = new double[count];
    for (int i = 0; i < count; i++) {
      scores[i] = run.applyAsDouble(i);
    }
    return scores;
  }

  /** Audits noisy totals: the first input lacks the customer, the second one has {@code added}. */
  private static double auditOfVector(
      double sigma, long[] added, ToDoubleFunction<long[]> score, RandomBits bits) {
    RoundedGaussian noise = new RoundedGaussian(sigma);
    long[] drawn = new long[added.length];
    double[] without =
        runs(
            RUNS,
            i -> {
              noise.fill(drawn, bits);
              return score.applyAsDouble(drawn);
            });
    double[] with =
        runs(
            RUNS,
            i -> {
              noise.fill(drawn, bits);
              for (int cell = 0; cell < added.length; cell++) {
                drawn[cell] += added[cell];
              }
              return score.applyAsDouble(drawn);
            });
    return Auditor.leastMu(without, with, 0);
  }

  private static double sum(long[] cells) {
    return (double) Arrays.stream(cells).sum();
  }

  @Test
  void plainGaussian_atAMillionRuns_isBoundedWithinFivePercentAndNotBeyond() {
    RoundedGaussian noise = new RoundedGaussian(SIGMA);
    RandomBits bits = new InsecureSeededNoise(1);
    double[] without = runs(1_000_000, i -> (double) noise.draw(bits));
    double[] with = runs(1_000_000, i -> (double) (100 + noise.draw(bits)));
    assertThat(Auditor.leastMu(without, with, 0)).isBetween(0.95, 1.0);
    assertThat(Auditor.leastMu(with, without, 0)).isBetween(0.95, 1.0);
  }

  @Test
  void sameInput_isNotToldApart() {
    assertThat(auditOfVector(SIGMA, new long[] {0}, AuditTest::sum, new InsecureSeededNoise(2)))
        .isLessThan(0.001);
  }

  @Test
  void gaussian_withHalfTheNoise_isCaught() {
    RandomBits bits = new InsecureSeededNoise(3);
    assertThat(auditOfVector(SIGMA / 2, new long[] {100}, AuditTest::sum, bits)).isGreaterThan(1.8);
  }

  @Test
  void gaussian_withAForgottenClamp_isCaught() {
    RandomBits bits = new InsecureSeededNoise(4);
    long contribution = 130;
    long clamped = Math.min(contribution, 100);
    assertThat(auditOfVector(SIGMA, new long[] {clamped}, AuditTest::sum, bits)).isLessThan(1);
    assertThat(auditOfVector(SIGMA, new long[] {contribution}, AuditTest::sum, bits))
        .isGreaterThan(1.2);
  }

  @Test
  void gaussian_withOneSegmentTooMany_isCaught() {
    double sigma = Currency.gaussian().noiseScale(3 * 100 * 100, Currency.UNITS_PER_ONE);
    RandomBits bits = new InsecureSeededNoise(5);
    assertThat(auditOfVector(sigma, new long[] {100, 100, 100}, AuditTest::sum, bits))
        .isBetween(0.9, 1.0);
    assertThat(auditOfVector(sigma, new long[] {100, 100, 100, 100}, AuditTest::sum, bits))
        .isGreaterThan(1.08);
  }

  @Test
  void gaussian_withOneDrawForTwoSegments_isCaught() {
    RoundedGaussian noise = new RoundedGaussian(SIGMA);
    RandomBits bits = new InsecureSeededNoise(6);
    LongToDoubleFunction difference =
        added -> {
          long reused = noise.draw(bits);
          long[] cells = {added + reused, reused};
          return (double) (cells[0] - cells[1]);
        };
    double[] without = runs(RUNS, i -> difference.applyAsDouble(0));
    double[] with = runs(RUNS, i -> difference.applyAsDouble(100));
    assertThat(Auditor.leastMu(without, with, 0)).isGreaterThan(5);
    // Draws of their own tell less than the sum of both would.
    assertThat(auditOfVector(SIGMA, new long[] {100, 0}, c -> (double) (c[0] - c[1]), bits))
        .isBetween(0.6, 0.71);
  }

  @Test
  void gaussian_withAKnownSeed_isCaught() {
    RoundedGaussian noise = new RoundedGaussian(SIGMA);
    LongToDoubleFunction guess = seed -> (double) noise.draw(new InsecureSeededNoise(seed));
    double[] without =
        runs(RUNS, i -> noise.draw(new InsecureSeededNoise(i)) - guess.applyAsDouble(i));
    double[] with =
        runs(RUNS, i -> 100 + noise.draw(new InsecureSeededNoise(i)) - guess.applyAsDouble(i));
    assertThat(Auditor.leastMu(without, with, 0)).isGreaterThan(5);
    // The same guess is worth nothing against the operating system's bits.
    RandomBits bits = SecureBits.fromOperatingSystem();
    double[] secureWithout = runs(RUNS, i -> noise.draw(bits) - guess.applyAsDouble(i));
    double[] secureWith = runs(RUNS, i -> 100 + noise.draw(bits) - guess.applyAsDouble(i));
    assertThat(Auditor.leastMu(secureWithout, secureWith, 0)).isLessThan(1);
  }

  /** Mironov 2012; Haney et al. 2022: the lowest bits of a double tell what was added to it. */
  @Test
  void gaussian_inFloatingPoint_isCaught() {
    SplittableRandom random = new SplittableRandom(7);
    LongToDoubleFunction lowBits =
        x -> {
          double answer = x + 1024 * gaussian(random);
          return answer * 0x1p43 == Math.rint(answer * 0x1p43) ? 0 : 1;
        };
    double[] without = runs(RUNS, i -> lowBits.applyAsDouble(0));
    double[] with = runs(RUNS, i -> lowBits.applyAsDouble(1024));
    assertThat(Auditor.leastMu(without, with, 0)).isGreaterThan(2.5);
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  @Test
  void gaussianOnTheLattice_lowestBits_tellNothing() {
    for (int mask : new int[] {1, 3, 15}) {
      double bound =
          auditOfVector(
              SIGMA, new long[] {100}, c -> (double) (c[0] & mask), new InsecureSeededNoise(mask));
      assertThat(bound).isLessThan(0.001);
    }
  }

  /** Charges are levels, each 2^(−1/4) of the one before; a cost lies a hair below one of them. */
  @Test
  void charge_roundedDownToALevel_isCaught() {
    long worst = Currency.UNITS_PER_ONE;
    double sigma = Currency.gaussian().noiseScale(100 * 100, worst);
    long cost = Currency.gaussian().costUnits(99.9 * 99.9, sigma);
    double levelAbove = 1;
    double levelBelow = Math.sqrt(Math.pow(2, -0.25));
    assertThat((double) cost / worst).isBetween(levelBelow * levelBelow, levelAbove);
    RoundedGaussian noise = new RoundedGaussian(sigma);
    RandomBits bits = new InsecureSeededNoise(8);
    double[] without = runs(1_000_000, i -> (double) noise.draw(bits));
    double[] with = runs(1_000_000, i -> (double) (100 + noise.draw(bits)));
    assertThat(Auditor.leastMu(without, with, 0)).isBetween(levelBelow, levelAbove);
  }

  @Test
  void selection_right_keepsItsClaims() {
    RandomBits bits = new InsecureSeededNoise(9);
    NoisyThreshold threshold = NoisyThreshold.counting(2, 1, 0.01);
    assertThat(oddsOfNaming(threshold.select(ones(), bits).cardinality())).isLessThan(0.01);
    TruncatedGeometric geometric = new TruncatedGeometric(1, 0.01, 1);
    assertThat(oddsOfNaming(geometric.select(ones(), bits).cardinality())).isLessThan(0.01);
    for (long n = 2; n < 9; n++) {
      assertThat(auditOfNaming(named(geometric, n, bits), named(geometric, n + 1, bits), 0.01))
          .isLessThan(Math.sqrt(geometric.costUnits(1) * 0x1p-40));
    }
  }

  @Test
  void selection_withoutItsNoise_isCaught() {
    double[] below = runs(RUNS, i -> 0);
    double[] above = runs(RUNS, i -> 1);
    assertThat(auditOfNaming(below, above, 0.01)).isGreaterThan(5);
  }

  @Test
  void selection_thatIgnoresDelta_isCaught() {
    // The threshold of another δ, and one that counts the customer's own 1 for nothing.
    NoisyThreshold careless = NoisyThreshold.counting(2, 1, 0.3);
    assertThat(oddsOfNaming(careless.select(ones(), new InsecureSeededNoise(10)).cardinality()))
        .isGreaterThan(0.01);
    NoisyThreshold right = NoisyThreshold.counting(2, 1, 0.01);
    long[] noisy = right.noised(ones(), new InsecureSeededNoise(11));
    int named = (int) Arrays.stream(noisy).filter(x -> x >= right.threshold() - 1).count();
    assertThat(oddsOfNaming(named)).isGreaterThan(0.01);
  }

  private static long[] ones() {
    long[] ones = new long[RUNS];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double oddsOfNaming(int named) {
    return Auditor.leastOdds(named, RUNS);
  }

  private static double[] named(TruncatedGeometric choice, long customers, RandomBits bits) {
    long[] totals = new long[RUNS];
    Arrays.fill(totals, customers);
    var named = choice.select(totals, bits);
    return runs(RUNS, i -> named.get((int) i) ? 1 : 0);
  }

  private static double auditOfNaming(double[] without, double[] with, double delta) {
    return Auditor.leastMu(without, with, delta);
  }
}
