package io.discreet.cli.nightly;

import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.RunOptions;
import io.discreet.engine.RunOptions.NightSlot;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.release.Release;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Runs a plan over the analyst's door, query by query; a refused query does not stop the rest. */
public final class NightlyRunner {
  private final Discreet shop;
  private final Terminal terminal;

  public NightlyRunner(Discreet shop, Terminal terminal) {
    this.shop = shop;
    this.terminal = terminal;
  }

  /**
   * What a night brought.
   *
   * @param refused how many queries were refused on public grounds
   */
  public record Night(List<Release> releases, int refused) {}

  /**
   * Runs every query of the plan; what was answered for the same slot is taken as it is stored.
   *
   * @throws InputException if a query does not fit the policy; found before any is run
   */
  public Night run(NightlyPlan plan, LocalDate asOf) {
    for (NightlyQuery query : plan.queries()) {
      try {
        shop.explain(query.query(), query.share(), asOf);
      } catch (InputException e) {
        throw new InputException("query " + query.name() + ": " + e.getMessage(), e);
      }
    }
    List<Release> releases = new ArrayList<>();
    int refused = 0;
    int done = 0;
    for (NightlyQuery query : plan.queries()) {
      NightSlot slot = new NightSlot(plan.name(), query.every().slot(asOf), query.name());
      String outcome = "done";
      try {
        releases.add(shop.run(query.query(), query.share(), RunOptions.nightly(asOf, slot)));
      } catch (RefusedException e) {
        refused++;
        outcome = "refused: " + e.getMessage();
      }
      done++;
      terminal.say(done + "/" + plan.queries().size() + " " + query.name() + ": " + outcome);
    }
    return new Night(List.copyOf(releases), refused);
  }
}
