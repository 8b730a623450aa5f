package io.discreet.cli.statement;

import io.discreet.cli.output.Figures;
import io.discreet.engine.Statement;
import io.discreet.mechanisms.accounting.SafeSide;
import java.util.ArrayList;
import java.util.List;

/** What a statement says in sentences, for every form the same. */
final class StatementWords {

  private StatementWords() {}

  static String rows(Statement.TableRows table) {
    int rows = table.rows().size();
    return rows + (rows == 1 ? " row" : " rows") + " of " + String.join(", ", table.columns());
  }

  static String spent(Statement statement) {
    return "Spent in "
        + (statement.period().equals("all") ? "all time" : statement.period())
        + ": "
        + Figures.percent(SafeSide.SPENT, statement.periodShare())
        + " of the shop's budget, ε "
        + Figures.significant(SafeSide.SPENT, statement.periodEpsilon())
        + "; in all periods together ε "
        + Figures.significant(SafeSide.SPENT, statement.lifetimeEpsilon())
        + (statement.delta() == 0
            ? "."
            : " (both at δ " + Figures.significant(SafeSide.SPENT, statement.delta()) + ").")
        + selected(statement);
  }

  /** The second column, which is empty unless segments were selected. */
  private static String selected(Statement statement) {
    return statement.lifetimeSelectionDelta() == 0
        ? ""
        : " Choosing which segments to name added δ "
            + Figures.significant(SafeSide.SPENT, statement.periodSelectionDelta())
            + " in the period, and δ "
            + Figures.significant(SafeSide.SPENT, statement.lifetimeSelectionDelta())
            + " in all periods together.";
  }

  /** What the tables do not show, and why. */
  static List<String> notes(Statement statement) {
    List<String> notes = new ArrayList<>();
    statement
        .foldedBefore()
        .ifPresent(
            day ->
                notes.add(
                    "Releases from before "
                        + day
                        + " are no longer listed: they are older than the shop keeps, and what was"
                        + " paid for them is one balance, rounded up, which counts in what was"
                        + " spent."));
    if (statement.returned()) {
      notes.add(
          "You were forgotten before. The balance that was kept, rounded up, counts in what was"
              + " spent, so that your return did not bring a new budget.");
    }
    return notes;
  }

  /** What ε means, for who never heard of it. */
  static String meaning(Statement statement) {
    // The exponential may be a unit in the last place too small.
    double odds = SafeSide.SPENT.of(Math.nextUp(Math.exp(statement.lifetimeEpsilon())));
    return "ε says how much anybody could have learnt about you: whatever they believed before,"
        + " the odds of it have changed by a factor of at most "
        + (odds > 1e6 ? "more than a million" : Figures.significant(SafeSide.SPENT, odds))
        + " through all of these answers together. That is the worst that could be, not what has"
        + " happened.";
  }
}
