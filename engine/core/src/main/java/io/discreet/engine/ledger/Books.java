package io.discreet.engine.ledger;

import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.ledger.CustomerSql.CapRow;
import io.discreet.engine.ledger.CustomerSql.ConsentSet;
import io.discreet.engine.ledger.FoldSql.Fold;
import io.discreet.engine.ledger.JournalSql.ChargeHeader;
import io.discreet.engine.ledger.JournalSql.VaultState;
import io.discreet.engine.ledger.RegistrySql.Opening;
import io.discreet.engine.ledger.Snapshots.Snapshot;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.QuotaHolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Every customer's balance of the current period, kept in memory and brought up to date with the
 * entries that are new. Used inside transactions only, which take turns.
 */
final class Books {

  /** So many charges are added up faster than balances are stored. */
  private static final int CHARGES_BETWEEN_SNAPSHOTS = 64;

  /** Customers whose balances one thread goes through at a time. */
  private static final int RANGE = 1 << 16;

  private final BudgetCalendar calendar;

  private Head upTo = Head.NONE;
  private @Nullable String period;
  private Balances spent = new Balances();
  private VaultState vault = new VaultState(0, 0);
  private Spend worstCaseSpent = Spend.NONE;
  private int releases;
  private int bookedSinceSnapshot;
  private final SortedMap<QuotaHolder, Spend> worstCaseByHolder = new TreeMap<>();
  private final Map<Integer, Cap> caps = new HashMap<>();
  private final PurposeSpend purposeSpend = new PurposeSpend();
  private final RoaringBitmap forgotten = new RoaringBitmap();
  private final Map<String, Wishes> wishes = new HashMap<>();
  private @Nullable LocalDate wishesDay;

  /** Whose latest word on a purpose, of those in force, is a grant; and whose is a withdrawal. */
  private record Wishes(RoaringBitmap granted, RoaringBitmap withdrawn) {}

  Books(BudgetCalendar calendar) {
    this.calendar = calendar;
  }

  /** Brings the books to the transaction's head and to the period of its clock. */
  void refresh(Transaction transaction) throws SQLException {
    String current = calendar.key(transaction.now());
    LocalDate today = calendar.day(transaction.now());
    boolean complete = false;
    try {
      Connection connection = transaction.connection();
      if (upTo.sequence() > 0) {
        checkSame(connection);
      }
      Set<EntryKind> news = JournalSql.kindsAfter(connection, upTo.sequence());
      if (!current.equals(period)
          || news.contains(EntryKind.FORGET)
          || news.contains(EntryKind.FOLD)) {
        restart();
        period = current;
      }
      // With an intake customers can return, and with them what they said.
      if (news.contains(EntryKind.CONSENT)
          || news.contains(EntryKind.INTAKE)
          || !today.equals(wishesDay)) {
        wishes.clear();
        wishesDay = today;
      }
      load(connection, transaction.head(), current);
      complete = true;
    } finally {
      if (!complete) {
        restart();
      }
    }
  }

  /** The books' memory of a charge whose transaction they were refreshed in. */
  Transaction.Memory memoryOf(ChargeHeader charge, byte[] payers) {
    return new Transaction.Memory() {
      @Override
      public void take() {
        if (charge.entry() != upTo.sequence() + 1 || !charge.period().equals(period)) {
          throw new IllegalStateException("the charge does not follow the books");
        }
        count(charge);
        book(charge, payers);
      }

      @Override
      public void keep(Head stored) {
        upTo = stored;
      }

      @Override
      public void drop() {
        restart();
      }
    };
  }

  private void checkSame(Connection connection) throws SQLException {
    if (!Journal.isSame(connection, upTo)) {
      throw new RefusedException(
          "an entry of the ledger is another than the one that was read before: the ledger was"
              + " restored from a backup while it was open; put back its newest state");
    }
  }

