package io.discreet.benchmarks.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.discreet.benchmarks.lab.Asking.Factor;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.mechanisms.accounting.GaussianDp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Draws are seeded: what is asserted of noise here never changes from run to run. */
class AccuracyLabTest {
  @TempDir Path folder;

  private static Experiment small(long seed, int runs) {
    return new ErrorExperiment(
        "small",
        List.of(Factor.QUESTION, Factor.MECHANISM, Factor.EPSILON),
        Asking.each(
                List.of(Shape.UNIFORM.data(400, 6, 1)),
                List.of(Question.CUSTOMERS, Question.SUM),
                List.of(0.5, 2.0))
            .stream()
            .flatMap(one -> Stream.of(Mechanism.GAUSSIAN, Mechanism.LAPLACE).map(one::with))
            .toList(),
        runs,
        seed,
        new Figure(
            "A small one.",
            "epsilon",
            "ε",
            "mechanism",
            Figure.THEORY,
            List.of(Figure.Panel.ofErrors("all", "customers or £", Map.of()))));
  }

  private List<String> complete(Experiment experiment, Path file) throws IOException {
    return new Results(experiment, file).complete(cells -> {});
  }

  @ParameterizedTest
  @EnumSource(Question.class)
  void question_atHugeEpsilon_isAnsweredExactly(Question question) {
    for (Shape shape : List.of(Shape.UNIFORM, Shape.ZIPF, Shape.EVERYWHERE)) {
      DataSet data = shape.data(2_000, 4, 7);
      double[] errors =
          new LabShop(data, Mechanism.GAUSSIAN, 100_000, LabShop.Naming.DECLARED)
              .ask(question.measure(), question.exact(data), 4)
              .run(1);
      double relative = errors[Errors.METRICS.indexOf(Metric.mean("relative_error"))];
      // Variances are kept to a square unit, and neighbouring values may share a leaf.
      assertThat(relative).as("%s, %s", shape, question).isLessThan(0.001);
    }
  }

  @Test
  void measuredError_ofCountsAndSums_isTheoryWithinItsBand() throws IOException {
    Experiment experiment = small(3, 200);
    Summary summary = Summary.of(experiment, complete(experiment, folder.resolve("small.csv")));
    assertThat(summary.lines()).hasSize(8);
    assertThat(summary.lines())
        .allSatisfy(
            line -> {
              Summary.Band error = line.value("rmse");
              double theory = line.value("stated_error").value();
              assertThat(error.value()).as("%s", line).isCloseTo(theory, within(0.1 * theory));
              assertThat(error.low()).isLessThan(error.value());
              assertThat(error.high()).isGreaterThan(error.value());
              assertThat(line.value("coverage").value()).isBetween(0.93, 0.98);
            });
  }

  @Test
  void summary_writtenAndReadAgain_isTheSame() throws IOException {
    Experiment experiment = small(5, 4);
    Summary summary = Summary.of(experiment, complete(experiment, folder.resolve("small.csv")));
    Path file = Files.writeString(folder.resolve("small-summary.csv"), summary.csv());
    assertThat(Summary.read(experiment, file)).isEqualTo(summary);
    assertThat(summary.lines()).allSatisfy(line -> assertThat(line.runs()).isEqualTo(4));
  }

  @Test
  void stoppedRun_goesOnToTheSameFile() throws IOException {
    Experiment experiment = small(5, 4);
    Path whole = folder.resolve("whole.csv");
    complete(experiment, whole);
    String text = Files.readString(whole);
    assertThat(text.lines()).hasSize(1 + 8 * 4);
    for (int length : new int[] {0, 10, text.length() / 3, text.length() / 2, text.length() - 1}) {
      Path torn = folder.resolve("torn-" + length + ".csv");
      Files.writeString(torn, text.substring(0, length));
      complete(experiment, torn);
      assertThat(torn).hasContent(text);
    }
  }

