package io.discreet.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.benchmarks.selection.SelectionBenchmark;
import java.util.Collection;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

class ProcessorTimeTest {

  /** An operation is one of the ten thousand segments of a call, as in JMH's own figure. */
  @Test
  void afterIteration_oneThreadAtWork_isAboutTheElapsedTimeOrLess() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(SelectionBenchmark.class.getName() + ".truncatedGeometric")
                    .param("l0", "1")
                    .forks(0)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(300))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.seconds(1))
                    .addProfiler(ProcessorTime.class)
                    .build())
            .run();
    RunResult result = results.iterator().next();
    double elapsed = result.getPrimaryResult().getScore();
    Result<?> secondary = result.getSecondaryResults().get("processor");
    double processor = Objects.requireNonNull(secondary, "no processor time").getScore();
    // Compiler threads work beside it: at most the two or more cores of a machine together.
    double cores = Runtime.getRuntime().availableProcessors();
    assertThat(processor).isBetween(0.01, elapsed * cores * 1.5);
  }
}
