package io.discreet.cli.command;

import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Operator;
import io.discreet.engine.policy.Cap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "cap",
    description = "Sets one customer's own limit, from the next query on.",
    footerHeading = "%nExample:%n",
    footer = "  discreet cap shop --strict < id.txt")
final class CapCommand extends ShopCommand implements AboutOneCustomer {

  @ArgGroup(multiplicity = "1")
  private Limit limit = new Limit();

  /** Exactly one limit. */
  static final class Limit {
    @Option(names = "--strict", description = "A quarter of the policy's epsilon.")
    private boolean strict;

    @Option(names = "--balanced", description = "Half of the policy's epsilon.")
    @SuppressWarnings("unused") // what is left where no other is given
    private boolean balanced;

    @Option(names = "--open", description = "The policy's own budget.")
    private boolean open;

    @Option(names = "--epsilon", description = "An epsilon of the customer's own.")
    private @Nullable Double epsilon;

    private Cap cap(double policyEpsilon) {
      if (open) {
        return Cap.OPEN;
      }
      if (epsilon != null) {
        return Cap.own(epsilon);
      }
      return strict ? Cap.strict(policyEpsilon) : Cap.balanced(policyEpsilon);
    }
  }

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();
  @Mixin private Secrets.Id id = new Secrets.Id();

  CapCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase)) {
      double epsilon = operator.policy().budget().epsilon();
      Cap cap = limit.cap(epsilon);
      operator.cap(rawId(id), cap);
      terminal.say("the limit holds from the next query on");
      return 0;
    }
  }
}
