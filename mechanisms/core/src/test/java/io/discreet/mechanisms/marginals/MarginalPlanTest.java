package io.discreet.mechanisms.marginals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cost, reconstruction, variance and agreement of joint marginals. */
class MarginalPlanTest {

  private static final long ONE = Currency.UNITS_PER_ONE;

  private static final Domain BAKERY = Domain.of(7, 8, 2);

  private static final AttributeSet CITY_AGE = AttributeSet.of(0, 1);

  private static final AttributeSet AGE_CLUB = AttributeSet.of(1, 2);

  /** Every word all ones is the largest uniform below 1, whose quantile rounds to 0. */
  private static final RandomBits NO_NOISE = () -> -1L;

  private static Workload workload() {
    return new Workload(
        BAKERY,
        new TreeMap<>(
            Map.of(CITY_AGE, 1.0, AGE_CLUB, 2.0, AttributeSet.of(0), 5.0, AttributeSet.NONE, 0.5)));
  }

  private static MarginalPlan plan(long units) {
    return MarginalPlan.leastSumOfVariances(workload(), units);
  }

  private static MarginalCounts someCustomers(MarginalPlan plan, long seed) {
    MarginalCounts counts = plan.newCounts();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      counts.add(random.nextInt(7), random.nextInt(8), random.nextInt(2));
    }
    return counts;
  }

  // Cost

  /**
   * The law: what one customer moves, over the noise, squared, is at most what that customer pays.
   * Computed from what two releases with the same bits measure, for a customer in each cell.
   */
  @ParameterizedTest
  @ValueSource(longs = {1L << 20, ONE / 100, ONE, 5 * ONE, 4000 * ONE})
  void customer_inAnyCell_movesTheMeasuredIntegersByNoMoreThanTheCharge(long units) {
    MarginalPlan plan = plan(units);
    assertThat(plan.costUnits()).isBetween((long) (units * (1 - 1e-9)) - 100, units);
    BigDecimal charge = BigDecimal.valueOf(plan.costUnits());
    for (int city = 0; city < 7; city++) {
      for (int age = 0; age < 8; age++) {
        for (int club = 0; club < 2; club++) {
          BigDecimal loss = lossInUnits(plan, city, age, club);
          assertThat(loss).isLessThanOrEqualTo(charge);
          assertThat(loss).isGreaterThan(charge.subtract(BigDecimal.TEN)); // nor less by much
        }
      }
    }
  }

  private static BigDecimal lossInUnits(MarginalPlan plan, int... customer) {
    MarginalCounts without = someCustomers(plan, 1);
    MarginalCounts with = someCustomers(plan, 1);
    with.add(customer);
    Map<AttributeSet, long[]> before = plan.measured(without, new InsecureSeededNoise(2));
    Map<AttributeSet, long[]> after = plan.measured(with, new InsecureSeededNoise(2));
    BigDecimal loss = BigDecimal.ZERO;
    for (Residual part : plan.residuals()) {
      BigDecimal norm = BigDecimal.ZERO;
      long[] first = Objects.requireNonNull(before.get(part.attributes()));
      long[] second = Objects.requireNonNull(after.get(part.attributes()));
      for (int i = 0; i < first.length; i++) {
        norm = norm.add(BigDecimal.valueOf(second[i] - first[i]).pow(2));
      }
      BigDecimal variance = new BigDecimal(part.noise().scaleUnits()).pow(2);
      loss = loss.add(norm.divide(variance, MathContext.DECIMAL128));
    }
    return loss.multiply(BigDecimal.valueOf(ONE)).setScale(6, RoundingMode.CEILING);
  }

  /** Whoever sees one marginal sees the parts below it; the parts of two add up without overlap. */
  @Test
  void costOfOneMarginal_isThatOfThePartsItIsReadFrom() {
    MarginalPlan plan = plan(ONE);
    long age = plan.costUnits(AttributeSet.of(1));
    assertThat(plan.costUnits(CITY_AGE) + plan.costUnits(AGE_CLUB) - age)
        .isEqualTo(plan.costUnits());
    assertThat(plan.costUnits(AttributeSet.NONE)).isPositive().isLessThan(age);
    MarginalPlan one =
        MarginalPlan.leastSumOfVariances(Workload.of(BAKERY, List.of(CITY_AGE)), ONE);
    assertThat(one.costUnits(CITY_AGE)).isEqualTo(one.costUnits());
    assertThatThrownBy(() -> plan.costUnits(AttributeSet.of(0, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void customer_whoIsNotCounted_movesNothing() {
    MarginalPlan plan = plan(ONE);
    MarginalCounts without = someCustomers(plan, 1);
    without.addAll(0, 3, 3, 1);
    Map<AttributeSet, long[]> first =
        plan.measured(someCustomers(plan, 1), new InsecureSeededNoise(2));
    Map<AttributeSet, long[]> second = plan.measured(without, new InsecureSeededNoise(2));
    first.forEach((set, measured) -> assertThat(second.get(set)).isEqualTo(measured));
  }

  /**
   * What is released is exact integers plus independent draws of the planned scale, and no function
   * of noisier ones: noise that was rounded before it is centred would be charged too little.
   */
  @Test
  void measuredIntegers_areExactOnesPlusIndependentDraws() {
    MarginalPlan plan = plan(ONE);
    Map<AttributeSet, long[]> exact = plan.measured(someCustomers(plan, 1), NO_NOISE);
    Map<AttributeSet, long[]> noisy =
        plan.measured(someCustomers(plan, 1), new InsecureSeededNoise(2));
    RandomBits replayed = new InsecureSeededNoise(2);
    for (Residual part : plan.residuals()) {
      long[] drawn = new long[BAKERY.cells(part.attributes())];
      new RoundedGaussian(part.noise().scaleUnits()).fill(drawn, replayed);
      long[] first = Objects.requireNonNull(exact.get(part.attributes()));
      long[] second = Objects.requireNonNull(noisy.get(part.attributes()));
      for (int i = 0; i < drawn.length; i++) {
        assertThat(second[i] - first[i]).isEqualTo(drawn[i]);
      }
    }
  }

  /** The planted fault: noise on the marginals and the residual map after it costs more. */
  @Test
  void marginalsNoisedBeforeCentring_wouldCostMoreThanIsCharged() {
    MarginalPlan plan = plan(ONE);
    double cost = 0;
    for (Residual part : plan.residuals()) {
      double variance = part.gaussianVariance(part.attributes(), BAKERY);
      double centred = Residual.shareOfVariance(part.attributes(), part.attributes(), BAKERY);
      cost += centred / variance;
    }
    assertThat(cost * ONE).isGreaterThan(1.1 * plan.costUnits());
  }

  @Test
  void plan_ofTooFewUnits_isRefused() {
    assertThatThrownBy(() -> plan(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too few units");
    assertThatThrownBy(() -> plan(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  // Optimality

  /** No other division of the cost gives a smaller weighted sum of variances. */
  @Test
  void division_ofTheCost_isBestAmongOthers() {
    MarginalPlan plan = plan(ONE);
    List<Residual> parts = List.copyOf(plan.residuals());
    double[] pays = parts.stream().mapToDouble(part -> (double) part.costUnits()).toArray();
    double best = weightedVariance(plan, parts, pays, pays);
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 1000; trial++) {
      double size = Math.pow(10, -random.nextDouble(3));
      double[] other = new double[pays.length];
      for (int i = 0; i < other.length; i++) {
        other[i] = pays[i] * Math.exp(size * (random.nextDouble() - 0.5));
      }
      double sum = Arrays.stream(other).sum();
      double rescale = Arrays.stream(pays).sum() / sum;
      double[] scaled = Arrays.stream(other).map(pay -> pay * rescale).toArray();
      assertThat(weightedVariance(plan, parts, pays, scaled)).isGreaterThan(best * (1 - 1e-9));
    }
  }

  private static double weightedVariance(
      MarginalPlan plan, List<Residual> parts, double[] planned, double[] paid) {
    double sum = 0;
    for (Map.Entry<AttributeSet, Double> asked : plan.workload().weights().entrySet()) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).attributes().isSubsetOf(asked.getKey())) {
          sum +=
              asked.getValue()
                  * BAKERY.cells(asked.getKey())
                  * parts.get(i).gaussianVariance(asked.getKey(), BAKERY)
                  * planned[i]
                  / paid[i];
        }
      }
    }
    return sum;
  }

  /**
   * The four queries by category of the bakery's night, of one category's customers. Answered
   * together at the same cost, each is nearer than with its share of it, by what the docs say.
   */
  @Test
  void bakerysNight_answeredTogether_isNearerInEveryQuery() {
    Domain cityAge = Domain.of(7, 8);
    double weights = 4 + 7 + 7 + 16;
    Map<AttributeSet, Double> nightly =
        Map.of(
            AttributeSet.NONE,
            4.0,
            AttributeSet.of(0),
            7.0,
            AttributeSet.of(1),
            7.0,
            AttributeSet.of(0, 1),
            16.0);
    Map<AttributeSet, Double> smaller =
        Map.of(
            AttributeSet.NONE,
            0.745,
            AttributeSet.of(0),
            0.811,
            AttributeSet.of(1),
            0.814,
            AttributeSet.of(0, 1),
            0.956);
    TreeMap<AttributeSet, Double> ofCells = new TreeMap<>();
    nightly.forEach((set, weight) -> ofCells.put(set, weight / cityAge.cells(set)));
    MarginalPlan plan = MarginalPlan.leastSumOfVariances(new Workload(cityAge, ofCells), ONE);
    nightly.forEach(
        (set, weight) ->
            assertThat(Math.sqrt(plan.variance(set) * weight / weights))
                .isCloseTo(smaller.getOrDefault(set, 0.0), within(0.0005)));
  }

  /** The paper's own form: subtraction matrices R, noise of covariance R Rᵀ, pseudo-inverses. */
  @Test
  void variance_equalsThatOfThePapersMatrices() {
    MarginalPlan plan = plan(ONE);
    for (AttributeSet asked : CITY_AGE.subsets()) {
      RealMatrix covariance =
          MatrixUtils.createRealMatrix(BAKERY.cells(asked), BAKERY.cells(asked));
      for (Residual part : plan.residuals()) {
        if (part.attributes().isSubsetOf(asked)) {
          RealMatrix subtraction = MatrixUtils.createRealIdentityMatrix(1);
          RealMatrix back = MatrixUtils.createRealIdentityMatrix(1);
          for (int attribute : asked.attributes()) {
            int size = BAKERY.sizes().get(attribute);
            if (part.attributes().contains(attribute)) {
              subtraction = kronecker(subtraction, subtraction(size));
              back = kronecker(back, pseudoInverse(subtraction(size)));
            } else {
              back = kronecker(back, ones(size).scalarMultiply(1.0 / size));
            }
          }
          double sigma = part.noise().scaleUnits() / unit(part);
          RealMatrix noise =
              subtraction.multiply(subtraction.transpose()).scalarMultiply(sigma * sigma);
          covariance = covariance.add(back.multiply(noise).multiply(back.transpose()));
        }
      }
      for (int cell = 0; cell < BAKERY.cells(asked); cell++) {
        assertThat(plan.variance(asked))
            .isCloseTo(
                covariance.getEntry(cell, cell), within(1e-6 * covariance.getEntry(cell, cell)));
      }
    }
  }

  /** Lattice units to a customer, seen from outside: what one customer adds where all is 0. */
  private static double unit(Residual part) {
    long[] one = new long[BAKERY.cells(part.attributes())];
    one[0] = 1;
    long first = part.exactly(one)[0];
    return first / Residual.shareOfVariance(part.attributes(), part.attributes(), BAKERY);
  }

  private static RealMatrix subtraction(int size) {
    RealMatrix matrix = MatrixUtils.createRealMatrix(size - 1, size);
    for (int i = 0; i < size - 1; i++) {
      matrix.setEntry(i, 0, 1);
      matrix.setEntry(i, i + 1, -1);
    }
    return matrix;
  }

  private static RealMatrix pseudoInverse(RealMatrix matrix) {
    RealMatrix square = matrix.multiply(matrix.transpose());
    return matrix.transpose().multiply(MatrixUtils.inverse(square));
  }

  private static RealMatrix ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return MatrixUtils.createColumnRealMatrix(ones);
  }

  private static RealMatrix kronecker(RealMatrix left, RealMatrix right) {
    int rows = right.getRowDimension();
    int columns = right.getColumnDimension();
    RealMatrix product =
        MatrixUtils.createRealMatrix(
            left.getRowDimension() * rows, left.getColumnDimension() * columns);
    for (int i = 0; i < left.getRowDimension(); i++) {
      for (int j = 0; j < left.getColumnDimension(); j++) {
        product.setSubMatrix(
            right.scalarMultiply(left.getEntry(i, j)).getData(), i * rows, j * columns);
      }
    }
    return product;
  }

  // Answers

  @Test
  void release_withoutNoise_isTheExactCounts() {
    MarginalPlan plan = plan(ONE);
    MarginalCounts counts = someCustomers(plan, 4);
    NoisyMarginals answers = plan.release(counts, NO_NOISE);
    for (AttributeSet asked : List.of(CITY_AGE, AGE_CLUB, AttributeSet.of(2), AttributeSet.NONE)) {
      long[] exact = counts.marginal(asked);
      double[] answered = answers.counts(asked);
      for (int i = 0; i < exact.length; i++) {
        assertThat(answered[i]).isCloseTo((double) exact[i], within(1e-9));
      }
    }
    assertThat(answers.total()).isCloseTo(500, within(1e-9));
  }

  /** Totals and sub-totals of whatever marginal are those of any other. */
  @Test
  void answers_withNoise_agreeOnEveryTotal() {
    MarginalPlan plan = plan(ONE / 50);
    NoisyMarginals answers = plan.release(someCustomers(plan, 5), new InsecureSeededNoise(6));
    for (AttributeSet finer : List.of(CITY_AGE, AGE_CLUB)) {
      for (AttributeSet coarser : finer.subsets()) {
        double[] sums = new double[BAKERY.cells(coarser)];
        double[] cells = answers.counts(finer);
        for (int i = 0; i < cells.length; i++) {
          sums[cellOf(coarser, finer, i)] += cells[i];
        }
        double[] answered = answers.counts(coarser);
        for (int i = 0; i < sums.length; i++) {
          assertThat(sums[i]).isCloseTo(answered[i], within(1e-10));
        }
      }
    }
    assertThat(answers.total()).isNotCloseTo(500, within(0.01));
  }

  /** The marginal of some attributes, cell by cell, by division: another way than the code's. */
  private static int cellOf(AttributeSet coarser, AttributeSet finer, int cell) {
    int[] attributes = finer.attributes();
    int rest = cell;
    int result = 0;
    int stride = 1;
    for (int i = attributes.length - 1; i >= 0; i--) {
      int size = BAKERY.sizes().get(attributes[i]);
      if (coarser.contains(attributes[i])) {
        result += rest % size * stride;
        stride *= size;
      }
      rest /= size;
    }
    return result;
  }

  /**
   * 4,000 releases: every cell is unbiased, and its squared errors have the variance that is
   * stated. 88 cells at 10⁻¹² each way; a scale of noise that is 15 % off is refused.
   */
  @Test
  void errors_ofManyReleases_haveMeanZeroAndTheStatedVariance() {
    MarginalPlan plan = plan(ONE / 10);
    int runs = 4000;
    RandomBits bits = new InsecureSeededNoise(7);
    MarginalCounts counts = someCustomers(plan, 8);
    List<AttributeSet> asked =
        List.of(CITY_AGE, AGE_CLUB, AttributeSet.of(0), AttributeSet.of(1), AttributeSet.NONE);
    double[][] sums = new double[asked.size()][56];
    double[][] squares = new double[asked.size()][56];
    for (int run = 0; run < runs; run++) {
      NoisyMarginals answers = plan.release(counts, bits);
      for (int a = 0; a < asked.size(); a++) {
        long[] exact = counts.marginal(asked.get(a));
        double[] answered = answers.counts(asked.get(a));
        for (int i = 0; i < exact.length; i++) {
          double error = answered[i] - exact[i];
          sums[a][i] += error;
          squares[a][i] += error * error;
        }
      }
    }
    double odds = 1e-12;
    ChiSquaredDistribution square = new ChiSquaredDistribution(null, runs);
    double low = square.inverseCumulativeProbability(odds);
    double high = square.inverseCumulativeProbability(1 - odds);
    double deviations = -new NormalDistribution(null, 0, 1).inverseCumulativeProbability(odds);
    for (int a = 0; a < asked.size(); a++) {
      double variance = plan.variance(asked.get(a));
      for (int i = 0; i < BAKERY.cells(asked.get(a)); i++) {
        assertThat(Math.abs(sums[a][i])).isLessThan(deviations * Math.sqrt(runs * variance));
        assertThat(squares[a][i] / variance).isBetween(low, high);
      }
    }
    assertThat(runs * 1.15 * 1.15).isGreaterThan(high);
    assertThat(runs * 0.85 * 0.85).isLessThan(low);
  }

  /** With 10,000 releases, coverage within 9 standard deviations of what is promised. */
  @Test
  void halfWidth_coversAsOftenAsItSays() {
    MarginalPlan plan = plan(ONE);
    RandomBits bits = new InsecureSeededNoise(9);
    MarginalCounts counts = plan.newCounts();
    double width = plan.halfWidth(CITY_AGE, 0.95);
    int runs = 10_000;
    int covered = 0;
    for (int run = 0; run < runs; run++) {
      covered += Math.abs(plan.release(counts, bits).counts(CITY_AGE)[13]) <= width ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(0.93, 0.97);
    assertThat(width).isCloseTo(1.959964 * Math.sqrt(plan.variance(CITY_AGE)), within(1e-2));
  }

  @Test
  void marginal_thatThePlanDoesNotAnswer_isRefused() {
    MarginalPlan plan = plan(ONE);
    AttributeSet unasked = AttributeSet.of(0, 2);
    assertThatThrownBy(() -> plan.variance(unasked)).hasMessageContaining("[0, 2]");
    NoisyMarginals answers = plan.release(plan.newCounts(), NO_NOISE);
    assertThatThrownBy(() -> answers.counts(unasked)).hasMessageContaining("[0, 2]");
  }

  // Integers

  /** The largest shop in the finest lattice: no product on the way passes a long. */
  @Test
  void exactIntegers_ofTheMostCustomers_doNotOverflow() {
    Domain pairs = Domain.of(2, 2, 2, 2, 2, 2, 2, 2);
    MarginalPlan plan =
        MarginalPlan.leastSumOfVariances(
            Workload.of(pairs, List.of(pairs.all())), Currency.MAX_BUDGET_UNITS);
    MarginalCounts counts = plan.newCounts();
    counts.addAll(MarginalCounts.MOST_CUSTOMERS, 1, 0, 1, 0, 1, 0, 1, 0);
    NoisyMarginals answers = plan.release(counts, NO_NOISE);
    assertThat(answers.total()).isEqualTo(0x1p31);
    double[] cells = answers.counts(pairs.all());
    for (int i = 0; i < cells.length; i++) {
      assertThat(cells[i]).isCloseTo(i == 0b10101010 ? 0x1p31 : 0, within(1e-5));
    }
    assertThatThrownBy(() -> counts.add(0, 0, 0, 0, 0, 0, 0, 0))
        .hasMessageContaining("2^31 customers");
  }

  /** Integer centring is N times the projection, whatever the shape. */
  @Test
  void centring_inIntegers_isThatOfNumbersTimesTheCells() {
    int[] shape = {3, 2, 5};
    long[] table = new SplittableRandom(10).longs(30, -1000, 1000).toArray();
    double[] numbers = Arrays.stream(table).asDoubleStream().toArray();
    Centring.timesCells(table, shape);
    Centring.centre(numbers, shape);
    for (int i = 0; i < table.length; i++) {
      assertThat((double) table[i]).isCloseTo(30 * numbers[i], within(1e-8));
    }
  }

  @Test
  void domainAndSets_outOfRange_areRefused() {
    assertThatThrownBy(() -> Domain.of(3, 1)).hasMessageContaining("at least 2 values");
    assertThatThrownBy(() -> Domain.of(5000, 5000).cells(AttributeSet.of(0, 1)))
        .hasMessageContaining("16777216 cells");
    assertThatThrownBy(() -> BAKERY.cells(AttributeSet.of(3))).hasMessageContaining("[3]");
    assertThatThrownBy(() -> AttributeSet.of(62)).hasMessageContaining("got 62");
    assertThatThrownBy(() -> Workload.of(BAKERY, List.of())).hasMessageContaining("got none");
    assertThatThrownBy(() -> new Workload(BAKERY, new TreeMap<>(Map.of(CITY_AGE, Double.NaN))))
        .hasMessageContaining("NaN");
    MarginalCounts counts = plan(ONE).newCounts();
    assertThatThrownBy(() -> counts.add(0, 8, 0)).hasMessageContaining("attribute 1");
    assertThatThrownBy(() -> counts.add(0, 0)).hasMessageContaining("3 attributes");
  }
}