  private void restart() {
    upTo = Head.NONE;
    period = null;
    spent = new Balances();
    worstCaseSpent = Spend.NONE;
    releases = 0;
    bookedSinceSnapshot = 0;
    worstCaseByHolder.clear();
    caps.clear();
    purposeSpend.clear();
    forgotten.clear();
    wishes.clear();
    wishesDay = null;
  }

  private void load(Connection connection, Head head, String current) throws SQLException {
    long after = upTo.sequence();
    if (head.sequence() == after) {
      return;
    }
    List<ChargeHeader> charges = JournalSql.chargesAfter(connection, after);
    checkComplete(connection, head, after, charges.size());
    vault = JournalSql.vault(connection);
    long balanced = after == 0 ? startFromSnapshot(connection, current) : after;
    spent.grow(RegistrySql.customers(connection));
    for (int customer : RegistrySql.forgottenAfter(connection, after)) {
      forgotten.add(customer);
    }
    for (CapRow row : CustomerSql.capsAfter(connection, after)) {
      if (row.cap().equals(Cap.OPEN)) {
        caps.remove(row.customer());
      } else {
        caps.put(row.customer(), row.cap());
      }
    }
    CustomerSql.purposeCapsAfter(connection, after).forEach(purposeSpend::cap);
    for (Opening opening : RegistrySql.openingsAfter(connection, balanced)) {
      spent.add(opening.customer(), opening.balance().in(current));
    }
    FoldSql.checkComplete(connection, after);
    FoldSql.foldsAfter(connection, balanced, current).forEach(this::book);
    for (ChargeHeader charge : charges) {
      if (charge.period().equals(current)) {
        count(charge);
        if (charge.entry() > balanced) {
          book(connection, charge);
        }
      }
    }
    upTo = head;
  }

  /** Returns the entry up to which the balances are known; 0 without a snapshot of the period. */
  private long startFromSnapshot(Connection connection, String current) throws SQLException {
    Optional<Snapshot> stored = Snapshots.load(connection);
    if (stored.isEmpty() || !stored.get().period().equals(current)) {
      return 0;
    }
    if (!Journal.isSame(connection, stored.get().after())) {
      throw RowChecksum.damaged("the stored balances are those of another ledger");
    }
    spent = stored.get().balances();
    return stored.get().after().sequence();
  }

  /** Whether so many charges were added up that the next to open the ledger should not have to. */
  boolean wantsSnapshot() {
    return bookedSinceSnapshot >= CHARGES_BETWEEN_SNAPSHOTS;
  }

  /** Lets as many charges go by as after a snapshot. */
  void postponeSnapshot() {
    bookedSinceSnapshot = 0;
  }

  /** Stores the balances as of the last refresh. */
  void storeSnapshot(Transaction transaction) throws SQLException {
    Snapshots.store(
        transaction.connection(), new Snapshot(upTo, calendar.key(transaction.now()), spent));
    bookedSinceSnapshot = 0;
  }

  /** Entries have no gap, and every charge entry has its charge. */
  private static void checkComplete(Connection connection, Head head, long after, int charges)
      throws SQLException {
    long[] counts = JournalSql.countAfter(connection, after);
    if (counts[0] != head.sequence() - after) {
      throw RowChecksum.damaged("an entry is missing");
    }
    if (counts[1] != charges) {
      throw RowChecksum.damaged("an entry has lost its charge");
    }
  }

  private void book(Connection connection, ChargeHeader charge) throws SQLException {
    book(charge, JournalSql.storedPayers(connection, charge));
  }

  private void book(ChargeHeader charge, byte[] payers) {
    PayerSets.add(payers, charge.worstCase().deltaUnits(), spent);
    bookedSinceSnapshot++;
  }

  private void count(ChargeHeader charge) {
    worstCaseSpent = worstCaseSpent.plus(charge.worstCase());
    charge
        .holders()
        .forEach(holder -> worstCaseByHolder.merge(holder, charge.worstCase(), Spend::plus));
    releases++;
  }