  @Test
  void fileOfAnotherExperiment_isRefused() throws IOException {
    Path file = folder.resolve("results.csv");
    complete(small(5, 4), file);
    byte[] before = Files.readAllBytes(file);
    assertThatIllegalStateException()
        .isThrownBy(() -> complete(small(6, 4), file))
        .withMessageContaining("of another experiment");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void errors_ofAnExample_areTheseNumbers() {
    List<Estimate> answers =
        List.of(
            new Estimate(12, 1, 10, 14), // exact value 10
            new Estimate(19, 1, 17, 19.5), // 20: not covered
            new Estimate(30, 1, 29, 31), // 30
            new Estimate(5, 1, 4, 6)); // has no value
    Errors errors = Errors.of(answers, new double[] {10, 20, 30, Double.NaN});
    assertThat(errors.squared()).isCloseTo(5.0 / 3, within(1e-12));
    assertThat(errors.stated()).isCloseTo(1, within(1e-12));
    assertThat(errors.absolute()).isCloseTo(1, within(1e-12));
    assertThat(errors.relative()).isCloseTo((0.2 + 0.05) / 3, within(1e-12));
    assertThat(errors.bias()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(errors.coverage()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(errors.kendall()).isCloseTo(1, within(1e-12));
    assertThat(errors.top()).isCloseTo(1, within(1e-12));
  }

  /** The exit code and what was said. */
  private record Outcome(int code, String out, String err) {}

  private static Outcome lab(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    StringWriter complaints = new StringWriter();
    int code =
        new CommandLine(new AccuracyLab(new PrintStream(said, true, StandardCharsets.UTF_8)))
            .setErr(new PrintWriter(complaints))
            .execute(arguments);
    return new Outcome(code, said.toString(StandardCharsets.UTF_8), complaints.toString());
  }

  @Test
  void command_writesTablesPlotsAndPage() throws IOException {
    Path page = folder.resolve("page.md");
    Path into = folder.resolve("figures");
    Outcome outcome =
        lab("--only", "segments", "--runs", "2", "--into", into.toString(), "--page", "" + page);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("72 rows");
    assertThat(Files.readAllLines(into.resolve("segments-summary.csv"))).hasSize(1 + 36);
    assertThat(ImageIO.read(into.resolve("segments.png").toFile()).getWidth()).isEqualTo(2_080);
    assertThat(into.resolve("segments.svg"))
        .content()
        .contains("<svg", "each customer in all of them", "laplace");
    assertThat(page)
        .content()
        .contains("## segments", "(figures/segments.svg)", "(figures/segments-summary.csv)")
        .containsPattern("- COUNT\\(DISTINCT customer\\), ε = 1: 0\\.\\d\\d to 1\\.\\d\\d\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rnus 3 | Unknown options: '--rnus', '3'",
        "--only clamp | no experiment clamp; there are measures, segments,",
        "--runs 0 | --runs must be at least 1, got 0",
        "--customer email | Missing required argument(s): --csv=FILE"
      })
  void command_askedWrongly_saysWhatToDo(String arguments, String complaint) {
    Outcome outcome = lab(arguments.split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(complaint, "Usage: AccuracyLab", "Examples:");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void csvOfTheUser_isReadAsItIs() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("own.csv"),
            "who,what,paid\nb,tea,2.50\na,\"cake, large\",1\nb,tea,3\na,tea,much\n,tea,9\nc,tea,-4\n");
    DataSet data = CsvData.read(file, new CsvData.Columns("who", "what", "paid"));
    assertThat(data.segments()).containsExactly("cake, large", "tea");
    assertThat(data.offsets()).containsExactly(0, 1, 3, 4);
    assertThat(Question.SUM.exact(data)).containsExactly(1.0, 5.5);
    assertThat(Question.CUSTOMERS.exact(data)).containsExactly(1, 2);
  }

  private Summary ofCatalogue(String name, int runs) throws IOException {
    Experiment experiment =
        Catalogue.experiments(Optional.empty(), runs).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    return Summary.of(experiment, complete(experiment, folder.resolve(name + ".csv")));
  }

  @Test
  void composition_asMeasured_isTheoryAndInTheOrderOfTheTheorems() throws IOException {
    List<Summary.Line> lines = ofCatalogue("composition", 40).lines();
    assertThat(lines).hasSize(7 * 3);
    for (int first = 3; first < lines.size(); first += 3) { // of more than one query
      double[] errors =
          lines.subList(first, first + 3).stream()
              .mapToDouble(line -> line.value("stated_error").value())
              .toArray();
      assertThat(errors[0]).isLessThan(errors[1]);
      assertThat(errors[1]).isLessThan(errors[2]);
    }
    assertThat(lines)
        .allSatisfy(
            line -> {
              double theory = line.value("stated_error").value();
              assertThat(line.value("rmse").value()).isCloseTo(theory, within(0.25 * theory));
            });
    // k counts cost √k under Gaussian DP: σ = √k / μ(1, 10⁻⁶).
    assertThat(lines.get(18).value("stated_error").value())
        .isCloseTo(Math.sqrt(1_000) / GaussianDp.mu(1, 1e-6), within(0.001));
  }

  @Test
  void l0_belowTheSegmentsOfACustomer_leavesOutWhatTheNoiseDoesNotSay() throws IOException {
    for (Summary.Line line : ofCatalogue("l0", 20).lines()) {
      double customers = Double.parseDouble(line.levels().get("customers"));
      double l0 = Double.parseDouble(line.levels().get("l0"));
      double stated = line.value("stated_error").value();
      double leftOut = customers * (1 - l0 / 64);
      assertThat(line.value("bias").value()).isCloseTo(-leftOut, within(stated / 3));
      // What is left out differs a little from segment to segment.
      double foretold = Math.hypot(stated, leftOut);
      assertThat(line.value("rmse").value()).isCloseTo(foretold, within(0.1 * foretold));
    }
  }

  @Test
  void clamps_betweenLittleAndMuch_haveTheLeastError() throws IOException {
    List<Summary.Line> lines = ofCatalogue("clamps", 20).lines();
    assertThat(lines).hasSize(3 * 7);
    for (int first = 0; first < lines.size(); first += 7) {
      List<Summary.Line> one = lines.subList(first, first + 7);
      double[] errors = one.stream().mapToDouble(line -> line.value("rmse").value()).toArray();
      double least = Arrays.stream(errors).min().orElseThrow();
      assertThat(least).isLessThan(errors[0]);
      // Bias is what is left out, and falls as the clamp rises; noise grows with the clamp.
      double[] bias = one.stream().mapToDouble(line -> line.value("bias").value()).toArray();
      double stated = one.get(6).value("stated_error").value();
      assertThat(bias[0]).isLessThan(bias[2] + stated).isNegative();
      assertThat(stated)
          .isCloseTo(64 * one.get(0).value("stated_error").value(), within(0.02 * stated));
    }
  }

  @Test
  void naming_segmentsLeftOut_areToldAsNothing() throws IOException {
    List<Summary.Line> lines = ofCatalogue("naming", 10).lines();
    assertThat(lines).hasSize(2 * 5);
    Summary.Line declared = lines.get(4);
    Summary.Line found = lines.get(9);
    // At ε = 10 the choice names almost all; its part of the budget makes more noise.
    assertThat(found.value("rmse").value()).isGreaterThan(declared.value("rmse").value());
    // At ε = 0.1 it names few, whose sum is far from that of all.
    assertThat(lines.get(5).value("bias").value()).isNegative();
    assertThat(lines.get(5).value("stated_error").value())
        .isLessThan(lines.get(0).value("stated_error").value());
  }

  @Test
  void charging_customersInFewSegments_canBeAskedMoreOftenThanTheWorstCase() throws IOException {
    List<Summary.Line> lines = ofCatalogue("charging", 1).lines();
    assertThat(lines).hasSize(2 * 3 * 7);
    for (Summary.Line line : lines) {
      double queries = line.value("queries").value();
      double worst = line.value("worst_case_queries").value();
      assertThat(worst).isEqualTo(100);
      assertThat(queries).as("%s", line).isGreaterThanOrEqualTo(worst);
      if ("everywhere".equals(line.levels().get("data"))) {
        assertThat(queries).as("%s", line).isEqualTo(worst);
      }
    }
    // Half of the customers are in at most 4 of 64 segments, less an eighth for the levels.
    Summary.Line half = lines.get(2 * 7 + 6);
    assertThat(half.levels()).containsEntry("l0", "64").containsEntry("data", "spread");
    assertThat(half.value("queries").value()).isBetween(800.0, 3_200.0);
  }
}
