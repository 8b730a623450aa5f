package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.ledger.Asking;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.PublicBudget;
import io.discreet.engine.ledger.Spend;
import io.discreet.engine.ledger.Terms;
import io.discreet.engine.noise.Noiser;
import io.discreet.engine.plan.Cost;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.PricedQuery;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Asker;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyHash;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.Quota;
import io.discreet.engine.policy.QuotaHolder;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.ranges.RangeRunner;
import io.discreet.engine.ranges.RangedScan;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.engine.vault.ColumnMemory;
import io.discreet.engine.vault.Vault;
import io.discreet.engine.vault.VaultProbe;
import io.discreet.engine.vault.VaultShelf;
import io.discreet.engine.vault.WriterLock;
import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.accounting.SafeSide;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The analyst's door to a shop: explain, run, read releases. Needs no passphrase.
 *
 * <p>Thread-safe. What this class shows depends on the query, the policy and public parameters, and
 * on rows only through noise that was paid for.
 *
 * <pre>{@code
 * try (Discreet shop = Discreet.open(Path.of("shop"))) {
 *   SegmentQuery query = SegmentQuery.from("purchases")
 *       .where("category = 'bread'")
 *       .segmentBy("city", "age_band")
 *       .measure(customers(), sum("amount"), mean("amount"))
 *       .forPurpose("recommendations");
 *   System.out.println(shop.explain(query, Share.percent(2)));
 *   Release release = shop.run(query, Share.percent(2));
 * }
 * }</pre>
 */
public final class Discreet implements AutoCloseable {
  private final ShopFolder folder;
  private final Policy policy;
  private final Clock clock;
  private final QueryPlanner planner;
  private final Ledger ledger;
  private final VaultShelf<Integer> vaults;
  private final QueryRunner runner;
  private final Optional<Asker> analyst;

  /** What caps allow: a conversion takes milliseconds, and few customers choose their own ε. */
  private final Map<Double, Long> unitsOfCap = new ConcurrentHashMap<>();

  private Discreet(ShopFolder folder, OpenOptions options, Clock clock) {
    this.folder = folder;
    this.policy = folder.policy();
    this.analyst = options.analyst().map(policy::analyst);
    this.clock = clock;
    this.planner = new QueryPlanner(policy);
    this.ledger = folder.openLedger(policy, clock);
    String shopId = ledger.facts().shopId();
    ColumnMemory memory =
        options
            .columnLimit()
            .map(limit -> new ColumnMemory(limit.bytes()))
            .orElseGet(ColumnMemory::ofProcess);
    this.vaults =
        new VaultShelf<>(
            generation -> Vault.open(folder.path(), shopId, generation, policy, memory));
    this.runner = runner(new LocalSite(policy, memory));
  }

  /** The same shop with its scans at another site. */
  private Discreet(Discreet shop, RangeRunner ranges) {
    this.folder = shop.folder;
    this.policy = shop.policy;
    this.analyst = shop.analyst;
    this.clock = shop.clock;
    this.planner = shop.planner;
    this.ledger = shop.ledger;
    this.vaults = shop.vaults;
    RangedScan scan =
        new RangedScan(
            ranges, folder.path(), folder.policyText(policy), ledger.facts().boundingKey());
    this.runner = runner(new RangedSite(scan));
  }

  private QueryRunner runner(ScanSite site) {
    return new QueryRunner(policy, PolicyHash.of(policy), ledger, vaults, Noiser.secure(), site);
  }

  /**
   * Opens a shop.
   *
   * @throws InputException if there is no shop at the path or its policy cannot be read
   * @throws io.discreet.engine.failure.RefusedException if the policy does not fit the books, or a
   *     file of the shop was replaced by an older one
   */
  public static Discreet open(Path shop) {
    return open(shop, Clock.systemUTC());
  }

  /** Opens a shop that lives by another clock; for tests, since a clock grants budgets. */
  static Discreet open(Path shop, Clock clock) {
    return open(shop, OpenOptions.DEFAULT, clock);
  }

  /**
   * Opens a shop for somebody, or with a limit to the memory that its columns take.
   *
   * @throws InputException as {@link #open(Path)}, or if the policy lists its analysts and not this
   *     one
   */
  public static Discreet open(Path shop, OpenOptions options) {
    return open(shop, options, Clock.systemUTC());
  }

  /** The same by another clock; for tests. */
  static Discreet open(Path shop, OpenOptions options, Clock clock) {
    return new Discreet(ShopFolder.existing(shop), options, clock);
  }

