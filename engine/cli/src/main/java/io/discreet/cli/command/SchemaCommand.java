package io.discreet.cli.command;

import io.discreet.cli.nightly.PlanSchema;
import io.discreet.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "schema",
    description = {
      "Prints the JSON schema of nightly plans, with which editors complete them.",
      "Write it beside the plan, and name it in the plan's first line."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  discreet schema > plan.schema.json",
      "",
      "  # yaml-language-server: $$schema=plan.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // set by picocli
  private boolean help;

  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().print(PlanSchema.text());
    return 0;
  }
}
