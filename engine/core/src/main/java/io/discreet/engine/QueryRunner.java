package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.failure.StorageException;
import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Charge;
import io.discreet.engine.ledger.CommitResult;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.PackedCharge;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.ledger.Terms;
import io.discreet.engine.noise.Noiser;
import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.policy.Budget.WhenSpent;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.QuotaHolder;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Night;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.VaultShelf;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a planned query: standing, scan, noise, commit, and only then the release.
 *
 * <p>Law 5: a release is returned after the ledger has said that charge and release are durable. A
 * draw that met a conflict is forgotten unseen, and the query is scanned again with fresh noise
 * (law 4).
 */
final class QueryRunner {

  /** Every attempt that fails means that somebody else got through; this many is a fault. */
  private static final int MOST_ATTEMPTS = 1_000;

  private static final SecureRandom IDS = new SecureRandom();

  private final Policy policy;
  private final String policyHash;
  private final Ledger ledger;
  private final VaultShelf<Integer> vaults;
  private final Noiser noiser;
  private final ScanSite site;
  private @Nullable KnownBounding newestBounding;

  private record KnownBounding(Registry registry, Bounding bounding) {}

  QueryRunner(
      Policy policy,
      String policyHash,
      Ledger ledger,
      VaultShelf<Integer> vaults,
      Noiser noiser,
      ScanSite site) {
    this.site = site;
    this.policy = policy;
    this.policyHash = policyHash;
    this.ledger = ledger;
    this.vaults = vaults;
    this.noiser = noiser;
  }

  Release run(QueryPlan plan, Terms terms, Optional<RunOptions.NightSlot> night) {
    return answer(new SingleQuestion(plan, night), terms);
  }

  /** The answers to questions that share one draw, in the order of the plan. */
  List<Release> run(JointPlan plan, Terms terms, Optional<RunOptions.JointSlot> night) {
    double delta = policy.budget().noiseDelta();
    return answer(new JointQuestion(plan, night, delta, policyHash, noiser), terms);
  }