  /** Opens a shop for an analyst, as {@link #open(Path, OpenOptions)} does. */
  public static Discreet openAs(Path shop, String analyst) {
    return open(shop, OpenOptions.DEFAULT.as(analyst));
  }

  /**
   * Opens the operator's door.
   *
   * @param passphrase of the shop's keys; the caller may wipe it afterwards
   * @throws io.discreet.engine.failure.RefusedException if the passphrase is wrong
   */
  public static Operator operate(Path shop, char[] passphrase) {
    return operate(shop, passphrase, Clock.systemUTC());
  }

  /** Opens the operator's door by another clock; for tests. */
  static Operator operate(Path shop, char[] passphrase, Clock clock) {
    return Operator.open(ShopFolder.existing(shop), passphrase, clock);
  }

  /**
   * Makes a shop: a folder with the policy, an empty ledger and sealed keys. All or nothing.
   *
   * @param shop must not exist, or be an empty folder
   * @param policyFile is copied into the shop
   * @param passphrase seals the keys; there is no way back without it
   */
  public static void init(Path shop, Path policyFile, char[] passphrase) {
    init(shop, policyFile, passphrase, Clock.systemUTC());
  }

  /** Makes a shop by another clock; for tests. */
  static void init(Path shop, Path policyFile, char[] passphrase, Clock clock) {
    ShopFolder.make(shop, policyFile, passphrase, clock);
  }

  /**
   * Gives a shop a new master key, without needing a raw id: new pseudonyms are made from the old
   * ones, and intake makes both steps. All or nothing, whenever it is interrupted. What customers
   * spent, allow and limit stays with them. Operators that have the shop open must open it again;
   * backups of {@code keys.sealed} made before are of no more use.
   *
   * @param passphrase of the keys as they are
   * @param next seals the new keys; may be the same
   * @return whether the ledger's log was emptied of the old pseudonyms; false while another process
   *     reads from it, then they go when the last process closes the ledger
   * @throws io.discreet.engine.failure.RefusedException if the passphrase is wrong
   * @throws InputException if an intake is running
   */
  public static boolean rotate(Path shop, char[] passphrase, char[] next) {
    try (Operator operator = operate(shop, passphrase)) {
      return operator.rotate(passphrase, next, step -> {});
    }
  }

  /**
   * This shop with its scans run elsewhere, such as on Apache Spark. Plan, noise, charge and
   * release stay here, and the answers are the same: both know each other's releases. Closing one
   * of the two closes both.
   *
   * @param ranges runs the tasks of a scan on machines that find the shop's folder at the same
   *     path; trusted as the engine is, since it carries exact totals without noise, so that the
   *     module {@code io.discreet.spark} alone is given its type
   * @throws InputException if the policy file was changed since the shop was opened
   */
  public Discreet on(RangeRunner ranges) {
    return new Discreet(this, ranges);
  }

  /** The shop's policy as it was read when the shop was opened. */
  public Policy policy() {
    return policy;
  }

  /** Today's date in the shop's time zone. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), policy.timeZone());
  }

  /**
   * Says what a query would cost and how far its answers would be off. Looks at no data.
   *
   * @throws InputException if the query does not fit the policy
   */
  public Explanation explain(SegmentQuery query, Cost cost) {
    return explain(query, cost, today());
  }

  /** {@link #explain(SegmentQuery, Cost)} as of another day. */
  public Explanation explain(SegmentQuery query, Cost cost, LocalDate asOf) {
    return Explanation.of(planner.plan(query, cost, asOf), policy);
  }

  /**
   * Weighs the measures of a query so that the sum of their relative variances is least. Costs
   * nothing and looks at no data; {@link #explain} says what each measure then gets.
   *
   * @param expected what a segment is expected to have, one for each measure, in its own scale
   * @throws InputException if the query does not fit the policy, or a value is missing or 0
   */
  public SegmentQuery forLeastError(SegmentQuery query, Cost cost, List<Double> expected) {
    return planner.forLeastError(query, cost, today(), expected);
  }

  /**
   * As {@link #forLeastError(SegmentQuery, Cost, List)} with what the oldest stored release of the
   * same question, whatever its weights, says of its segments.
   *
   * @throws InputException if there is none
   */
  public SegmentQuery forLeastError(SegmentQuery query, Cost cost) {
    return forLeastError(query, cost, ExpectedValues.of(query, releases()));
  }

  /** Runs a query as of today. See {@link #run(SegmentQuery, Cost, RunOptions)}. */
  public Release run(SegmentQuery query, Cost cost) {
    return run(query, cost, RunOptions.TODAY);
  }