  private void book(Fold fold) {
    for (PayerSets.Level level : fold.units().levels()) {
      Spend spend = new Spend(level.units(), 0);
      level.payers().forEach((IntConsumer) customer -> spent.add(customer, spend));
    }
    for (PayerSets.Level level : fold.deltaUnits().levels()) {
      Spend spend = new Spend(0, level.units());
      level.payers().forEach((IntConsumer) customer -> spent.add(customer, spend));
    }
  }

  /** One reading for a query of such a worst case, as of the last refresh. */
  Standing standing(Transaction transaction, Terms terms, long worstCaseUnits) throws SQLException {
    Allowances remaining;
    Allowances ordinary;
    if (terms.estimatesCoverage()) {
      remaining = Allowances.of(remaining(transaction, terms));
      ordinary = Allowances.of(remaining(transaction, terms.withoutReserve()));
    } else if (everybodyCanPay(transaction, terms, worstCaseUnits)) {
      BitSet out = BitSetUtil.bitsetOf(RoaringBitmap.or(unwilling(transaction, terms), forgotten));
      remaining = Allowances.same(spent.customers(), leftOfEverybody(terms), out);
      ordinary = remaining;
    } else {
      remaining = Allowances.of(remaining(transaction, terms));
      ordinary = remaining;
    }
    return new Standing(
        upTo.sequence(),
        transaction.now(),
        remaining,
        ordinary,
        worstCaseSpent,
        worstCaseByHolder(),
        terms.budgetUnits(),
        vault.dataVersion(),
        vault.generation());
  }

  /** Whether all customers who do not set limits of their own can pay so much, and none does. */
  private boolean everybodyCanPay(Transaction transaction, Terms terms, long units)
      throws SQLException {
    return caps.isEmpty()
        && purposeRemaining(transaction, terms).isEmpty()
        && spent.mostDeltaUnits() <= deltaLimit(terms)
        && units <= leftOfEverybody(terms);
  }

  /** What is left of the budget of whoever spent most; below 0 where that is more than it. */
  private long leftOfEverybody(Terms terms) {
    return terms.limit(Cap.OPEN) - spent.mostUnits();
  }

  /** Who does not take part, by their own word or for want of it. */
  private RoaringBitmap unwilling(Transaction transaction, Terms terms) throws SQLException {
    Wishes said =
        wishes(transaction.connection(), terms.purpose(), calendar.day(transaction.now()));
    return terms.purpose().consentRequired()
        ? RoaringBitmap.flip(said.granted(), 0L, spent.customers())
        : said.withdrawn();
  }

  /** What a query may charge each customer. */
  private long[] remaining(Transaction transaction, Terms terms) throws SQLException {
    long budget = terms.limit(Cap.OPEN);
    long[] remaining = new long[spent.customers()];
    int ranges = (remaining.length + RANGE - 1) / RANGE;
    Beside.each(
        ranges,
        range -> {
          int end = Math.min(remaining.length, (range + 1) * RANGE);
          spent.remaining(budget, remaining, range * RANGE, end);
        });
    unwilling(transaction, terms)
        .forEach((IntConsumer) customer -> remaining[customer] = Standing.OUT);
    forgotten.forEach((IntConsumer) customer -> remaining[customer] = Standing.OUT);
    caps.forEach(
        (customer, cap) -> {
          if (remaining[customer] != Standing.OUT) {
            remaining[customer] = Math.max(0, terms.limit(cap) - spent.units(customer));
          }
        });
    purposeRemaining(transaction, terms)
        .forEach(
            (customer, left) -> {
              if (left.deltaUnits() < terms.deltaUnits()) {
                remaining[customer] = Standing.OUT;
              } else if (remaining[customer] != Standing.OUT) {
                remaining[customer] = Math.min(remaining[customer], left.units());
              }
            });
    leaveOutWithoutDelta(terms, remaining);
    return remaining;
  }

