package io.discreet.cli.nightly;

import io.discreet.cli.output.Figures;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.RunOptions;
import io.discreet.engine.RunOptions.JointSlot;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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
    PlanCheck.explain(shop, plan, asOf);
    NightLock lock = NightLock.take(folder, plan.name());
    try {
      return ask(plan, asOf);
    } finally {
      lock.close();
    }
  }

  private Night ask(NightlyPlan plan, LocalDate asOf) {
    Tally tally = new Tally(plan.name());
    List<List<NightlyQuery>> steps = plan.steps();
    try (NightProgress progress = new NightProgress(terminal, steps.size())) {
      for (List<NightlyQuery> step : steps) {
        progress.begin(step.stream().map(NightlyQuery::name).collect(Collectors.joining(", ")));
        try {
          progress.end(tally.ask(plan, step, asOf));
        } catch (RuntimeException e) {
          progress.end("broken off");
          throw e;
        }
      }
    }
    terminal.say(tally.summary(plan, asOf));
    List<Release> releases = tally.releases(plan);
    if (releases.isEmpty() && tally.refused == 0 && !tally.wrong.isEmpty()) {
      throw tally.wrong.get(0);
    }
    return new Night(releases, tally.cost, tally.refused, tally.wrong.size());
  }

  private static String seconds(long begun) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begun) / 1e9);
  }

  /** What has become of the queries so far. */
  private final class Tally {
    private final long begun = System.nanoTime();
    // A release keeps milliseconds.
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Map<String, Release> answered = new HashMap<>();
    private final List<Release> before;
    private final List<InputException> wrong = new ArrayList<>();
    private int drawn;
    private int refused;
    private double cost;

    Tally(String plan) {
      before =
          shop.releases().stream()
              .filter(release -> release.night().filter(of -> of.plan().equals(plan)).isPresent())
              .toList();
    }

    /**
     * Asks one query, or those that are answered from one draw, and says in a word or two what came
     * of it.
     */
    private String ask(NightlyPlan plan, List<NightlyQuery> step, LocalDate asOf) {
      try {
        List<Release> answers = answers(plan, step, asOf);
        answers.forEach(answer -> answered.put(answer.night().orElseThrow().query(), answer));
        if (answers.get(0).at().isBefore(since)) {
          return "answered before, taken as stored";
        }
        drawn += answers.size();
        for (Release answer : answers) {
          cost = SafeSide.SPENT.sum(cost, answer.charged().share());
        }
        return answers.size() > 1 ? "drawn jointly" : "drawn";
      } catch (RefusedException e) {
        refused += step.size();
        return "refused: " + e.getMessage();
      } catch (InputException e) {
        wrong.add(e);
        return "failed: " + e.getMessage();
      }
    }

    private List<Release> answers(NightlyPlan plan, List<NightlyQuery> step, LocalDate asOf) {
      NightlyQuery first = step.get(0);
      LocalDate slot = first.every().slot(asOf);
      Set<String> together =
          step.stream().map(NightlyQuery::name).collect(Collectors.toUnmodifiableSet());
      step.forEach(query -> requireSameDraw(query, slot, together));
      if (first.jointly().isEmpty()) {
        NightSlot night = new NightSlot(plan.name(), slot, first.name());
        return List.of(shop.run(first.query(), first.cost(), RunOptions.nightly(asOf, night)));
      }
      List<String> names = step.stream().map(NightlyQuery::name).toList();
      JointSlot night = new JointSlot(plan.name(), slot, names);
      return shop.runJointly(PlanCheck.priced(step), asOf, night);
    }

    /**
     * A slot that was answered by itself, or with other queries, is not drawn again because the
     * plan says now with which it is to be answered.
     */
    private void requireSameDraw(NightlyQuery query, LocalDate slot, Set<String> together) {
      for (Release release : before) {
        if (release.night().orElseThrow().query().equals(query.name())
            && query.every().slot(release.asOf()).equals(slot)
            && !sameDraw(release).equals(together)) {
          throw new InputException(
              "query "
                  + query.name()
                  + " was already answered for "
                  + slot
                  + (release.jointly().isEmpty() ? " by itself" : " jointly with other queries")
                  + "; give it a name of its own, or wait for its next slot");
        }
      }
    }

    /** The names of the queries that were answered from the draw of a stored release. */
    private Set<String> sameDraw(Release release) {
      return before.stream()
          .filter(
              other ->
                  release.jointly().isEmpty()
                      ? other.id().equals(release.id())
                      : other.jointly().equals(release.jointly()))
          .map(other -> other.night().orElseThrow().query())
          .collect(Collectors.toUnmodifiableSet());
    }

    /** The answers in the order of the plan. */
    private List<Release> releases(NightlyPlan plan) {
      return plan.queries().stream()
          .filter(query -> answered.containsKey(query.name()))
          .map(query -> Objects.requireNonNull(answered.get(query.name())))
          .toList();
    }

    private String summary(NightlyPlan plan, LocalDate asOf) {
      return plan.name()
          + " of "
          + asOf
          + ": "
          + drawn
          + " drawn, "
          + (answered.size() - drawn)
          + " as stored, "
          + refused
          + " refused, "
          + wrong.size()
          + " failed in "
          + seconds(begun)
          + "; this run cost at most "
          + Figures.percent(SafeSide.SPENT, cost)
          + " of a customer's budget";
    }
  }
}
