package io.discreet.mechanisms.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.marginals.AttributeSet;
import io.discreet.mechanisms.marginals.Domain;
import io.discreet.mechanisms.marginals.MarginalCounts;
import io.discreet.mechanisms.marginals.MarginalPlan;
import io.discreet.mechanisms.marginals.NoisyMarginals;
import io.discreet.mechanisms.marginals.Workload;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * Joint marginals keep their claim under the strongest attack on their answers, and faults are
 * caught. A claim is refuted wrongly with odds of at most 10⁻⁹ a test.
 */
class MarginalsAuditTest {

  private static final int RUNS = 200_000;

  private static final Domain DOMAIN = Domain.of(3, 2);
  private static final AttributeSet FIRST = AttributeSet.of(0);
  private static final AttributeSet SECOND = AttributeSet.of(1);
  private static final AttributeSet BOTH = AttributeSet.of(0, 1);

  /** The cell (2, 1) of both attributes. */
  private static final int CELL = 5;

  private static MarginalPlan plan(long units) {
    return MarginalPlan.leastSumOfVariances(
        Workload.of(DOMAIN, List.of(BOTH, FIRST, SECOND, AttributeSet.NONE)), units);
  }

  private static MarginalCounts counts(MarginalPlan plan, int customers) {
    MarginalCounts counts = plan.newCounts();
    counts.addAll(17, 0, 1);
    counts.addAll(4, 2, 0);
    counts.addAll(customers, 2, 1);
    return counts;
  }

  /**
   * The likelihood ratio for a customer of (2, 1), from what anybody sees: in each part, what the
   * customer's cell says beyond the smaller marginals, over the variance of the part's noise.
   */
  private static double score(MarginalPlan plan, NoisyMarginals answers) {
    double total = answers.total();
    double first = answers.counts(FIRST)[2] - total / 3;
    double second = answers.counts(SECOND)[1] - total / 2;
    double both = answers.counts(BOTH)[CELL] - first / 2 - second / 3 - total / 6;
    double ofTotal = plan.variance(AttributeSet.NONE);
    double ofFirst = (plan.variance(FIRST) - ofTotal / 9) / (2.0 / 3);
    double ofSecond = (plan.variance(SECOND) - ofTotal / 4) / (1.0 / 2);
    double rest = ofTotal / 36 + ofFirst * 2 / 3 / 4 + ofSecond / 2 / 9;
    double ofBoth = (plan.variance(BOTH) - rest) / (1.0 / 3);
    return total / ofTotal + first / ofFirst + second / ofSecond + both / ofBoth;
  }

  private static double audit(MarginalPlan plan, int customersMore, RandomBits bits) {
    MarginalCounts without = counts(plan, 10);
    MarginalCounts with = counts(plan, 10 + customersMore);
    return Auditor.leastMu(
        runs(() -> score(plan, plan.release(without, bits))),
        runs(() -> score(plan, plan.release(with, bits))),
        0);
  }

  private static double[] runs(DoubleSupplier score) {
    return DoubleStream.generate(score).limit(RUNS).toArray();
  }

  @Test
  void marginals_underTheLikelihoodRatio_tellAllThatIsChargedAndNoMore() {
    MarginalPlan plan = plan(Currency.UNITS_PER_ONE);
    assertThat(audit(plan, 1, new InsecureSeededNoise(1))).isBetween(0.93, 1.0);
  }

  @Test
  void marginals_withHalfTheNoise_areCaught() {
    MarginalPlan plan = plan(4 * Currency.UNITS_PER_ONE);
    assertThat(audit(plan, 1, new InsecureSeededNoise(2))).isGreaterThan(1.8);
  }

  @Test
  void marginals_withACustomerCountedTwice_areCaught() {
    MarginalPlan plan = plan(Currency.UNITS_PER_ONE);
    assertThat(audit(plan, 2, new InsecureSeededNoise(3))).isGreaterThan(1.8);
  }

  /**
   * Noise that is rounded cell by cell and then centred tells more than centred noise does: at σ of
   * 0.3 the difference of two cells is charged μ = √½/σ, and an odd one is rarely noise.
   */
  @Test
  void differenceOfCells_roundedBeforeItIsTaken_isCaught() {
    double sigma = 0.3;
    double charged = Math.sqrt(0.5) / sigma;
    RoundedGaussian cells = new RoundedGaussian(sigma);
    RandomBits bits = new InsecureSeededNoise(4);
    double[] without = runs(() -> difference(cells, 0, bits));
    double[] with = runs(() -> difference(cells, 1, bits));
    assertThat(Auditor.leastMu(without, with, 0)).isGreaterThan(1.1 * charged);

    RoundedGaussian difference = new RoundedGaussian(Math.sqrt(2) * sigma);
    double[] rightWithout = runs(() -> difference.draw(bits));
    double[] rightWith = runs(() -> 1 + difference.draw(bits));
    assertThat(Auditor.leastMu(rightWithout, rightWith, 0)).isLessThan(charged);
  }

  /**
   * As above in a plan: of one attribute with two values, at a budget where noise is that small.
   */
  @Test
  void marginals_withVeryLittleNoise_keepTheirClaim() {
    Domain two = Domain.of(2);
    AttributeSet attribute = AttributeSet.of(0);
    long units = 10 * Currency.UNITS_PER_ONE;
    MarginalPlan plan =
        MarginalPlan.leastSumOfVariances(Workload.of(two, List.of(attribute)), units);
    double ofTotal = plan.variance(AttributeSet.NONE);
    double ofDifference = 2 * (plan.variance(attribute) - ofTotal / 4);
    RandomBits bits = new InsecureSeededNoise(5);
    double[][] scores = new double[2][];
    for (int customers = 0; customers < 2; customers++) {
      MarginalCounts counts = plan.newCounts();
      counts.addAll(customers, 1);
      scores[customers] =
          runs(
              () -> {
                double[] cells = plan.release(counts, bits).counts(attribute);
                return (cells[0] + cells[1]) / ofTotal + (cells[1] - cells[0]) / 2 / ofDifference;
              });
    }
    assertThat(Auditor.leastMu(scores[0], scores[1], 0))
        .isBetween(0.9 * Math.sqrt(10), Math.sqrt(10));
  }

  private static double difference(RoundedGaussian noise, long exact, RandomBits bits) {
    long first = exact + noise.draw(bits);
    return (double) (first - noise.draw(bits));
  }
}
