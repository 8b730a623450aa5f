package io.discreet.benchmarks.suite;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import joptsimple.BuiltinHelpFormatter;
import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;
import joptsimple.OptionSpec;
import joptsimple.util.PathConverter;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all of the module's JMH benchmarks in a short profile, writes JMH's JSON and prints each
 * result beside the kept one. Planned for at most five minutes on a machine that has nothing else
 * to do: one process, four rounds of warm-up and five of 250 ms each, five processes for a first
 * call, and of parameters what {@link ShortProfile} keeps.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.suite.JmhSuite
 * }</pre>
 *
 * <p>With {@code -Pgoogle-dp} on the first line the benchmarks beside Google's library run, too. So
 * short a run finds what got several times slower; a few percent need the command in the class doc
 * of the benchmark. Exit code 0, or 2 if asked wrongly, 1 if a benchmark fails.
 */
public final class JmhSuite {
  private static final int WIDTH = 80;
  private static final String EXAMPLES =
      """

      Examples, from the project's root:
        mvn -q -pl benchmarks -am package -DskipTests
        alias suite='java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \\
            io.discreet.benchmarks.suite.JmhSuite'
        suite                                 all, beside benchmarks/results.csv
        suite --only Selection                some
        suite --keep                          all, kept for the next time
        suite --keep --beside /tmp/before.csv  a before and after of your own
      """;

  private final OptionParser parser = new OptionParser();
  private final OptionSpec<Void> help = parser.accepts("help", "this text").forHelp();
  private final OptionSpec<Void> list = parser.accepts("list", "what would run, and run nothing");
  private final OptionSpec<Void> keep =
      parser.accepts("keep", "write the new results into the file of --beside");
  private final OptionSpec<Void> verbose = parser.accepts("verbose", "all that JMH says");
  private final OptionSpec<String> only =
      parser
          .accepts("only", "only benchmarks with this text in Class.method")
          .withRequiredArg()
          .describedAs("text")
          .defaultsTo("");
  private final OptionSpec<Path> beside =
      parser
          .accepts("beside", "the kept results")
          .withRequiredArg()
          .withValuesConvertedBy(new PathConverter())
          .describedAs("csv")
          .defaultsTo(Path.of("benchmarks", "results.csv"));
  private final OptionSpec<Path> json =
      parser
          .accepts("json", "where JMH's results go")
          .withRequiredArg()
          .withValuesConvertedBy(new PathConverter())
          .describedAs("file")
          .defaultsTo(Path.of("benchmarks", "target", "jmh.json"));
  private final PrintStream out;
  private final PrintStream progress;

  JmhSuite(PrintStream out, PrintStream progress) {
    this.out = out;
    this.progress = progress;
  }

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(new JmhSuite(out, progress).run(arguments));
  }

  /** Returns the exit code. */
  int run(String... arguments) {
    try {
      run(parser.parse(arguments));
      return 0;
    } catch (OptionException | IllegalArgumentException e) {
      progress.println(e.getMessage() + "; --help shows what there is");
      return 2;
    } catch (IOException | RunnerException e) {
      progress.println(e.getMessage());
      return 1;
    }
  }

  private void run(OptionSet options) throws IOException, RunnerException {
    if (!options.nonOptionArguments().isEmpty()) {
      throw new IllegalArgumentException(
          "expected options, got " + options.nonOptionArguments().get(0));
    }
    if (options.has(help)) {
      parser.formatHelpWith(new BuiltinHelpFormatter(WIDTH, 2));
      parser.printHelpOn(out);
      out.print(EXAMPLES);
      return;
    }
    String text = options.valueOf(only);
    List<PlannedRun> planned =
        PlannedRun.all().stream().filter(one -> one.name().contains(text)).toList();
    if (planned.isEmpty()) {
      throw new IllegalArgumentException("--only: no benchmark has \"" + text + "\" in its name");
    }
    if (options.has(list)) {
      planned.forEach(one -> out.println((one.name() + " " + one.setting()).strip()));
      return;
    }
    KeptResults kept = kept(options);
    Path file = options.valueOf(json).toAbsolutePath();
    Files.createDirectories(file.resolveSibling("."));
    List<Measurement> measured =
        measure(planned, file, options.has(verbose) ? VerboseMode.NORMAL : VerboseMode.SILENT);
    out.print(ComparisonTable.of(measured, kept));
    out.println("JMH's results: " + options.valueOf(json));
    if (options.has(keep)) {
      kept.with(measured).write(options.valueOf(beside));
      out.println("kept: " + options.valueOf(beside));
    }
  }

  private KeptResults kept(OptionSet options) throws IOException {
    Path file = options.valueOf(beside);
    if (Files.exists(file)) {
      return KeptResults.read(file);
    }
    if (options.has(keep)) {
      return new KeptResults(List.of());
    }
    throw new IllegalArgumentException(
        "--beside: no file " + file + "; go to the project's root, or start one with --keep");
  }

  private List<Measurement> measure(List<PlannedRun> planned, Path json, VerboseMode verbosity)
      throws IOException, RunnerException {
    List<Measurement> measured = new ArrayList<>();
    List<RunResult> results = new ArrayList<>();
    long start = System.nanoTime();
    for (PlannedRun run : planned) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      progress.printf(
          "[%d/%d, %d:%02d] %s %s%n",
          measured.size() + 1,
          planned.size(),
          elapsed.toMinutes(),
          elapsed.toSecondsPart(),
          run.name(),
          run.setting());
      RunResult result = measure(run, verbosity);
      results.add(result);
      measured.add(Measurement.of(run, result, Conditions.now()));
    }
    try (PrintStream file = new PrintStream(json.toFile(), StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(results);
    }
    return measured;
  }

  private static RunResult measure(PlannedRun run, VerboseMode verbosity) throws RunnerException {
    try {
      return new Runner(run.options(verbosity)).runSingle();
    } catch (RunnerException e) {
      throw new RunnerException(run.name() + ": " + e.getMessage() + "; --verbose shows more", e);
    }
  }
}
