package io.discreet.benchmarks.lab;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.marginals.AttributeSet;
import io.discreet.mechanisms.marginals.Domain;
import io.discreet.mechanisms.marginals.MarginalCounts;
import io.discreet.mechanisms.marginals.MarginalPlan;
import io.discreet.mechanisms.marginals.NoisyMarginals;
import io.discreet.mechanisms.marginals.Workload;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Marginals answered together against the same marginals with noise of their own, at one cost. The
 * error of either does not depend on the counts, so that these are all 0.
 *
 * @param asked which marginals
 * @param epsilons of all marginals together
 */
record MarginalsExperiment(
    String name,
    List<Asked> asked,
    List<Double> epsilons,
    double delta,
    int runs,
    long seed,
    Figure figure)
    implements Experiment {

  /**
   * Marginals that are asked for.
   *
   * @param importance of each marginal's mean squared error in the error of all; adds up to 1
   * @param shares of the cost, by which it is divided where each has noise of its own; likewise
   */
  record Asked(
      String words,
      Domain domain,
      SortedMap<AttributeSet, Double> importance,
      SortedMap<AttributeSet, Double> shares) {

    /**
     * The four queries by category of the bakery's night, of one category's customers: in all, by
     * city, by age band, by both. Cells are those declared, {@code other} and NULL. The night's
     * weights divide the cost, and say how much each counts.
     */
    static Asked night() {
      Map<AttributeSet, Double> weights =
          Map.of(
              AttributeSet.NONE,
              4.0,
              AttributeSet.of(0),
              7.0,
              AttributeSet.of(1),
              7.0,
              AttributeSet.of(0, 1),
              16.0);
      SortedMap<AttributeSet, Double> shares =
          inProportion(weights.keySet(), set -> weights.getOrDefault(set, 0.0));
      return new Asked("the bakery's night, one category", Domain.of(7, 8), shares, shares);
    }

    /**
     * All pairs of attributes of the Adult data, by their sizes. Every cell counts alike, and each
     * marginal pays in proportion to the root of its cells, which is then best.
     */
    static Asked pairsOfAdult() {
      List<Integer> sizes = List.of(85, 9, 100, 16, 7, 15, 6, 5, 2, 100, 100, 99, 42, 2);
      Domain domain = new Domain(sizes);
      List<AttributeSet> pairs = new ArrayList<>();
      for (int first = 0; first < sizes.size(); first++) {
        for (int second = first + 1; second < sizes.size(); second++) {
          pairs.add(AttributeSet.of(first, second));
        }
      }
      return new Asked(
          "all pairs of the attributes of Adult",
          domain,
          inProportion(pairs, domain::cells),
          inProportion(pairs, pair -> Math.sqrt(domain.cells(pair))));
    }

    private static SortedMap<AttributeSet, Double> inProportion(
        Iterable<AttributeSet> marginals, ToDoubleFunction<AttributeSet> to) {
      SortedMap<AttributeSet, Double> shares = new TreeMap<>();
      double sum = 0;
      for (AttributeSet marginal : marginals) {
        shares.put(marginal, to.applyAsDouble(marginal));
        sum += to.applyAsDouble(marginal);
      }
      double all = sum;
      shares.replaceAll((marginal, share) -> share / all);
      return shares;
    }

    /** Whose weighted sum of variances is the error of all. */
    private Workload workload() {
      SortedMap<AttributeSet, Double> weights = new TreeMap<>(importance);
      weights.replaceAll((marginal, weight) -> weight / domain.cells(marginal));
      return new Workload(domain, weights);
    }

    /** The error of all, of each marginal's. */
    private double inAll(ToDoubleFunction<AttributeSet> meanSquare) {
      double sum = 0;
      for (Map.Entry<AttributeSet, Double> one : importance.entrySet()) {
        sum += one.getValue() * meanSquare.applyAsDouble(one.getKey());
      }
      return sum;
    }
  }

  /** How the cost is used. */
  private enum Method {
    TOGETHER("together") {
      @Override
      Trial trial(Asked asked, long units) {
        MarginalPlan plan = MarginalPlan.leastSumOfVariances(asked.workload(), units);
        double stated = asked.inAll(plan::variance);
        MarginalCounts nobody = plan.newCounts();
        return seed -> {
          NoisyMarginals noisy = plan.release(nobody, new InsecureSeededNoise(seed));
          return new double[] {asked.inAll(set -> meanSquare(noisy.counts(set))), stated};
        };
      }
    },
    SEPARATELY("each by itself") {
      @Override
      Trial trial(Asked asked, long units) {
        SortedMap<AttributeSet, LatticeNoise> noise = new TreeMap<>();
        asked
            .shares()
            .forEach(
                (marginal, share) ->
                    noise.put(
                        marginal,
                        Currency.gaussian()
                            .noise(Currency.gaussian().noiseScale(1, (long) (units * share)))));
        double stated = asked.inAll(set -> of(noise, set).variance());
        return seed -> {
          RandomBits bits = new InsecureSeededNoise(seed);
          double error =
              asked.inAll(
                  set -> {
                    long[] drawn = new long[asked.domain().cells(set)];
                    of(noise, set).fill(drawn, bits);
                    double[] errors = new double[drawn.length];
                    for (int i = 0; i < errors.length; i++) {
                      errors[i] = (double) drawn[i];
                    }
                    return meanSquare(errors);
                  });
          return new double[] {error, stated};
        };
      }
    };

    private final String words;

    Method(String words) {
      this.words = words;
    }

    /** What one run measures: the mean squared error of all, and what was foretold of it. */
    abstract Trial trial(Asked asked, long units);

    private static LatticeNoise of(SortedMap<AttributeSet, LatticeNoise> noise, AttributeSet set) {
      return Objects.requireNonNull(noise.get(set));
    }

    private static double meanSquare(double[] errors) {
      double sum = 0;
      for (double error : errors) {
        sum += error * error;
      }
      return sum / errors.length;
    }
  }

  @Override
  public List<String> factors() {
    return List.of("marginals", "answered", "epsilon", "delta");
  }

  @Override
  public List<Metric> metrics() {
    return Metric.ERROR_AND_THEORY;
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Asked one : asked) {
      for (double epsilon : epsilons) {
        for (Method method : Method.values()) {
          cells.add(new Answered(one, method, epsilon, delta));
        }
      }
    }
    return cells;
  }

  private record Answered(Asked asked, Method method, double epsilon, double delta)
      implements Cell {

    @Override
    public List<String> levels() {
      return List.of(asked.words(), method.words, Double.toString(epsilon), Double.toString(delta));
    }

    @Override
    public Trial open() {
      return method.trial(asked, Currency.gaussian().budgetUnits(epsilon, delta));
    }
  }
}
