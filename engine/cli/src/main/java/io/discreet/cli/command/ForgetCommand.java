package io.discreet.cli.command;

import io.discreet.cli.output.Figures;
import io.discreet.cli.output.Text;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.ForgetSummary;
import io.discreet.engine.Operator;
import io.discreet.mechanisms.accounting.SafeSide;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "forget",
    description = "Forgets one customer, and says what remains and why.",
    footerHeading = "%nExample:%n",
    footer = "  discreet forget shop --id-file id.txt")
final class ForgetCommand extends ShopCommand implements AboutOneCustomer {

  @Mixin private Secrets.Passphrase passphrase = new Secrets.Passphrase();
  @Mixin private Secrets.Id id = new Secrets.Id();

  ForgetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Operator operator = operator(passphrase)) {
      terminal.out().println(render(operator.forget(rawId(id))));
      return 0;
    }
  }

  static String render(ForgetSummary summary) {
    return Text.wrap(
        "Forgotten: the rows are gone from the vault file, which was written anew, and "
            + number(summary.charges(), "charge")
            + ", "
            + number(summary.consents(), "consent")
            + " and "
            + number(summary.caps(), "cap")
            + " no longer name the customer. What remains is one balance under the pseudonym, "
            + (summary.remainingShare() == 0
                ? "nothing spent in "
                : "rounded up to "
                    + Figures.percent(SafeSide.SPENT, summary.remainingShare())
                    + " of the budget of ")
            + (summary.period().equals("all") ? "all time" : summary.period())
            + ", so that a return does not bring a new budget; with it, what the customer objected"
            + " to; and the releases, which name nobody"
            + " and cannot be called back. Files that were taken in and backups of the shop are"
            + " yours to clear."
            + (summary.logErased()
                ? ""
                : " Old bytes stay in the ledger's log until the last process closes it (SQLite) or"
                    + " the server has cleared its tables and recycled its log (PostgreSQL)."),
        "");
  }

  private static String number(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