  /** What the purpose may still spend of each customer who limits it. */
  Map<Integer, Spend> purposeRemaining(Transaction transaction, Terms terms) throws SQLException {
    return purposeSpend.remaining(
        transaction.connection(), terms, calendar.key(transaction.now()), upTo.sequence());
  }

  /**
   * Marks as out whoever could not pay the query's δ, which every payer pays whole. Where the
   * policy was changed so that more δ of selection is spent than there is now, the units of the
   * noise are those of the δ that is left beside it: no query of any cost may follow.
   */
  private void leaveOutWithoutDelta(Terms terms, long[] remaining) {
    long limit = deltaLimit(terms);
    if (spent.mostDeltaUnits() <= limit) {
      return;
    }
    for (int customer = 0; customer < remaining.length; customer++) {
      if (spent.deltaUnits(customer) > limit) {
        remaining[customer] = Standing.OUT;
      }
    }
  }

  /** The most that a customer may have spent in the second column before the query. */
  private static long deltaLimit(Terms terms) {
    return terms.budgetDeltaUnits() - terms.deltaUnits();
  }

  /** The sums of the worst-case costs of the period's releases, by whom they count for. */
  SortedMap<QuotaHolder, Spend> worstCaseByHolder() {
    return new TreeMap<>(worstCaseByHolder);
  }

  /** Whether everybody among some customers may take part in a purpose by their own word. */
  boolean allTakePart(
      Connection connection, Purpose purpose, LocalDate today, RoaringBitmap customers)
      throws SQLException {
    Wishes said = wishes(connection, purpose, today);
    return purpose.consentRequired()
        ? said.granted().contains(customers)
        : !RoaringBitmap.intersects(said.withdrawn(), customers);
  }

  /**
   * Who takes part in a purpose by their own word: consent, or no objection where none is needed.
   */
  RoaringBitmap takingPart(Connection connection, Purpose purpose, LocalDate today)
      throws SQLException {
    Wishes said = wishes(connection, purpose, today);
    if (purpose.consentRequired()) {
      return said.granted();
    }
    RoaringBitmap everybody = RoaringBitmap.bitmapOfRange(0, customers());
    everybody.andNot(said.withdrawn());
    everybody.andNot(forgotten);
    return everybody;
  }

  private Wishes wishes(Connection connection, Purpose purpose, LocalDate today)
      throws SQLException {
    Wishes known = wishes.get(purpose.name());
    if (known == null) {
      known = new Wishes(new RoaringBitmap(), new RoaringBitmap());
      for (ConsentSet word : CustomerSql.consents(connection, purpose.name(), today)) {
        (word.granted() ? known.granted() : known.withdrawn()).or(word.customers());
        (word.granted() ? known.withdrawn() : known.granted()).andNot(word.customers());
      }
      wishes.put(purpose.name(), known);
    }
    return known;
  }

  int customers() {
    return spent.customers();
  }

  boolean anyForgotten(RoaringBitmap among) {
    return RoaringBitmap.intersects(forgotten, among);
  }

  /** Whether anybody set a cap. */
  boolean anyCaps() {
    return !caps.isEmpty();
  }

  /** The largest balance of all customers. */
  long mostSpent() {
    return spent.mostUnits();
  }

  long spent(int customer) {
    return spent.units(customer);
  }

  /** Whether nobody has spent anything in the second column. */
  boolean noDelta() {
    return spent.noDelta();
  }

  long spentDelta(int customer) {
    return spent.deltaUnits(customer);
  }

  Cap cap(int customer) {
    return caps.getOrDefault(customer, Cap.OPEN);
  }

  VaultState vault() {
    return vault;
  }

  LocalDate day(Instant now) {
    return calendar.day(now);
  }

  String period(Instant now) {
    return calendar.key(now);
  }

  PublicBudget publicBudget(Instant now, Spend budget) {
    return new PublicBudget(
        calendar.key(now),
        calendar.firstDay(now),
        calendar.endDay(now),
        budget,
        worstCaseSpent,
        worstCaseByHolder,
        releases);
  }
}
