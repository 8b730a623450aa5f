package io.discreet.cli.command;

import io.discreet.cli.output.Cell;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.BudgetStatus.Account;
import io.discreet.engine.Discreet;
import io.discreet.engine.policy.QuotaHolder;
import io.discreet.mechanisms.accounting.SafeSide;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "budget",
    description = "Shows what is left of the period's budget in the public worst case.",
    footerHeading = "%nExample:%n",
    footer = "  discreet budget shop")
final class BudgetCommand extends ShopCommand {

  BudgetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Discreet discreet = analyst()) {
      BudgetStatus budget = discreet.budget();
      Sheet sheet =
          new Sheet(
              List.of(
                  Sheet.Column.words("what", "budget of " + budget.period()),
                  Sheet.Column.numbers("share", "worst case")));
      for (Account account : budget.accounts()) {
        if (account.spentShare() > 0) {
          sheet.add(
              Cell.text("spent: " + words(account)),
              Cell.share(SafeSide.SPENT, account.spentShare()));
        }
      }
      for (Account account : budget.accounts()) {
        account
            .quota()
            .ifPresent(
                quota ->
                    sheet.add(
                        Cell.text("quota: " + words(account)), Cell.share(SafeSide.LEFT, quota)));
      }
      sheet.add(Cell.text("spent in all"), Cell.share(SafeSide.SPENT, budget.spentShare()));
      if (budget.selectionDelta() > 0 && budget.spentSelectionDelta() > 0) {
        double share =
            SafeSide.SPENT.quotient(budget.spentSelectionDelta(), budget.selectionDelta());
        sheet.add(Cell.text("spent: δ of selection"), Cell.share(SafeSide.SPENT, share));
      }
      if (budget.coverageReserve() > 0) {
        sheet.add(
            Cell.text("kept for estimates of coverage"),
            Cell.share(SafeSide.SPENT, budget.coverageReserve()));
      }
      sheet.add(Cell.text("left"), Cell.share(SafeSide.LEFT, Math.max(0, budget.left())));
      terminal.out().print(sheet.render(format));
      return 0;
    }
  }

  /** Purposes are what budgets are read by: their names need no kind. */
  private static String words(Account account) {
    return account.holder().kind() == QuotaHolder.Kind.PURPOSE
        ? account.holder().name()
        : account.holder().toString();
  }
}
