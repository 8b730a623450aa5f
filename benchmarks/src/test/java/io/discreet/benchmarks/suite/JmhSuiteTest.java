package io.discreet.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;

class JmhSuiteTest {
  static {
    // Others may measure on this machine at the same time: no figure of a test is kept.
    System.setProperty("jmh.ignoreLock", "true");
  }

  private static final JavaClasses MODULE =
      new ClassFileImporter().importPackages("io.discreet.benchmarks");

  /** What the start of a process is taken to add to a run on a quiet machine. */
  private static final long START_MILLISECONDS = 1_500;

  private static final Conditions THEN =
      new Conditions(LocalDate.of(2026, 11, 26), 0.5, "a JDK", "2 x a processor, a system");
  private static final Conditions NOW =
      new Conditions(LocalDate.of(2026, 11, 27), 3.25, "a JDK", "2 x a processor, a system");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private final JmhSuite suite = new JmhSuite(printing(out), printing(progress));

  private static PrintStream printing(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static List<JavaMethod> benchmarks() {
    List<JavaMethod> found =
        MODULE.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(Benchmark.class))
            .toList();
    assertThat(found).hasSizeGreaterThanOrEqualTo(15);
    return found;
  }

  @Test
  void plan_everyCompiledBenchmark_isInTheSuite() {
    assertThat(PlannedRun.all().stream().map(PlannedRun::benchmark).distinct())
        .containsExactlyInAnyOrderElementsOf(
            benchmarks().stream()
                .map(method -> method.getOwner().getName() + "." + method.getName())
                .toList());
  }

  /** A test of the same package reads what the benchmark computed, or it might compute anything. */
  @Test
  void tests_everyCompiledBenchmark_areCallersOfIt() {
    assertThat(benchmarks())
        .allSatisfy(
            method ->
                assertThat(
                        Stream.concat(
                                method.getCallsOfSelf().stream()
                                    .map(access -> access.getOriginOwner().getName()),
                                method.getReferencesToSelf().stream()
                                    .map(reference -> reference.getOriginOwner().getName()))
                            .filter(caller -> caller.endsWith("Test")))
                    .as(method.getFullName())
                    .isNotEmpty());
  }

  @Test
  void benchmark_result_isReturned() {
    assertThat(benchmarks())
        .allSatisfy(
            method ->
                assertThat(method.getRawReturnType().getName())
                    .as(method.getFullName())
                    .isNotEqualTo("void"));
  }

  @Test
  void plan_processesAndRounds_fitIntoFiveMinutes() {
    long planned =
        PlannedRun.all().stream()
            .mapToLong(run -> run.processes() * (START_MILLISECONDS + run.milliseconds()))
            .sum();
    assertThat(planned).isLessThan(300_000);
  }

