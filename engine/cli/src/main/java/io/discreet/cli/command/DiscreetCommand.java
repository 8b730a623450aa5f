package io.discreet.cli.command;

import java.util.concurrent.Callable;
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
      "",
      "Exit codes: 0 done, 1 broken, 2 asked wrongly, 3 refused, 4 a night with",
      "refused queries."
    })
final class DiscreetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "On failure, show where it happened.")
  private boolean debug;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  static boolean debug(CommandLine command) {
    Object root = command.getCommandSpec().root().userObject();
    return root instanceof DiscreetCommand discreet && discreet.debug;
  }
}
