package io.discreet.benchmarks.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.benchmarks.lab.MarginalsExperiment.Asked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws are seeded: what is asserted of noise here never changes from run to run. */
class MarginalsExperimentTest {
  @TempDir Path folder;

  private List<Summary.Line> lines(Asked asked, int runs) throws IOException {
    Experiment experiment =
        new MarginalsExperiment(
            "marginals",
            List.of(asked),
            List.of(1.0),
            1e-6,
            runs,
            7,
            new Figure("", "epsilon", "ε", "answered", Figure.THEORY, List.of()));
    List<String> table =
        new Results(experiment, folder.resolve(asked.words() + ".csv")).complete(cells -> {});
    List<Summary.Line> lines = Summary.of(experiment, table).lines();
    assertThat(lines).hasSize(2);
    assertThat(lines)
        .allSatisfy(
            line -> {
              double theory = line.value("stated_error").value();
              assertThat(line.value("rmse").value())
                  .as("%s", line.levels())
                  .isCloseTo(theory, within(0.05 * theory));
            });
    assertThat(lines.get(0).levels()).containsEntry("answered", "together");
    return lines;
  }

  private static double errorOfTogether(List<Summary.Line> lines) {
    return lines.get(0).value("stated_error").value() / lines.get(1).value("stated_error").value();
  }

  /** The published errors of these at one cost are 6.359 and 6.875. */
  @Test
  void pairsOfAdult_measuredErrorIsTheory_inThePublishedRatio() throws IOException {
    assertThat(errorOfTogether(lines(Asked.pairsOfAdult(), 4)))
        .isCloseTo(6.359 / 6.875, within(0.0002));
  }

  @Test
  void night_measuredErrorIsTheory_andIsSmallerTogether() throws IOException {
    assertThat(errorOfTogether(lines(Asked.night(), 400))).isBetween(0.8, 0.87);
  }
}
