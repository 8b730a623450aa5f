package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.RotationStep;
import io.discreet.engine.ledger.CommitResult.AlreadyAnswered;
import io.discreet.engine.ledger.CommitResult.Committed;
import io.discreet.engine.ledger.CommitResult.Conflict;
import io.discreet.engine.ledger.CommitResult.Conflict.Reason;
import io.discreet.engine.ledger.IntakeEntry.FileFingerprint;
import io.discreet.engine.ledger.JournalSql.ChargeHeader;
import io.discreet.engine.ledger.JournalSql.VaultState;
import io.discreet.engine.policy.Asker;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.PurposeCap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.roaringbitmap.IntConsumer;

/**
 * The durable book of a shop, in SQLite or PostgreSQL: who its customers are, what they allow, what
 * was asked and what each of them paid. Any number of threads and processes may use one ledger at
 * once.
 *
 * <h2>Security guarantees</h2>
 *
 * A charge and its release are written in one transaction, and {@link #commit} returns only when
 * both are durable. No charge lifts a customer above the smaller of budget and cap, whatever the
 * caller computed. Spend of a period never goes down: a clock that was set back, and a ledger that
 * was put back from a backup, are refused. Somebody who can write all files of the folder can undo
 * this.
 *
 * <p>Methods throw {@link LedgerException} if storage fails, {@link InputException} if the files
 * are damaged, and {@link RefusedException} for a restored ledger or a clock behind the newest
 * entry.
 */
public final class Ledger implements AutoCloseable {

  /** Bytes of payers that are hashed and booked beside the writing: some 10,000 customers. */
  private static final int MUCH = 1 << 13;

  private final Journal journal;
  private final BudgetCalendar calendar;
  private final Books books;
  private final Registrar registrar;

  private Ledger(Journal journal) {
    this.journal = journal;
    this.calendar = new BudgetCalendar(journal.facts().period(), journal.facts().timeZone());
    this.books = new Books(calendar);
    this.registrar = new Registrar(calendar);
  }

  /**
   * Makes the ledger of a new shop, in a folder that exists.
   *
   * @throws InputException if there is, or was, a ledger already
   */
  public static void create(LedgerPlace place, ShopFacts facts, Clock clock) {
    Path witness = Witness.path(place.file());
    if (!Files.exists(place.file()) && Files.exists(witness)) {
      throw new InputException(
          witness + " tells of a ledger that was here: put that ledger back, or use a new folder");
    }
    Journal.create(place, facts, clock);
  }

  /**
   * Opens a ledger; makes none.
   *
   * @throws InputException if there is no ledger, or it is damaged or another program's
   * @throws RefusedException if it was restored from a backup
   */
  public static Ledger open(LedgerPlace place, Clock clock) {
    return open(place, clock, CommitProbe.NONE);
  }

  static Ledger open(LedgerPlace place, Clock clock, CommitProbe probe) {
    return new Ledger(Journal.open(place, clock, probe));
  }

  /** What was fixed when the shop was made. */
  public ShopFacts facts() {
    return journal.facts();
  }

