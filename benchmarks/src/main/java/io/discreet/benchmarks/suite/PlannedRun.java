package io.discreet.benchmarks.suite;

import io.discreet.benchmarks.profile.ProcessorTime;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark at one value of each of its parameters, as the short profile runs it.
 *
 * @param benchmark class with its package, a dot, method
 * @param parameters values by name
 * @param isSingleShot whether each process measures one call without warm-up
 */
record PlannedRun(String benchmark, SortedMap<String, String> parameters, boolean isSingleShot) {
  private static final int WARMUP_ROUNDS = 4;
  private static final int ROUNDS = 5;
  private static final TimeValue ROUND = TimeValue.milliseconds(250);

  /** Of a benchmark of the first call: a process has only one. */
  private static final int FIRST_CALLS = 5;

  /** Every benchmark that is compiled, in alphabetical order. */
  static List<PlannedRun> all() {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
        .sorted(Comparator.comparing(BenchmarkListEntry::getUsername))
        .flatMap(entry -> of(entry).stream())
        .toList();
  }

  private static List<PlannedRun> of(BenchmarkListEntry entry) {
    List<SortedMap<String, String>> combinations = List.of(new TreeMap<>());
    Map<String, String[]> declared = new TreeMap<>(entry.getParams().orElse(Map.of()));
    for (Map.Entry<String, String[]> parameter : declared.entrySet()) {
      List<String> values =
          chosen(entry.getUserClassQName(), parameter.getKey(), List.of(parameter.getValue()));
      List<SortedMap<String, String>> longer = new ArrayList<>();
      for (SortedMap<String, String> combination : combinations) {
        for (String value : values) {
          SortedMap<String, String> one = new TreeMap<>(combination);
          one.put(parameter.getKey(), value);
          longer.add(one);
        }
      }
      combinations = longer;
    }
    boolean isSingleShot = entry.getMode() == Mode.SingleShotTime;
    return combinations.stream()
        .map(parameters -> new PlannedRun(entry.getUsername(), parameters, isSingleShot))
        .toList();
  }

  /** Returns the values of a parameter that the short profile keeps. */
  private static List<String> chosen(String className, String parameter, List<String> values) {
    Field field;
    try {
      field = Class.forName(className).getDeclaredField(parameter);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "no parameter " + parameter + " of " + className + ", which JMH lists: build anew", e);
    }
    ShortProfile profile = field.getAnnotation(ShortProfile.class);
    return profile == null ? values : checked(field.toString(), List.of(profile.value()), values);
  }

  /** Returns what is kept of a parameter's values. */
  static List<String> checked(String parameter, List<String> kept, List<String> values) {
    if (kept.isEmpty() || !values.containsAll(kept)) {
      throw new IllegalStateException(
          "the short profile of " + parameter + " keeps " + kept + " out of " + values);
    }
    return kept;
  }

  /** Class and method, without the package. */
  String name() {
    int method = benchmark.lastIndexOf('.');
    return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
  }

  /** The parameters as {@code name=value}, with spaces between. */
  String setting() {
    return parameters.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Returns for how many milliseconds it warms up and measures, starts of processes left out. */
  long milliseconds() {
    return isSingleShot ? 0 : (WARMUP_ROUNDS + ROUNDS) * ROUND.convertTo(TimeUnit.MILLISECONDS);
  }

  /** In how many processes it runs, one after the other. */
  int processes() {
    return isSingleShot ? FIRST_CALLS : 1;
  }

  Options options(VerboseMode verbosity) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "$")
            .forks(processes())
            .warmupIterations(isSingleShot ? 0 : WARMUP_ROUNDS)
            .warmupTime(ROUND)
            .measurementIterations(isSingleShot ? 1 : ROUNDS)
            .measurementTime(ROUND)
            .addProfiler(ProcessorTime.class)
            .shouldFailOnError(true)
            .verbosity(verbosity);
    parameters.forEach((name, value) -> options.param(name, value));
    return options.build();
  }
}
