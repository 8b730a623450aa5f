package io.discreet.cli.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a command: help and version. */
@Command(
    name = "discreet",
    mixinStandardHelpOptions = true,
    version = "discreet 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Answers questions about groups of customers with calibrated noise, and charges each"
            + " customer's own privacy budget for what was learnt from them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet demo                 a night at a made-up bakery",
      "  discreet query --help         how to ask",
      "  discreet --spark 'local[2]' nightly shop plan.yaml",
      "",
      "Exit codes: 0 done, 1 broken, 2 asked wrongly, 3 refused, 4 a night with",
      "refused queries."
    })
final class DiscreetCommand implements Callable<Integer> {

  static final String SPARK = "--spark";

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "On failure, show where it happened.")
  private boolean debug;

  @Option(
      names = SPARK,
      paramLabel = "MASTER",
      scope = ScopeType.INHERIT,
      description = "Scan customers and take in rows on this Apache Spark, such as local[2].")
  private @Nullable String spark;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The master that the command line names. */
  static Optional<String> spark(CommandLine command) {
    Object root = command.getCommandSpec().root().userObject();
    return root instanceof DiscreetCommand discreet
        ? Optional.ofNullable(discreet.spark)
        : Optional.empty();
  }

  static boolean debug(CommandLine command) {
    Object root = command.getCommandSpec().root().userObject();
    return root instanceof DiscreetCommand discreet && discreet.debug;
  }
}
