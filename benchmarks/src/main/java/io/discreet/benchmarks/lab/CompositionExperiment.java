package io.discreet.benchmarks.lab;

import io.discreet.mechanisms.accounting.ConcentratedDp;
import io.discreet.mechanisms.accounting.GaussianDp;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.ArrayList;
import java.util.List;

/**
 * One budget for many counts with Gaussian noise: how the error of each grows with their number, by
 * the theorem that adds their losses up.
 *
 * @param queries how many counts share the budget; each is moved by at most 1 by one customer
 */
record CompositionExperiment(
    String name,
    List<Integer> queries,
    double epsilon,
    double delta,
    int runs,
    long seed,
    Figure figure)
    implements Experiment {

  /** How losses are added up. */
  private enum Theorem {
    /** μ² adds up: what the books keep (Dong, Roth and Su 2022, Corollary 2). */
    GAUSSIAN_DP("Gaussian DP"),
    /** ρ adds up (Bun and Steinke 2016, Lemma 1.7). */
    CONCENTRATED("zero-concentrated DP"),
    /** ε and δ add up (Dwork et al. 2006, Theorem 1). */
    BASIC("basic");

    private final String words;

    Theorem(String words) {
      this.words = words;
    }

    /** The noise of each of some queries, in counts. */
    double sigma(int queries, double epsilon, double delta) {
      return switch (this) {
        case GAUSSIAN_DP -> Math.sqrt(queries) / GaussianDp.mu(epsilon, delta);
        case CONCENTRATED -> Math.sqrt(queries / (2 * ConcentratedDp.rho(epsilon, delta)));
        case BASIC -> 1 / GaussianDp.mu(epsilon / queries, delta / queries);
      };
    }
  }

  @Override
  public List<String> factors() {
    return List.of("queries", "composition", "epsilon", "delta");
  }

  @Override
  public List<Metric> metrics() {
    return Metric.ERROR_AND_THEORY;
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (int count : queries) {
      for (Theorem theorem : Theorem.values()) {
        cells.add(new Composed(count, theorem, epsilon, delta));
      }
    }
    return cells;
  }

  private record Composed(int queries, Theorem theorem, double epsilon, double delta)
      implements Cell {

    @Override
    public List<String> levels() {
      return List.of(
          Integer.toString(queries),
          theorem.words,
          Double.toString(epsilon),
          Double.toString(delta));
    }

    @Override
    public Trial open() {
      RoundedGaussian noise = new RoundedGaussian(theorem.sigma(queries, epsilon, delta));
      return seed -> {
        long[] errors = new long[queries];
        noise.fill(errors, new InsecureSeededNoise(seed));
        double squares = 0;
        for (long error : errors) {
          squares += (double) error * error;
        }
        return new double[] {squares / queries, noise.variance()};
      };
    }
  }
}
