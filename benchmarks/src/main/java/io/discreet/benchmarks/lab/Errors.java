package io.discreet.benchmarks.lab;

import io.discreet.engine.release.Release.Estimate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * How far the answers of one release are off, over all segments that have an exact value.
 *
 * @param squared the mean squared error
 * @param stated the mean square of the standard errors that the release states
 * @param absolute the mean absolute error
 * @param relative the mean of |error| / |exact value| where that is not 0
 * @param bias the mean error
 * @param coverage the share of 95 % intervals that hold the exact value
 * @param kendall Kendall's τ-b between the order of the answers and of the exact values
 * @param top how many of the {@value #TOP} largest segments are among the largest answers, as a
 *     share
 */
record Errors(
    double squared,
    double stated,
    double absolute,
    double relative,
    double bias,
    double coverage,
    double kendall,
    double top) {

  private static final int TOP = 5;

  static final List<Metric> METRICS =
      Stream.concat(
              Metric.ERROR_AND_THEORY.stream(),
              Stream.of(
                      "absolute_error",
                      "relative_error",
                      "bias",
                      "coverage",
                      "kendall_tau",
                      "top_5_overlap")
                  .map(Metric::mean))
          .toList();

  /**
   * Compares answers with exact values.
   *
   * @param exact NaN where a segment has no value
   */
  static Errors of(List<Estimate> answers, double[] exact) {
    int[] valued = IntStream.range(0, exact.length).filter(i -> !Double.isNaN(exact[i])).toArray();
    double squared = 0;
    double stated = 0;
    double absolute = 0;
    double relative = 0;
    int nonZero = 0;
    double bias = 0;
    double covered = 0;
    double[] truth = new double[valued.length];
    double[] told = new double[valued.length];
    for (int i = 0; i < valued.length; i++) {
      Estimate answer = answers.get(valued[i]);
      truth[i] = exact[valued[i]];
      told[i] = answer.value();
      double error = told[i] - truth[i];
      squared += error * error;
      stated += answer.standardError() * answer.standardError();
      absolute += Math.abs(error);
      bias += error;
      if (truth[i] != 0) {
        relative += Math.abs(error / truth[i]);
        nonZero++;
      }
      covered += answer.low() <= truth[i] && truth[i] <= answer.high() ? 1 : 0;
    }
    int count = valued.length;
    return new Errors(
        squared / count,
        stated / count,
        absolute / count,
        relative / nonZero,
        bias / count,
        covered / count,
        count < 2 ? Double.NaN : new KendallsCorrelation().correlation(truth, told),
        overlap(truth, told));
  }

  double[] values() {
    return new double[] {squared, stated, absolute, relative, bias, coverage, kendall, top};
  }

  private static double overlap(double[] truth, double[] told) {
    Set<Integer> both = largest(truth);
    int top = both.size();
    both.retainAll(largest(told));
    return (double) both.size() / top;
  }

  private static Set<Integer> largest(double[] values) {
    Set<Integer> largest = new HashSet<>();
    IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -values[i]).thenComparing(i -> i))
        .limit(TOP)
        .forEach(largest::add);
    return largest;
  }
}
