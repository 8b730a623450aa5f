package io.discreet.benchmarks.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How much accuracy a budget buys: runs experiments and writes of each a tidy table {@code
 * NAME.csv} (a row for each cell and run), {@code NAME-summary.csv} with 95 % confidence bands, and
 * the plots {@code NAME.png} and {@code NAME.svg}.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.lab.AccuracyLab --help
 * }</pre>
 */
@Command(
    name = "AccuracyLab",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how much accuracy a privacy budget buys.",
      "Each experiment becomes NAME.csv (a row for each cell and run), NAME-summary.csv with 95 %%"
          + " bands, NAME.png and NAME.svg. Draws are seeded: the same command gives the same"
          + " files, and goes on where it was stopped."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  AccuracyLab --into accuracy",
      "  AccuracyLab --only clamps --runs 20",
      "  AccuracyLab --only measures --csv bakery/purchases.csv --customer email \\",
      "      --segment product --amount amount",
      "  AccuracyLab --into docs/accuracy --page docs/accuracy.md"
    })
public final class AccuracyLab implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--into",
      paramLabel = "FOLDER",
      defaultValue = "accuracy",
      description = "Where the files go. Default: ${DEFAULT-VALUE}.")
  private Path into = Path.of("accuracy");

  @Option(names = "--only", paramLabel = "NAME", description = "Run this experiment alone.")
  private @Nullable String only;

  @Option(
      names = "--runs",
      defaultValue = "100",
      description = "How often each cell is drawn. Default: ${DEFAULT-VALUE}.")
  private int runs = 100;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Write a Markdown page with all figures, too.")
  private @Nullable Path page;

  @ArgGroup(exclusive = false)
  private @Nullable OwnData own;

  /** A file of the user's, measured beside the made-up data. */
  static final class OwnData {
    @Option(
        names = "--csv",
        paramLabel = "FILE",
        required = true,
        description = "Data of your own for the experiments on several data sets.")
    private Path csv = Path.of("");

    @Option(
        names = "--customer",
        paramLabel = "COLUMN",
        defaultValue = "customer",
        description = "Its column of customers. Default: ${DEFAULT-VALUE}.")
    private String customer = "customer";

    @Option(
        names = "--segment",
        paramLabel = "COLUMN",
        defaultValue = "segment",
        description = "Its column of segments. Default: ${DEFAULT-VALUE}.")
    private String segment = "segment";

    @Option(
        names = "--amount",
        paramLabel = "COLUMN",
        defaultValue = "amount",
        description = "Its column of amounts. Default: ${DEFAULT-VALUE}.")
    private String amount = "amount";

    DataSet read() throws IOException {
      return CsvData.read(csv, new CsvData.Columns(customer, segment, amount));
    }
  }

  private final PrintStream out;

  AccuracyLab(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new AccuracyLab(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (runs < 1) {
      throw misused("--runs must be at least 1, got " + runs);
    }
    Optional<DataSet> data = own == null ? Optional.empty() : Optional.of(own.read());
    List<Experiment> all = Catalogue.experiments(data, runs);
    List<Experiment> chosen =
        all.stream().filter(one -> only == null || one.name().equals(only)).toList();
    if (chosen.isEmpty()) {
      throw misused(
          "no experiment "
              + only
              + "; there are "
              + all.stream().map(Experiment::name).collect(Collectors.joining(", ")));
    }
    if (only != null) {
      for (Experiment experiment : chosen) {
        if (experiment.lacks().isPresent()) {
          throw misused(experiment.name() + " " + experiment.lacks().get());
        }
      }
    }
    Files.createDirectories(into);
    List<Page.Section> sections = new ArrayList<>();
    for (Experiment experiment : chosen) {
      if (experiment.lacks().isEmpty()) {
        sections.add(new Page.Section(experiment, run(experiment)));
      } else {
        kept(experiment).ifPresent(summary -> sections.add(new Page.Section(experiment, summary)));
      }
    }
    if (page != null) {
      Page.write(page, into, sections);
      out.println(page + ": " + sections.size() + " figures");
    }
    return 0;
  }

  private ParameterException misused(String message) {
    if (spec == null) {
      throw new IllegalStateException("not run by its command line");
    }
    return new ParameterException(spec.commandLine(), message);
  }

  /** What an earlier run with all it takes has left. */
  private Optional<Summary> kept(Experiment experiment) throws IOException {
    Path file = summaryFile(experiment);
    String lack = experiment.name() + " " + experiment.lacks().orElse("");
    if (!Files.exists(file)) {
      out.println(lack + "; left out");
      return Optional.empty();
    }
    out.println(lack + "; kept as it is in " + file);
    return Optional.of(Summary.read(experiment, file));
  }

  private Path summaryFile(Experiment experiment) {
    return into.resolve(experiment.name() + "-summary.csv");
  }

  private Summary run(Experiment experiment) throws IOException {
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
    Files.writeString(summaryFile(experiment), summary.csv());
    Plot plot = new Plot(experiment.figure(), summary);
    plot.png(into.resolve(experiment.name() + ".png"));
    plot.svg(into.resolve(experiment.name() + ".svg"));
    out.println(file + ": " + (table.size() - 1) + " rows");
    return summary;
  }
}
