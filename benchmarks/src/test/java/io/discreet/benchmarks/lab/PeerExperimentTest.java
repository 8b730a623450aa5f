package io.discreet.benchmarks.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Draws are seeded: what is asserted of noise here never changes from run to run. */
class PeerExperimentTest {
  @TempDir Path folder;

  /** A library whose answers are 3 too large in one run and 1 too large in the next. */
  private static final class Off implements Peer {
    private Bounds bounds = new Bounds(0, 0, 0, 0, 0);

    @Override
    public String words() {
      return "off";
    }

    @Override
    public LongFunction<double[]> answers(DataSet data, Question question, Bounds received) {
      bounds = received;
      double[] exact = question.exact(data);
      int[] run = {0};
      return seed -> {
        double off = run[0]++ % 2 == 0 ? 3 : 1;
        return Arrays.stream(exact).map(value -> value + off).toArray();
      };
    }
  }

  private static PeerExperiment experiment(Optional<Peer> peer) {
    return new PeerExperiment(
        "peer",
        peer,
        List.of(new PeerExperiment.Asked(Shape.UNIFORM.data(500, 8, 1), Question.CUSTOMERS)),
        List.of(1.0),
        100,
        4,
        new Figure("", "epsilon", "ε", "library", Figure.THEORY, List.of()));
  }

  @Test
  void errors_ofBothSides_areThoseOfTheirAnswers() throws IOException {
    Off off = new Off();
    Experiment experiment = experiment(Optional.of(off));
    List<String> table = new Results(experiment, folder.resolve("peer.csv")).complete(cells -> {});
    Summary summary = Summary.of(experiment, table);
    assertThat(summary.lines()).hasSize(2);
    Summary.Line ours = summary.lines().get(0);
    double sigma = 1 / GaussianDp.mu(1, 1e-6);
    assertThat(ours.value("rmse").value()).isCloseTo(sigma, within(0.1 * sigma));
    assertThat(ours.value("stated_error").value()).isCloseTo(sigma, within(0.02 * sigma));
    Summary.Line theirs = summary.lines().get(1);
    assertThat(theirs.levels()).containsEntry("library", "off");
    assertThat(theirs.value("rmse").value()).isCloseTo(Math.sqrt(5), within(1e-12));
    assertThat(theirs.value("bias").value()).isCloseTo(2, within(1e-12));
    assertThat(theirs.value("stated_error").value()).isNaN();
    assertThat(off.bounds).isEqualTo(new Peer.Bounds(1, 1e-6, 20, 40, 80));
    assertThat(experiment.findings(summary).lines())
        .singleElement()
        .asString()
        .startsWith("COUNT(DISTINCT customer), uniform: 1.")
        .endsWith(" at ε = 1.0");
  }

  @Test
  void command_withoutTheLibrary_saysHowToGetItAndKeepsWhatIsThere() throws IOException {
    assumeThat(ServiceLoader.load(Peer.class).findFirst()).isEmpty();
    StringWriter complaints = new StringWriter();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    CommandLine lab =
        new CommandLine(new AccuracyLab(new PrintStream(said, true, StandardCharsets.UTF_8)))
            .setErr(new PrintWriter(complaints));
    assertThat(lab.execute("--only", "google", "--into", "" + folder)).isEqualTo(2);
    assertThat(complaints.toString())
        .contains("google needs Google's differential-privacy library", "-Pgoogle-dp");
    assertThat(folder).isEmptyDirectory();
    Experiment kept = experiment(Optional.empty());
    assertThat(kept.lacks()).isPresent();
    assertThat(kept.cells()).hasSize(1);
  }

  @Test
  void page_ofKeptFigures_isThatOfMeasuredOnes() throws IOException {
    Experiment experiment = experiment(Optional.of(new Off()));
    List<String> table = new Results(experiment, folder.resolve("peer.csv")).complete(cells -> {});
    Summary summary = Summary.of(experiment, table);
    Path measured = folder.resolve("measured.md");
    Page.write(measured, folder, List.of(new Page.Section(experiment, summary)));
    Path file = Files.writeString(folder.resolve("peer-summary.csv"), summary.csv());
    Experiment without = experiment(Optional.empty());
    Path kept = folder.resolve("kept.md");
    Page.write(kept, folder, List.of(new Page.Section(without, Summary.read(without, file))));
    assertThat(kept).hasSameTextualContentAs(measured);
    assertThat(kept).content().contains("2 cells, runs of each: 100.");
  }
}
