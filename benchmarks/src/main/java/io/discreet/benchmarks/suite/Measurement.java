package io.discreet.benchmarks.suite;

import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What a benchmark took at one value of each of its parameters, and where.
 *
 * @param benchmark class and method, without the package
 * @param setting the parameters as {@code name=value}, with spaces between
 * @param unit of {@code elapsed} and {@code error}, as JMH calls it
 * @param elapsed the mean over the rounds
 * @param error half the width of JMH's 99.9 % interval; NaN if there were too few rounds
 * @param processorNanos processor time of an operation, of the whole process
 * @param processorError of it, as {@code error}
 * @param conditions the machine at that time
 */
record Measurement(
    String benchmark,
    String setting,
    String unit,
    double elapsed,
    double error,
    double processorNanos,
    double processorError,
    Conditions conditions) {

  static Measurement of(PlannedRun run, RunResult result, Conditions conditions) {
    Result<?> elapsed = result.getPrimaryResult();
    Result<?> processor = Objects.requireNonNull(result.getSecondaryResults().get("processor"));
    return new Measurement(
        run.name(),
        run.setting(),
        elapsed.getScoreUnit(),
        elapsed.getScore(),
        elapsed.getScoreError(),
        processor.getScore(),
        processor.getScoreError(),
        conditions);
  }

  /** Whether both are of the same benchmark, parameters and unit. */
  boolean isComparable(Measurement other) {
    return benchmark.equals(other.benchmark)
        && setting.equals(other.setting)
        && unit.equals(other.unit);
  }

  /** Elapsed time as a multiple of that of another. */
  double ratio(Measurement before) {
    return elapsed / before.elapsed;
  }

  /** Processor time as a multiple of that of another. */
  double processorRatio(Measurement before) {
    return processorNanos / before.processorNanos;
  }

  /** Whether elapsed times differ by more than the errors of both together. */
  boolean differs(Measurement before) {
    return Math.abs(elapsed - before.elapsed) > error + before.error;
  }

  /** Whether processor times differ by more than the errors of both together. */
  boolean processorDiffers(Measurement before) {
    return Math.abs(processorNanos - before.processorNanos)
        > processorError + before.processorError;
  }
}
