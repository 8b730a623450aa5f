package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.Figure.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** A page of Markdown with every figure, and the least and greatest ratio of it to its dashes. */
final class Page {

  private Page() {}

  /** An experiment and what came out. */
  record Section(Experiment experiment, Summary summary) {}

  /**
   * Writes a page.
   *
   * @param figures the folder that the plots and summaries are in
   */
  static void write(Path page, Path figures, List<Section> sections) throws IOException {
    Path folder = page.toAbsolutePath().resolveSibling(".").normalize();
    String link = folder.relativize(figures.toAbsolutePath().normalize()) + "/";
    StringBuilder text = new StringBuilder(INTRODUCTION);
    for (Section section : sections) {
      Experiment experiment = section.experiment();
      String name = link + experiment.name();
      text.append("\n## ").append(experiment.name()).append("\n\n");
      text.append(experiment.figure().caption()).append("\n\n");
      text.append("![").append(experiment.name()).append("](").append(name).append(".svg)\n\n");
      text.append("Measured over dashed:\n\n");
      for (Panel panel : experiment.figure().panels()) {
        text.append("- ").append(panel.title()).append(": ");
        text.append(ratios(experiment.figure(), panel, section.summary())).append('\n');
      }
      text.append("\n[All figures](").append(name).append("-summary.csv), ");
      text.append(experiment.cells().size()).append(" cells, runs of each: ");
      text.append(experiment.runs()).append(".\n");
    }
    Files.writeString(page, text.toString());
  }

  private static String ratios(Figure figure, Panel panel, Summary summary) {
    DoubleSummaryStatistics ratios =
        summary.lines().stream()
            .filter(line -> line.levels().entrySet().containsAll(panel.where().entrySet()))
            .filter(line -> line.value(figure.reference().y()).value() > 0)
            .mapToDouble(
                line -> line.value(figure.y()).value() / line.value(figure.reference().y()).value())
            .summaryStatistics();
    return String.format(Locale.ROOT, "%.2f to %.2f", ratios.getMin(), ratios.getMax());
  }

  private static final String INTRODUCTION =
      """
      # Accuracy

      How much accuracy a privacy budget buys, measured by the accuracy lab and drawn beside what theory says. Noise,
      scan and prices are the engine's own; the noise is replayed from a seed, so that the same command gives the same
      files, this page included:

      ```
      mvn -q -pl benchmarks -am package -DskipTests
      java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \\
          io.discreet.benchmarks.lab.AccuracyLab --into docs/accuracy --page docs/accuracy.md
      ```

      Lines are root mean squared errors over all segments and runs unless an axis says otherwise, with bands that hold
      them at 95 %. `--csv` measures data of yours; `--help` has the rest. How good recommendations are at which ε is in
      [personalization.md](personalization.md), accuracy beside Google's library in [benchmarks.md](benchmarks.md).
      """;
}
