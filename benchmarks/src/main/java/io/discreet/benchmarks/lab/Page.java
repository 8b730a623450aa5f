package io.discreet.benchmarks.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A page of Markdown with every figure and what is found in it. */
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
      Experiment.Findings findings = experiment.findings(section.summary());
      text.append(findings.heading()).append(":\n\n");
      findings.lines().forEach(line -> text.append("- ").append(line).append('\n'));
      List<Summary.Line> cells = section.summary().lines();
      text.append("\n[All figures](").append(name).append("-summary.csv), ");
      text.append(cells.size()).append(" cells, runs of each: ");
      text.append(cells.get(0).runs()).append(".\n");
    }
    Files.writeString(page, text.toString());
  }

  private static final String INTRODUCTION =
      """
      # Accuracy

      How much accuracy a privacy budget buys, measured by the accuracy lab and drawn beside what theory says. Noise,
      scan and prices are the engine's own; the noise is replayed from a seed, so that the same command gives the same
      files, this page included, whose section *google* is measured with `-Pgoogle-dp` on the first line and kept without:

      ```
      mvn -q -pl benchmarks -am package -DskipTests
      java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \\
          io.discreet.benchmarks.lab.AccuracyLab --into docs/accuracy --page docs/accuracy.md
      ```

      Lines are root mean squared errors over all segments and runs unless an axis says otherwise, with bands that hold
      them at 95 %. `--csv` measures data of yours; `--help` has the rest. Recommendations on real purchases are in
      [personalization.md](personalization.md), quantiles beside Google's library on more kinds of values in
      [benchmarks.md](benchmarks.md).
      """;
}