  @Test
  void plan_parametersOfTheShortProfile_areSomeOfTheirs() {
    assertThat(
            PlannedRun.all().stream()
                .filter(run -> run.name().equals("NoiseBenchmark.bulk"))
                .map(PlannedRun::setting))
        .containsExactly(
            "distribution=gaussian scale=1",
            "distribution=gaussian scale=1099511627776",
            "distribution=laplace scale=1",
            "distribution=laplace scale=1099511627776");
    assertThat(PlannedRun.checked("p", List.of("2"), List.of("1", "2"))).containsExactly("2");
    assertThatThrownBy(() -> PlannedRun.checked("p", List.of("3"), List.of("1", "2")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the short profile of p keeps [3] out of [1, 2]");
    assertThatThrownBy(() -> PlannedRun.checked("p", List.of(), List.of("1", "2")))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Measurement measured(double elapsed, double error, double cpu, Conditions when) {
    return new Measurement("ABenchmark.a", "size=7", "ns/op", elapsed, error, cpu, 1, when);
  }

  @Test
  void table_differenceAboveBothErrors_isMarked() {
    KeptResults kept = new KeptResults(List.of(measured(100, 10, 50, THEN)));
    String table =
        ComparisonTable.of(
            List.of(
                measured(125, 14, 51, NOW),
                measured(125, 16, 53, NOW),
                new Measurement("BBenchmark.b", "", "ms/op", 12_345, Double.NaN, 1, 1, NOW)),
            kept);
    assertThat(table.lines().map(line -> line.strip().replaceAll(" +", " ")).toList())
        .startsWith(
            "ABenchmark, ns new kept ratio cpu",
            "a 7 125 ± 14.0 100 ± 10.0 1.25* 1.02",
            "a 7 125 ± 16.0 100 ± 10.0 1.25 1.06*",
            "",
            "BBenchmark, ms new kept ratio cpu",
            "b 12,345 ± ? none")
        .endsWith("load now 3.3 to 3.3; kept 2026-11-26, load 0.5 to 0.5");
  }

  @Test
  void table_everyPlannedRun_hasAtMost80Columns() {
    List<Measurement> widest =
        PlannedRun.all().stream()
            .map(
                run ->
                    new Measurement(
                        run.name(), run.setting(), "ns/op", 123_456, 12_345, 123_456, 9, NOW))
            .toList();
    assertThat(ComparisonTable.of(widest, new KeptResults(widest)).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void keptResults_writtenAndRead_areTheSameAndReplacedByWhatIsComparable(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("results.csv");
    Measurement other = new Measurement("B.b", "", "ms/op", 1, Double.NaN, 2, 3, THEN);
    KeptResults first = new KeptResults(List.of(measured(100, 10, 50, THEN), other));
    first.write(file);
    assertThat(KeptResults.read(file)).isEqualTo(first);
    Measurement anew = measured(90, 5, 40, NOW);
    assertThat(first.with(List.of(anew)).rows()).containsExactly(anew, other);
    Files.writeString(file, "benchmark\nA\n");
    assertThatThrownBy(() -> KeptResults.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("results.csv holds no results of the suite");
  }

  @Test
  void committedResults_everyPlannedRun_isAmongThem() throws Exception {
    Collection<String> kept =
        KeptResults.read(Path.of("results.csv")).rows().stream()
            .map(row -> row.benchmark() + " " + row.setting())
            .collect(Collectors.toSet());
    assertThat(PlannedRun.all().stream().map(run -> run.name() + " " + run.setting()))
        .isSubsetOf(kept);
  }

  @Test
  void command_askedWrongly_saysSoAndExitsWith2(@TempDir Path folder) {
    assertThat(suite.run("--lsit")).isEqualTo(2);
    assertThat(suite.run("stray")).isEqualTo(2);
    assertThat(suite.run("--only", "NoSuchBenchmark")).isEqualTo(2);
    assertThat(suite.run("--beside", folder.resolve("none.csv").toString())).isEqualTo(2);
    assertThat(progress.toString(StandardCharsets.UTF_8).lines().toList())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).endsWith("--help shows what there is"));
    assertThat(out.size()).isZero();
  }

  @Test
  void command_help_hasExamplesAt80Columns() {
    assertThat(suite.run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--only", "Examples");
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void command_list_namesEveryPlannedRun() {
    assertThat(suite.run("--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(PlannedRun.all().size());
  }

  /** Runs one benchmark in a process of its own, as the command does. */
  @Test
  void command_oneBenchmark_writesJsonAndTableAndKeepsTheResult(@TempDir Path folder)
      throws Exception {
    Path kept = folder.resolve("kept.csv");
    Path json = folder.resolve("jmh.json");
    String[] arguments = {
      "--only", "RandomBitsBenchmark.bulk", "--beside", kept.toString(), "--json", json.toString()
    };
    String[] keeping = Arrays.copyOf(arguments, arguments.length + 1);
    keeping[arguments.length] = "--keep";
    assertThat(suite.run(keeping)).as(progress.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(json).content().contains("RandomBitsBenchmark.bulk", "\"processor\"");
    assertThat(KeptResults.read(kept).rows()).hasSize(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("RandomBitsBenchmark, ns ", "none");
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("[1/1, 0:00]");
  }
}