  /**
   * Answers a query, charging each customer for the contribution made; or returns the stored
   * release of the same question on the same data, which costs nothing.
   *
   * <p>When this returns, charge and release are on disk.
   *
   * @throws InputException if the query does not fit the policy, or the policy lists who may ask
   *     and this is nobody of them
   * @throws io.discreet.engine.failure.RefusedException if the policy refuses it on the public
   *     worst case, or if its columns at the policy's {@code capacity} are more than the limit on
   *     column memory
   * @throws io.discreet.engine.failure.StorageException if a file or the heap fails it; then nobody
   *     is charged
   */
  public Release run(SegmentQuery query, Cost cost, RunOptions options) {
    QueryPlan plan = planner.plan(query, cost, options.asOf().orElseGet(this::today));
    return runner.run(
        plan, terms(plan, options.night().map(RunOptions.NightSlot::plan)), options.night());
  }

  /**
   * Says what questions would cost and how far their answers would be off if they were answered
   * from one draw, in their order. Looks at no data.
   *
   * @throws InputException as {@link #runJointly(List)}
   */
  public List<Explanation> explainJointly(List<PricedQuery> queries, LocalDate asOf) {
    return Explanation.of(planner.plan(queries, asOf), policy);
  }

  /**
   * Answers several group-bys of customers from one draw, in their order: more exactly than each by
   * itself at the cost that they have together, and such that totals and sub-totals agree.
   *
   * <p>The questions are {@code COUNT(DISTINCT customer)} of one table under one condition and for
   * one purpose. They differ in the attributes of the customer that they group by; every other
   * column they all group by. One charge pays for all; the answers are stored together and come
   * back together when the same is asked on the same data.
   *
   * @throws InputException if a question does not fit the policy or the others, which says what to
   *     do
   * @throws io.discreet.engine.failure.RefusedException as {@link #run(SegmentQuery, Cost)}
   */
  public List<Release> runJointly(List<PricedQuery> queries) {
    return runJointly(queries, today(), Optional.empty());
  }

  /**
   * As {@link #runJointly(List)} for a nightly plan: its slot answers once.
   *
   * @throws InputException also if the slot holds the answers to other questions
   */
  public List<Release> runJointly(
      List<PricedQuery> queries, LocalDate asOf, RunOptions.JointSlot night) {
    if (night.queries().size() != queries.size()) {
      throw new InputException(
          night.queries().size() + " names are given for " + queries.size() + " queries");
    }
    return runJointly(queries, asOf, Optional.of(night));
  }

  private List<Release> runJointly(
      List<PricedQuery> queries, LocalDate asOf, Optional<RunOptions.JointSlot> night) {
    JointPlan plan = planner.plan(queries, asOf);
    Terms terms = terms(plan.finest(), night.map(RunOptions.JointSlot::plan));
    return runner.run(plan, terms, night);
  }

  /**
   * Estimates how many customers of each segment a question would leave out if it was asked now:
   * who have a part in it, consent to its purpose, and could not pay for that part. Those who are
   * counted pay for it from the policy's {@code coverage-reserve}; who has used up that, too, is
   * not counted, so that the estimate is then too low.
   *
   * <p>Noisy, charged and stored like any answer. The same estimate is the stored one until the
   * data change, another query is answered, or a day begins.
   *
   * @param cost what the question itself costs
   * @param spend what the estimate costs, at most the reserve
   * @throws InputException if the policy has no such reserve, or as {@link #run(SegmentQuery,
   *     Cost)}; or if the question groups by a column without declared values, or ranks one
   */
  public Release coverage(SegmentQuery query, Share cost, Cost spend) {
    return coverage(query, cost, spend, RunOptions.TODAY);
  }

  /** {@link #coverage(SegmentQuery, Share, Cost)} as of another day, or for a night. */
  public Release coverage(SegmentQuery query, Share cost, Cost spend, RunOptions options) {
    return run(query.leftOut(cost.fraction()), spend, options);
  }

  /**
   * Suggests clamps, max-rows and l0 for a table, from private quantiles of what customers have.
   * Charged and stored like any query: the same question on the same data costs nothing more.
   *
   * @param axes that segments are to be made of, as in query text; none for one segment of all
   * @throws InputException if a name does not fit the policy
   * @throws io.discreet.engine.failure.RefusedException as {@link #run(SegmentQuery, Cost)}
   */
  public Suggestion suggest(String table, List<String> axes, String purpose, Cost cost) {
    Suggester suggester = new Suggester(policy, table, axes, purpose);
    suggester.requirePlannable(query -> planner.plan(query, cost, today()));
    return suggester.read(run(suggester.query(), cost), cost, this::explain);
  }