  private <T> T answer(Question<T> question, Terms terms) {
    QueryPlan plan = question.plan();
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Standing standing = ledger.standing(terms, plan.worstCaseUnits());
      String key = question.key(standing);
      Optional<byte[]> stored = ledger.find(key);
      if (stored.isPresent()) {
        return question.stored(stored.get());
      }
      refuseBeyondQuota(plan, standing, terms);
      refuseWhenSpent(plan, standing, terms);
      site.requireRoom(plan);
      Optional<Tally> tally = tally(plan, standing);
      if (tally.isEmpty()) {
        continue;
      }
      Coverage coverage =
          covered(plan, standing, terms) ? Coverage.COMPLETE : Coverage.MAY_BE_PARTIAL;
      String id = newId();
      PackedCharge charge = PackedCharge.begin(charge(id, plan, tally.get()));
      Question.Drawn<T> drawn = question.draw(id, standing, coverage, tally.get());
      CommitResult result = ledger.commit(standing, terms, charge, key, drawn.stored());
      if (result instanceof CommitResult.Committed) {
        return drawn.answer();
      } else if (result instanceof CommitResult.AlreadyAnswered answered) {
        return question.stored(answered.release());
      }
    }
    throw new IllegalStateException(
        "the ledger moved " + MOST_ATTEMPTS + " times while this query was scanned; try again");
  }

  private static Charge charge(String id, QueryPlan plan, Tally tally) {
    return new Charge(
        id, plan.worstCaseUnits(), plan.deltaUnits(), plan.levels().toArray(), tally.payers());
  }

  private String key(QueryPlan plan, Optional<RunOptions.NightSlot> night, Standing standing) {
    if (plan.estimatesCoverage() && night.isEmpty()) {
      return AnswerKey.ofEstimate(
          plan,
          standing.dataVersion(),
          policyHash,
          LocalDate.ofInstant(standing.readAt(), policy.timeZone()),
          ledger.newestReleaseBesides(AnswerKey.ESTIMATE));
    }
    return AnswerKey.of(plan, night, standing.dataVersion(), policyHash);
  }

  private static void refuseBeyondQuota(QueryPlan plan, Standing standing, Terms terms) {
    Optional<QuotaHolder> beyond =
        terms.beyondQuota(standing.spentByHolder(), plan.worstCaseUnits());
    if (beyond.isPresent()) {
      throw new RefusedException(
          "the quota of "
              + beyond.get()
              + " ("
              + terms.asking().quotas().get(beyond.get())
              + " of the budget) does not suffice in the public worst case; ask for less, or wait"
              + " for the next period");
    }
  }

  private void refuseWhenSpent(QueryPlan plan, Standing standing, Terms terms) {
    if (policy.budget().whenSpent() == WhenSpent.REFUSE && !covered(plan, standing, terms)) {
      throw new RefusedException(
          "the budget of this period does not suffice in the public worst case, and the policy says"
              + " when-spent: refuse; ask for less, or wait for the next period");
    }
  }

  /** Whether nobody can be out for lack of the policy's budget, this query included: public. */
  private static boolean covered(QueryPlan plan, Standing standing, Terms terms) {
    return terms.covers(standing.worstCaseSpent(), plan.worstCaseUnits());
  }

  /** The tally, or empty where a new vault generation replaced the one that was read about. */
  private Optional<Tally> tally(QueryPlan plan, Standing standing) {
    if (standing.vaultGeneration() == 0) {
      throw new InputException(
          "the shop has no data yet; take some in with: discreet intake SHOP "
              + plan.table().name()
              + " FILE");
    }
    Bounding bounding = bounding();
    try {
      return Optional.of(
          vaults.with(
              standing.vaultGeneration(), vault -> site.tally(plan, vault, standing, bounding)));
    } catch (StorageException e) {
      if (ledger.vaultGeneration() != standing.vaultGeneration()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The bounding under the newest registry, made anew only when that has changed. */
  private synchronized Bounding bounding() {
    Registry registry = ledger.registry();
    KnownBounding known = newestBounding;
    if (known == null || known.registry() != registry) {
      byte[] boundingKey = ledger.facts().boundingKey();
      known = new KnownBounding(registry, Bounding.of(registry, () -> SipHash24.of(boundingKey)));
      newestBounding = known;
    }
    return known.bounding();
  }

  /** One question by itself. */
  private final class SingleQuestion implements Question<Release> {
    private final QueryPlan plan;
    private final Optional<RunOptions.NightSlot> night;

    SingleQuestion(QueryPlan plan, Optional<RunOptions.NightSlot> night) {
      this.plan = plan;
      this.night = night;
    }

    @Override
    public QueryPlan plan() {
      return plan;
    }

    @Override
    public String key(Standing standing) {
      return QueryRunner.this.key(plan, night, standing);
    }

    @Override
    public Release stored(byte[] release) {
      return sameQuestion(ReleaseJson.read(release), plan, night);
    }

    @Override
    public Drawn<Release> draw(String id, Standing standing, Coverage coverage, Tally tally) {
      Release release = release(id, plan, night, standing, coverage, tally);
      return new Drawn<>(release, ReleaseJson.write(release));
    }
  }

  /** A new release's id. */
  static String newId() {
    byte[] id = new byte[16];
    IDS.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private Release release(
      String id,
      QueryPlan plan,
      Optional<RunOptions.NightSlot> night,
      Standing standing,
      Coverage coverage,
      Tally tally) {
    return new Release(
        id,
        standing.readAt(),
        plan.asOf(),
        night.map(slot -> new Night(slot.plan(), slot.query())),
        plan.query().text(),
        plan.table().name(),
        plan.query().purpose(),
        plan.l0(),
        new Charged(
            plan.currency().id(), plan.worstCaseUnits(), plan.budgetUnits(), plan.epsilon()),
        Noiser.selection(plan),
        coverage,
        standing.dataVersion(),
        policyHash,
        Noiser.axes(plan),
        Noiser.measures(plan),
        noiser.rows(plan, tally));
  }

  /**
   * A night's slot answers one question: an edited plan, or policy, must not pass for the old one's
   * answer. What it cost may have been another share: that makes the same question's answer more or
   * less exact, which the answer says itself.
   */
  private Release sameQuestion(
      Release stored, QueryPlan plan, Optional<RunOptions.NightSlot> night) {
    if (night.isPresent()) {
      difference(stored, plan, policyHash)
          .ifPresent(
              difference -> {
                throw new InputException(
                    "query "
                        + night.get().query()
                        + " of plan "
                        + night.get().plan()
                        + " was already answered for "
                        + night.get().slot()
                        + " with another "
                        + difference
                        + "; give the new question a name of its own");
              });
    }
    return stored;
  }

  /** In what the question of a stored answer is another than a plan's. */
  static Optional<String> difference(Release stored, QueryPlan plan, String policyHash) {
    if (!stored.query().equals(plan.query().text())
        || !stored.purpose().equals(plan.query().purpose())) {
      return Optional.of("text or purpose");
    }
    if (stored.l0() != plan.l0()) {
      return Optional.of("l0");
    }
    return stored.policyHash().equals(policyHash)
        ? Optional.empty()
        : Optional.of("policy, whose bounds or values may mean something else");
  }
}
