package io.discreet.cli.nightly;

import io.discreet.cli.output.Figures;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.RunOptions;
import io.discreet.engine.RunOptions.NightSlot;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.release.Release;
import io.discreet.mechanisms.accounting.SafeSide;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs a plan over the analyst's door, query by query; a query that gets no answer does not stop
 * the rest.
 */
public final class NightlyRunner {
  private final Discreet shop;
  private final Path folder;
  private final Terminal terminal;

  /**
   * A runner of nights.
   *
   * @param folder of the shop, where its lock lies
   * @param terminal is told about every query
   */
  public NightlyRunner(Discreet shop, Path folder, Terminal terminal) {
    this.shop = shop;
    this.folder = folder;
    this.terminal = terminal;
  }

  /**
   * What a night brought.
   *
   * @param releases in the order of the plan
   * @param share what the answers drawn in this run cost each customer at most
   * @param refused how many queries were refused on public grounds
   * @param failed how many queries were asked wrongly, such as one whose text was changed after its
   *     slot was answered
   */
  public record Night(List<Release> releases, double share, int refused, int failed) {

    public Night {
      releases = List.copyOf(releases);
    }
  }

  /**
   * Runs every query of the plan; what was answered for the same slot is taken as it is stored.
   *
   * @throws InputException if a query does not fit the policy, found before any is run; or if all
   *     that could be done was to ask wrongly
   * @throws RefusedException if another night of this shop is running
   */
  public Night run(NightlyPlan asWritten, LocalDate asOf) {
    NightlyPlan plan = LeastError.divided(shop, asWritten, asOf);
    for (NightlyQuery query : plan.queries()) {
      PlanCheck.explain(shop, query, asOf);
    }
    NightLock lock = NightLock.take(folder, plan.name());
    try {
      return ask(plan, asOf);
    } finally {
      lock.close();
    }
  }

  private Night ask(NightlyPlan plan, LocalDate asOf) {
    Tally tally = new Tally();
    try (NightProgress progress = new NightProgress(terminal, plan.queries().size())) {
      for (NightlyQuery query : plan.queries()) {
        progress.begin(query.name());
        try {
          progress.end(tally.ask(plan, query, asOf));
        } catch (RuntimeException e) {
          progress.end("broken off");
          throw e;
        }
      }
    }
    terminal.say(tally.summary(plan, asOf));
    if (tally.releases.isEmpty() && tally.refused == 0 && !tally.wrong.isEmpty()) {
      throw tally.wrong.get(0);
    }
    return new Night(tally.releases, tally.cost, tally.refused, tally.wrong.size());
  }

  private static String seconds(long begun) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begun) / 1e9);
  }

  /** What has become of the queries so far. */
  private final class Tally {
    private final long begun = System.nanoTime();
    // A release keeps milliseconds.
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final List<Release> releases = new ArrayList<>();
    private final List<InputException> wrong = new ArrayList<>();
    private int drawn;
    private int refused;
    private double cost;

    /** Asks one query and says in a word or two what came of it. */
    private String ask(NightlyPlan plan, NightlyQuery query, LocalDate asOf) {
      NightSlot slot = new NightSlot(plan.name(), query.every().slot(asOf), query.name());
      try {
        Release release = shop.run(query.query(), query.cost(), RunOptions.nightly(asOf, slot));
        releases.add(release);
        if (release.at().isBefore(since)) {
          return "answered before, taken as stored";
        }
        drawn++;
        cost = SafeSide.SPENT.sum(cost, release.charged().share());
        return "drawn";
      } catch (RefusedException e) {
        refused++;
        return "refused: " + e.getMessage();
      } catch (InputException e) {
        wrong.add(e);
        return "failed: " + e.getMessage();
      }
    }

    private String summary(NightlyPlan plan, LocalDate asOf) {
      return plan.name()
          + " of "
          + asOf
          + ": "
          + drawn
          + " drawn, "
          + (releases.size() - drawn)
          + " as stored, "
          + refused
          + " refused, "
          + wrong.size()
          + " failed in "
          + seconds(begun)
          + "; the night cost at most "
          + Figures.percent(SafeSide.SPENT, cost)
          + " of a customer's budget";
    }
  }
}