  /**
   * Refuses a policy under which the books could not be carried on.
   *
   * @throws RefusedException if currency, period, time zone or the customer's id are not those of
   *     the shop
   */
  public void checkPolicy(Policy policy) {
    ShopFacts facts = facts();
    checkFact(
        "the currency (pure-dp for budget.delta 0)",
        ShopFacts.currencyOf(policy),
        facts.currencyId());
    checkFact("budget.period", word(policy.budget().period()), word(facts.period()));
    checkFact("time-zone", policy.timeZone(), facts.timeZone());
    checkFact("customer.column", policy.customer().column(), facts.customer().column());
    checkFact("customer.kind", word(policy.customer().kind()), word(facts.customer().kind()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void checkFact(String name, Object asked, Object fixed) {
    if (!asked.equals(fixed)) {
      throw new RefusedException(
          "the policy changes "
              + name
              + " from "
              + fixed
              + " to "
              + asked
              + ": what customers have spent so far would be lost; keep "
              + fixed
              + ", or make a new shop in another folder");
    }
  }

  /** Reads who may take part in a query on these terms, and how far; the clock is read as well. */
  public Standing standing(Terms terms) {
    return standing(terms, Long.MAX_VALUE);
  }

  /**
   * The same for one query, for which it need not be known how much more than its worst case
   * somebody could pay.
   *
   * @param worstCaseUnits the most that the query costs anybody
   */
  public Standing standing(Terms terms, long worstCaseUnits) {
    Standing standing =
        journal.read(
            transaction -> {
              books.refresh(transaction);
              return books.standing(transaction, terms, worstCaseUnits);
            });
    if (books.wantsSnapshot()) {
      storeBalancesIfPossible();
    }
    return standing;
  }

  /**
   * A disk that is full or a lock that is held must not fail a query for what only makes the next
   * opening faster. What is wrong with the storage, the query's own commit says.
   */
  private void storeBalancesIfPossible() {
    try {
      storeBalances();
    } catch (LedgerException e) {
      books.postponeSnapshot(); // or every query would wait for the same lock
    }
  }

  /** Stores everybody's balance, which no entry depends on, for whoever opens the ledger next. */
  void storeBalances() {
    journal.derive(
        transaction -> {
          books.refresh(transaction);
          books.storeSnapshot(transaction);
        });
  }

  /**
   * Books a charge and stores its release, both or neither.
   *
   * @param standing what the query was scanned under
   * @param terms the terms that {@code standing} was read under
   * @param answerKey what the release answers, in the caller's form; one release each
   * @param release the release in its stored form
   * @throws IllegalStateException if the charge breaks the filter's law, which is a fault of the
   *     engine; nothing is written
   */
  public CommitResult commit(
      Standing standing, Terms terms, Charge charge, String answerKey, byte[] release) {
    return commit(standing, terms, PackedCharge.begin(charge), answerKey, release);
  }

  /** The same, of a charge that was begun to be packed before the release was made. */
  public CommitResult commit(
      Standing standing, Terms terms, PackedCharge packed, String answerKey, byte[] release) {
    Charge charge = packed.charge();
    if (standing.budgetUnits() != terms.budgetUnits()) {
      throw new IllegalArgumentException("the terms are not those of the standing");
    }
    if (!charge.releaseId().matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException(
          "a release id must be 32 hexadecimal digits, got " + charge.releaseId());
    }
    return journal.write(
        transaction -> {
          Connection connection = transaction.connection();
          Optional<byte[]> stored = JournalSql.releaseAnswering(connection, answerKey);
          if (stored.isPresent()) {
            return new AlreadyAnswered(stored.get());
          }
          if (transaction.head().sequence() != standing.head()) {
            return new Conflict(Reason.HEAD_MOVED);
          }
          Instant now = transaction.now();
          if (!calendar.key(now).equals(calendar.key(standing.readAt()))) {
            return new Conflict(Reason.PERIOD_TURNED);
          }
          if (!calendar.day(now).equals(calendar.day(standing.readAt()))) {
            return new Conflict(Reason.DAY_TURNED);
          }
          books.refresh(transaction);
          new ChargeCheck(books, terms).verify(transaction, charge);
          long entry = append(transaction, terms, packed);
          transaction.reached(CommitProbe.Point.CHARGED);
          JournalSql.insertRelease(connection, entry, charge.releaseId(), answerKey, release);
          return new Committed(entry, now);
        });
  }

  private long append(Transaction transaction, Terms terms, PackedCharge packed)
      throws SQLException {
    Charge charge = packed.charge();
    byte[] payers = packed.payers();
    long entry = transaction.append(EntryKind.CHARGE);
    ChargeHeader header =
        new ChargeHeader(
            entry,
            charge.releaseId(),
            transaction.now(),
            calendar.key(transaction.now()),
            terms.purpose().name(),
            terms.asking().analyst().map(Asker::name),
            terms.asking().plan().map(Asker::name),
            charge.worstCase(),
            RowChecksum.of(payers));
    boolean much = payers.length >= MUCH;
    if (much) {
      transaction.writes(new Part(PartKind.PAYERS, entry), JournalSql.payersRows(header, payers));
    }
    transaction.remember(books.memoryOf(header, payers), much);
    JournalSql.insertCharge(transaction.connection(), header, payers);
    return entry;
  }

  /** The stored release that answers {@code answerKey}, byte for byte. */
  public Optional<byte[]> find(String answerKey) {
    return journal.read(
        transaction -> JournalSql.releaseAnswering(transaction.connection(), answerKey));
  }

  /** The stored release with this id, byte for byte. */
  public Optional<byte[]> release(String id) {
    return journal.read(transaction -> JournalSql.release(transaction.connection(), id));
  }

  /** All stored releases, newest first. */
  public List<byte[]> releases() {
    return journal.read(transaction -> JournalSql.releases(transaction.connection()));
  }

  /** The entry of the newest release; 0 if there is none. */
  public long newestRelease() {
    return journal.read(transaction -> JournalSql.newestRelease(transaction.connection()));
  }

  /** The entry of the newest release whose answer key begins otherwise; 0 if there is none. */
  public long newestReleaseBesides(String keyPrefix) {
    return journal.read(
        transaction -> JournalSql.newestReleaseBesides(transaction.connection(), keyPrefix));
  }

  /** What anybody may know of the current period's budget. */
  public PublicBudget publicBudget(Spend budget) {
    return journal.read(
        transaction -> {
          books.refresh(transaction);
          return books.publicBudget(transaction.now(), budget);
        });
  }

  /** The vault generation that belongs to the newest entry; 0 before the first intake. */
  public int vaultGeneration() {
    return vault().generation();
  }

  /** How many operator intakes and retention runs there were. */
  public long dataVersion() {
    return vault().dataVersion();
  }

  private VaultState vault() {
    return journal.read(transaction -> JournalSql.vault(transaction.connection()));
  }

  /** The registry at the newest entry. */
  public Registry registry() {
    return journal.read(registrar::registry);
  }

  /** Whether a file with this content was taken into this table before. */
  public boolean seenFile(String table, String fingerprint) {
    FileFingerprint file = new FileFingerprint(table, fingerprint);
    return journal.read(
        transaction -> JournalSql.fileSeen(transaction.connection(), file).isPresent());
  }

  /**
   * Registers a vault generation together with its new customers and files.
   *
   * @return the data version: operator intakes, this one included
   * @throws MovedException if another intake came between
   * @throws InputException if a file was taken in before and is not welcome again
   */
  public long registerIntake(IntakeEntry intake) {
    return journal.write(transaction -> registrar.registerIntake(transaction, intake));
  }

  /**
   * Whether a day has begun since the last intake or retention run: old rows are let go at most
   * once a day. Public, since it depends on no row.
   */
  public boolean retentionDue() {
    return journal.read(registrar::retentionDue);
  }

  /**
   * Registers a retention run, which moves the data version whatever rows it let go.
   *
   * @param newGeneration the vault generation without the old rows; the previous one where there
   *     were none
   * @return the data version
   * @throws MovedException if an intake came between
   */
  public long registerRetention(int previousGeneration, int newGeneration) {
    return journal.write(
        transaction -> registrar.registerRetention(transaction, previousGeneration, newGeneration));
  }

  /**
   * Folds the charges made before a day: who paid what for which release is no longer told apart,
   * and one balance for each customer and period remains, rounded up, though to no more than the
   * worst cases of the charges. The data version does not move.
   *
   * @return how many charges were folded
   */
  public int foldCharges(LocalDate before) {
    int folded = journal.write(transaction -> registrar.fold(transaction, before));
    if (folded > 0) {
      journal.eraseLog();
    }
    return folded;
  }

  /**
   * Records what customers said about purposes, and registers those who are unknown. Counts as an
   * operator intake, whatever it contains.
   */
  public ConsentSummary recordConsents(List<ConsentRecord> records) {
    return journal.write(transaction -> registrar.recordConsents(transaction, records));
  }

  /**
   * Who takes part in a purpose today by their own word, consent or no objection: for the operator
   * only.
   */
  public BitSet takingPart(Purpose purpose) {
    return journal.read(
        transaction -> {
          books.refresh(transaction);
          BitSet customers = new BitSet();
          books
              .takingPart(transaction.connection(), purpose, calendar.day(transaction.now()))
              .forEach((IntConsumer) customers::set);
          return customers;
        });
  }

  /** Sets a customer's own cap, from the next query on; {@link Cap#OPEN} takes it back. */
  public void setCap(int index, Cap cap) {
    journal.write(transaction -> registrar.setCap(transaction, index, cap));
  }

  /**
   * Sets a customer's own limit on one purpose, from the next query on; an open one takes it back.
   */
  public void setPurposeCap(int index, PurposeCap cap) {
    journal.write(transaction -> registrar.setPurposeCap(transaction, index, cap));
  }

  /**
   * Forgets a customer, once a vault generation without that customer's rows is on disk: the index
   * leaves every stored set and is never given again; one balance, rounded up, and the customer's
   * objections stay under the pseudonym. The data version does not move.
   *
   * @param previousGeneration the vault generation that the new file was made from; 0 for none
   * @param newGeneration the new vault generation; 0 while there is no vault
   * @param withoutConsent the purposes that ask for no consent, an objection to which is kept
   * @throws MovedException if an intake came between
   */
  public ForgottenSummary forget(
      int index, int previousGeneration, int newGeneration, Set<String> withoutConsent) {
    boolean noVault = previousGeneration == 0 && newGeneration == 0;
    if (newGeneration <= previousGeneration && !noVault) {
      throw new IllegalArgumentException("forgetting makes a new vault generation");
    }
    ForgottenSummary summary =
        journal.write(
            transaction ->
                registrar.forget(
                    transaction, index, previousGeneration, newGeneration, withoutConsent));
    return summary.withLogErased(journal.eraseLog());
  }

  /** What the ledger holds about a customer; empty if it does not know the pseudonym. */
  public Optional<CustomerRecord> customer(Pseudonym pseudonym) {
    return journal.read(transaction -> registrar.customer(transaction, pseudonym));
  }

  /** Leaves a trace that a customer was given a statement. */
  public void recordStatement(int index) {
    journal.write(transaction -> registrar.recordStatement(transaction, index));
  }

  /** The hash of the key file that the newest rotation made; empty before the first rotation. */
  public Optional<String> keyFile() {
    return journal.read(transaction -> RotationSql.keyFile(transaction.connection()));
  }

  /**
   * Says which key file the pseudonyms are made with that this ledger is given from now on: after a
   * rotation by somebody else they are refused.
   *
   * @param keyFile as {@link #keyFile} told it when the keys were opened
   */
  public void bindKeys(Optional<String> keyFile) {
    registrar.bind(keyFile);
  }

  /**
   * Refuses pseudonyms of other keys than those that the ledger names.
   *
   * @throws RefusedException if the keys were rotated since {@link #bindKeys}
   */
  public void requireKeys() {
    journal.read(
        transaction -> {
          registrar.requireKeys(transaction);
          return transaction.head();
        });
  }

  /**
   * Rewrites every pseudonym and file fingerprint, in one transaction. What customers spent, allow
   * and limit stays with them, and so do their indexes; the data version does not move.
   *
   * @param keyFile the hash of the key file that belongs to the new pseudonyms
   * @param previousGeneration the vault generation that the new file was made from; 0 for none
   * @param newGeneration the vault generation whose rows are in a new order; 0 while there is none
   * @return whether the storage was cleared of the old pseudonyms as well; false on a server, and
   *     while another process reads from the write-ahead log
   */
  public boolean rotate(
      String keyFile, RotationStep step, int previousGeneration, int newGeneration) {
    journal.write(
        transaction ->
            registrar.rotate(transaction, keyFile, step, previousGeneration, newGeneration));
    return journal.eraseLog();
  }

  /**
   * Verifies the hash chain, every row against its seal, releases against charges, and balances
   * against charges.
   *
   * @param expected a head that an earlier audit told; the chain must still hold it
   * @throws InputException if {@code expected} is not a head
   */
  public AuditResult audit(Optional<String> expected) {
    Optional<Head> kept = expected.map(LedgerAudit::parse);
    return journal.read(transaction -> LedgerAudit.run(transaction, calendar, kept));
  }

  @Override
  public void close() {
    journal.close();
  }
}