  /**
   * Lets rows and charges go that are older than the policy's retention, at most once a day. Counts
   * in the data version, whatever rows there were; which there were is not told here.
   *
   * @return the first day that is kept; empty where the policy keeps everything, nothing is due
   *     today, or another process is writing the vault, which lets old rows go itself
   */
  public Optional<LocalDate> applyRetention() {
    if (policy.retention().isEmpty() || !ledger.retentionDue()) {
      return Optional.empty();
    }
    Optional<WriterLock> free = WriterLock.tryAcquire(folder.path());
    if (free.isEmpty()) {
      return Optional.empty();
    }
    try (WriterLock lock = free.get()) {
      if (!ledger.retentionDue()) {
        return Optional.empty(); // another process was faster
      }
      return RetentionRun.run(lock, ledger, policy, today(), VaultProbe.NONE)
          .map(RetentionSummary::cutoff);
    }
  }

  /** All releases, newest first. */
  public List<Release> releases() {
    return ledger.releases().stream().map(ReleaseJson::readAll).flatMap(List::stream).toList();
  }

  /**
   * One release.
   *
   * @param id the id, or a beginning of it that no other release shares
   * @throws InputException if the beginning is shared
   */
  public Optional<Release> release(String id) {
    List<Release> found =
        releases().stream().filter(release -> release.id().startsWith(id)).toList();
    if (found.size() > 1) {
      throw new InputException("several releases begin with '" + id + "'; give more of the id");
    }
    return found.stream().findFirst();
  }

  /**
   * A personalizer that follows the shop's releases.
   *
   * @param interval how old what it knows may be, such as a minute; 0 looks at every call
   */
  public LivePersonalizer livePersonalizer(Duration interval) {
    return new LivePersonalizer(ledger, interval);
  }

  /** What is left of the budget in the public worst case. */
  public BudgetStatus budget() {
    PublicBudget spent =
        ledger.publicBudget(new Spend(planner.budgetUnits(), planner.budgetDeltaUnits()));
    return new BudgetStatus(
        spent.period(),
        spent.firstDay(),
        spent.endDay(),
        policy.budget().epsilon(),
        policy.budget().delta(),
        policy.budget().selectionDelta(),
        policy
            .budget()
            .coverageReserve()
            .map(reserve -> SafeSide.SPENT.of(reserve.fraction()))
            .orElse(0.0),
        share(spent.worstCaseSpent().units()),
        SafeSide.SPENT.of(DeltaUnits.toDeltaUp(spent.worstCaseSpent().deltaUnits())),
        accounts(spent),
        spent.releases());
  }

  private List<BudgetStatus.Account> accounts(PublicBudget spent) {
    Map<QuotaHolder, Quota> quotas = policy.quotas();
    SortedSet<QuotaHolder> holders = new TreeSet<>(quotas.keySet());
    holders.addAll(spent.worstCaseByHolder().keySet());
    return holders.stream()
        .map(
            holder ->
                new BudgetStatus.Account(
                    holder,
                    share(spent.worstCaseByHolder().getOrDefault(holder, Spend.NONE).units()),
                    Optional.ofNullable(quotas.get(holder))
                        .map(quota -> OptionalDouble.of(SafeSide.LEFT.of(quota.fraction())))
                        .orElse(OptionalDouble.empty())))
        .toList();
  }

  private double share(long units) {
    return SafeSide.SPENT.share(units, planner.budgetUnits());
  }

  private Terms terms(QueryPlan plan, Optional<String> planName) {
    Purpose purpose =
        java.util.Objects.requireNonNull(policy.purposes().get(plan.query().purpose()));
    Optional<Asker> nightlyPlan = planName.map(policy::plan);
    policy.requireAsker(analyst, nightlyPlan);
    double delta = policy.budget().noiseDelta();
    return new Terms(
        new Asking(purpose, analyst, nightlyPlan),
        planner.budgetUnits(),
        planner.budgetDeltaUnits(),
        plan.deltaUnits(),
        epsilon ->
            unitsOfCap.computeIfAbsent(epsilon, cap -> planner.currency().budgetUnits(cap, delta)),
        policy.budget().coverageReserve(),
        plan.estimatesCoverage());
  }

  @Override
  public void close() {
    vaults.close();
    ledger.close();
  }
}
