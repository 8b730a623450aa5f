package io.discreet.benchmarks.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How much accuracy a budget buys: runs experiments and writes of each a tidy table {@code
 * NAME.csv} (a row for each cell and run), {@code NAME-summary.csv} with 95 % confidence bands, and
 * the plots {@code NAME.png} and {@code NAME.svg}.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.lab.AccuracyLab --into accuracy
 * ./discreet demo --into bakery
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.lab.AccuracyLab --only measures --into accuracy-bakery \
 *     --csv bakery/purchases.csv --customer email --segment product --amount amount
 * }</pre>
 *
 * <p>{@code --only} names one experiment; {@code --runs} (100) is how often each cell is drawn;
 * {@code --csv} adds data of your own to the experiments on several data sets. Stopped at any time,
 * the same command goes on where it was, and the files are the same in the end.
 */
public final class AccuracyLab {
  private final Map<String, String> options = new HashMap<>();
  private final PrintStream out;

  AccuracyLab(List<String> arguments, PrintStream out) {
    this.out = out;
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      options.put(arguments.get(i), arguments.get(i + 1));
    }
  }

  public static void main(String[] arguments) throws IOException {
    new AccuracyLab(List.of(arguments), System.out).run();
  }

  void run() throws IOException {
    Path into = Files.createDirectories(Path.of(option("--into", "accuracy")));
    List<Experiment> all =
        Catalogue.experiments(ownData(), Integer.parseInt(option("--runs", "100")));
    String only = option("--only", "");
    List<Experiment> chosen =
        all.stream().filter(one -> only.isEmpty() || one.name().equals(only)).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no experiment " + only + "; there are " + all.stream().map(Experiment::name).toList());
    }
    for (Experiment experiment : chosen) {
      run(experiment, into);
    }
  }

  private void run(Experiment experiment, Path into) throws IOException {
    Path file = into.resolve(experiment.name() + ".csv");
    List<String> table;
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(experiment.name())
            .setInitialMax(experiment.cells().size())
            .setStyle(ProgressBarStyle.ASCII)
            .build()) {
      table = new Results(experiment, file).complete(bar::stepTo);
    }
    Summary summary = Summary.of(experiment, table);
    Files.writeString(into.resolve(experiment.name() + "-summary.csv"), summary.csv());
    Plot plot = new Plot(experiment.figure(), summary);
    plot.png(into.resolve(experiment.name() + ".png"));
    plot.svg(into.resolve(experiment.name() + ".svg"));
    out.println(file + ": " + (table.size() - 1) + " rows");
  }

  private Optional<DataSet> ownData() throws IOException {
    String csv = options.get("--csv");
    return csv == null
        ? Optional.empty()
        : Optional.of(
            CsvData.read(
                Path.of(csv),
                new CsvData.Columns(
                    option("--customer", "customer"),
                    option("--segment", "segment"),
                    option("--amount", "amount"))));
  }

  private String option(String name, String unlessGiven) {
    return options.getOrDefault(name, unlessGiven);
  }
}
