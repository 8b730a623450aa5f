package io.discreet.cli.command;

import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Operator;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.PurposeCap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "cap",
    description = {
      "Sets one customer's own limit, from the next query on.",
      "With --purpose, the limit is on what that purpose may spend."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  discreet cap shop --strict < id.txt",
      "  discreet cap shop --purpose stock-planning --share 10%% < id.txt",
      "  discreet cap shop --open < id.txt"
    })
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

    @Option(names = "--open", description = "No limit but the policy's: takes a limit back.")
    private boolean open;

    @Option(names = "--epsilon", description = "An epsilon of the customer's own.")
    private @Nullable Double epsilon;

    @Option(
        names = "--share",
        paramLabel = "SHARE",
        description = "The most that --purpose may spend of the shop's budget, such as 10%%.")
    private @Nullable String share;

    private PurposeCap on(String purpose) {
      return share == null ? PurposeCap.open(purpose) : PurposeCap.parse(purpose, share);
    }

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

  @Option(names = "--purpose", description = "The one purpose to limit; with --share or --open.")
  private @Nullable String purpose;

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();
  @Mixin private Secrets.Id id = new Secrets.Id();

  CapCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if ((limit.share != null) != (purpose != null) && !(limit.open && purpose != null)) {
      throw new InputException(
          "a share is one purpose's: give --purpose NAME together with --share or --open");
    }
    PurposeCap onPurpose = purpose == null ? null : limit.on(purpose);
    try (Operator operator = operator(passphrase)) {
      if (onPurpose != null) {
        operator.cap(rawId(id), onPurpose);
      } else {
        operator.cap(rawId(id), limit.cap(operator.policy().budget().epsilon()));
      }
      terminal.say(
          (limit.open ? "the limit is taken back" : "the limit holds") + " from the next query on");
      return 0;
    }
  }
}
