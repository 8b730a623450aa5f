package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.intake.ConsentFile;
import io.discreet.engine.intake.Intake;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.intake.IntakeSummary;
import io.discreet.engine.intake.PartedIntake;
import io.discreet.engine.intake.ReadIntake;
import io.discreet.engine.keys.IdRefusal;
import io.discreet.engine.keys.IdResult;
import io.discreet.engine.keys.Keyring;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.AuditResult;
import io.discreet.engine.ledger.ConsentRecord;
import io.discreet.engine.ledger.CustomerRecord;
import io.discreet.engine.ledger.ForgottenSummary;
import io.discreet.engine.ledger.IntakeEntry;
import io.discreet.engine.ledger.IntakeEntry.FileFingerprint;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.MovedException;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.parts.PartedSource;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.PurposeCap;
import io.discreet.engine.policy.Table;
import io.discreet.engine.rows.RowCheck;
import io.discreet.engine.vault.Retention;
import io.discreet.engine.vault.VaultFiles;
import io.discreet.engine.vault.VaultProbe;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The operator's door to a shop: intake, consents, and the rights of single customers. Needs the
 * passphrase; sees counts and errors about the data.
 *
 * <p>Raw ids are given to this class and go no further: law 7.
 */
public final class Operator implements AutoCloseable {
  private final ShopFolder folder;
  private final Policy policy;
  private final Clock clock;
  private final Keyring keyring;
  private final Ledger ledger;
  private final VaultProbe probe;

  private Operator(
      ShopFolder folder,
      Policy policy,
      Clock clock,
      Keyring keyring,
      Ledger ledger,
      VaultProbe probe) {
    this.folder = folder;
    this.policy = policy;
    this.clock = clock;
    this.keyring = keyring;
    this.ledger = ledger;
    this.probe = probe;
  }

  static Operator open(ShopFolder folder, char[] passphrase, Clock clock) {
    return open(folder, passphrase, clock, VaultProbe.NONE);
  }

  static Operator open(ShopFolder folder, char[] passphrase, Clock clock, VaultProbe probe) {
    Policy policy = folder.policy();
    Ledger ledger = folder.openLedger(policy, clock);
    Keyring keyring;
    try {
      ledger.bindKeys(KeyChange.settle(folder.keys(), ledger));
      keyring = Keyring.open(folder.keys(), passphrase, ledger.facts().shopId());
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
    Operator operator = new Operator(folder, policy, clock, keyring, ledger, probe);
    try {
      operator.tidy();
      return operator;
    } catch (RuntimeException e) {
      operator.close();
      throw e;
    }
  }

  /** Finishes what an operator's process that died had begun, unless one is at work. */
  private void tidy() {
    if (!VaultFiles.untidy(folder.path(), ledger.vaultGeneration())
        && !KeyChange.untidy(folder.keys())) {
      return; // so that the lock is not taken from an intake that begins just now
    }
    Optional<WriterLock> free = WriterLock.tryAcquire(folder.path());
    if (free.isPresent()) {
      try (WriterLock lock = free.get()) {
        VaultFiles.tidy(lock, ledger.vaultGeneration());
        KeyChange.tidy(folder.keys(), ledger, lock);
      }
    }
  }

  /**
   * Sets a customer's own limit; it holds from the next query on.
   *
   * @throws InputException if the shop has nothing of this customer
   */
  public void cap(String rawId, Cap cap) {
    ledger.setCap(index(pseudonym(rawId)), cap);
  }

  /**
   * Sets a customer's own limit on what one purpose may spend in a period; it holds from the next
   * query on.
   *
   * @throws InputException if the shop has nothing of this customer, or no such purpose
   */
  public void cap(String rawId, PurposeCap cap) {
    requirePurpose(cap.purpose());
    ledger.setPurposeCap(index(pseudonym(rawId)), cap);
  }

  private void requirePurpose(String purpose) {
    if (!policy.purposes().containsKey(purpose)) {
      throw new InputException(
          "unknown purpose " + purpose + Nearest.hintOrKnown(purpose, policy.purposes().keySet()));
    }
  }

  /** The shop's policy as it was read when the shop was opened. */
  public Policy policy() {
    return policy;
  }

  /**
   * Takes files into a table, all of them or nothing.
   *
   * @param files csv, csv.gz, parquet or JSON lines
   * @throws InputException if a file, a name or too many rows are wrong; nothing has changed then
   */
  public IntakeSummary intake(String tableName, List<Path> files, IntakeOptions options) {
    Table table = table(tableName);
    try (WriterLock lock = WriterLock.acquire(folder.path())) {
      List<FileFingerprint> fingerprints = fingerprints(tableName, files, options);
      return intake(
          lock,
          table,
          options,
          (writer, check, registry, policyText) ->
              Intake.read(
                  writer, policy, table, Intake.files(files), check, registry, today(), options),
          contents -> fingerprints);
    }
  }

  /**
   * Takes rows that lie elsewhere than in files, such as those of a DataFrame of Apache Spark, into
   * a table: all of them or nothing. The rows are checked, quantized and put under pseudonyms where
   * they are read, and sorted and written there by ranges of customers; what comes of them is what
   * comes of a file with the same rows, but that the vault lies in parts from then on.
   *
   * <p>Rows that were taken in before, all of them and in whatever order, are refused like a file
   * that was, unless the keys were rotated since.
   *
   * @param source is handed the keys of the shop's pseudonyms, so that the module {@code
   *     io.discreet.spark} alone is given its type
   * @throws InputException if the source, a name or too many rows are wrong; nothing has changed
   *     then
   */
  public IntakeSummary intake(String tableName, PartedSource source, IntakeOptions options) {
    Table table = table(tableName);
    try (WriterLock lock = WriterLock.acquire(folder.path())) {
      return intake(
          lock,
          table,
          options,
          (writer, check, registry, policyText) ->
              PartedIntake.read(
                  writer, policy, policyText, table, source, check, registry, today(), options),
          contents ->
              List.of(
                  fingerprint(
                      tableName, source.name(), HexFormat.of().parseHex(contents), options)));
    }
  }

  private Table table(String name) {
    Table table = policy.tables().get(name);
    if (table == null) {
      throw new InputException(
          "unknown table " + name + Nearest.hintOrKnown(name, policy.tables().keySet()));
    }
    return table;
  }

  /** Reads the rows of an intake. */
  @FunctionalInterface
  private interface Reading {
    ReadIntake read(VaultWriter writer, RowCheck check, Registry registry, String policyText);
  }

  /**
   * @param fingerprints of what was read, given the SHA-256 of what its rows say
   */
  private IntakeSummary intake(
      WriterLock lock,
      Table table,
      IntakeOptions options,
      Reading reading,
      Function<String, List<FileFingerprint>> fingerprints) {
    Registry registry = ledger.registry();
    int generation = ledger.vaultGeneration();
    String policyText = folder.policyText(policy);
    RowCheck check =
        new RowCheck(
            policyText,
            table.name(),
            keyring.pseudonymKey(policy.customer().kind()),
            ledger.facts().boundingKey());
    try (VaultWriter writer = writer(lock, generation);
        ReadIntake intake = reading.read(writer, check, registry, policyText)) {
      List<FileFingerprint> read = fingerprints.apply(intake.contents());
      ReadIntake.Result result = intake.write();
      ledger.registerIntake(
          new IntakeEntry(
              generation,
              writer.generation(),
              registry.size(),
              result.newCustomers(),
              read,
              options.allowRepeat()));
      writer.publish();
      VaultFiles.deleteBefore(folder.path(), writer.generation());
      Retention.cutoff(policy, today()).ifPresent(ledger::foldCharges);
      return result.summary();
    } catch (MovedException e) {
      throw new InputException("customers were registered meanwhile; run the intake again", e);
    }
  }

  private VaultWriter writer(WriterLock lock, int generation) {
    return VaultWriter.begin(lock, ledger.facts().shopId(), policy, generation).reportingTo(probe);
  }

  private List<FileFingerprint> fingerprints(
      String table, List<Path> files, IntakeOptions options) {
    List<FileFingerprint> fingerprints = new ArrayList<>();
    for (Path file : files) {
      fingerprints.add(
          fingerprint(table, String.valueOf(file.getFileName()), Intake.sha256(file), options));
    }
    return fingerprints;
  }

  private FileFingerprint fingerprint(
      String table, String name, byte[] sha256, IntakeOptions options) {
    String fingerprint = keyring.fingerprint(sha256);
    if (!options.allowRepeat() && ledger.seenFile(table, fingerprint)) {
      throw new InputException(
          name
              + " was taken into "
              + table
              + " before; if its rows are meant to count twice, allow it with --again");
    }
    return new FileFingerprint(table, fingerprint);
  }

  /**
   * Records the consents of a file, none of whose rows may be bad: a withdrawal that was misspelt
   * would leave the customer in. They hold from the next query on.
   *
   * @throws InputException if the file or one of its rows is wrong; nothing has changed then
   */
  public ConsentReport consent(Path file) {
    return consent(file, 0);
  }

  /**
   * Records the consents of a file, leaving bad rows out.
   *
   * @param maxBadRows the largest share of bad rows that is accepted, in [0, 1]
   * @throws InputException if the file or too many of its rows are wrong; nothing has changed then
   */
  public ConsentReport consent(Path file, double maxBadRows) {
    ConsentFile.Consents consents =
        ConsentFile.read(file, policy, keyring.pseudonymizer(policy.customer().kind()), maxBadRows);
    int newCustomers = ledger.recordConsents(consents.records()).newCustomers();
    return new ConsentReport(
        consents.rowsRead(), consents.records().size(), consents.refused(), newCustomers);
  }

  /**
   * Records one customer's word on one purpose, and registers the customer if unknown. It holds
   * from the next query on, or from the day {@code since} on where that is to come.
   *
   * @param since whose word is later wins; of two of one day, the withdrawal
   * @throws InputException if the id or the purpose is wrong
   */
  public void consent(String rawId, String purpose, boolean granted, LocalDate since) {
    requirePurpose(purpose);
    ledger.recordConsents(List.of(new ConsentRecord(pseudonym(rawId), purpose, granted, since)));
  }

  /**
   * Whether a customer's word on a purpose that is in force today is a grant. Leaves no trace.
   *
   * @throws InputException if the shop has nothing of this customer, or no such purpose
   */
  public boolean consents(String rawId, String purpose) {
    requirePurpose(purpose);
    return record(pseudonym(rawId)).consents().stream()
        .filter(word -> word.effective() && word.purpose().equals(purpose))
        .anyMatch(CustomerRecord.Consent::granted);
  }

  /**
   * Says what the shop holds about a customer and what was learnt. Leaves a trace in the ledger.
   *
   * @throws InputException if the shop has nothing of this customer
   */
  public Statement statement(String rawId) {
    CustomerRecord record = record(pseudonym(rawId));
    ledger.recordStatement(record.index());
    return new StatementWriter(folder, policy, ledger).write(record, clock.instant());
  }

  /**
   * Forgets a customer: the rows leave the vault file, the customer leaves every stored set, and
   * one balance stays under the pseudonym so that a return does not bring a new budget, and with it
   * what the customer objected to.
   *
   * @throws InputException if the shop has nothing of this customer, or another intake is running
   */
  public ForgetSummary forget(String rawId) {
    Pseudonym pseudonym = pseudonym(rawId);
    try (WriterLock lock = WriterLock.acquire(folder.path())) {
      int index = index(pseudonym);
      int generation = ledger.vaultGeneration();
      if (generation == 0) {
        return ForgetSummary.of(
            ledger.forget(index, 0, 0, withoutConsent()), new QueryPlanner(policy));
      }
      try (VaultWriter writer = writer(lock, generation)) {
        writer.leaveOut(index);
        writer.writeWithoutExpiry(ledger.registry().size());
        ForgottenSummary summary =
            ledger.forget(index, generation, writer.generation(), withoutConsent());
        writer.publish();
        VaultFiles.deleteBefore(folder.path(), writer.generation());
        return ForgetSummary.of(summary, new QueryPlanner(policy));
      }
    }
  }

  private Set<String> withoutConsent() {
    return policy.purposes().values().stream()
        .filter(purpose -> !purpose.consentRequired())
        .map(Purpose::name)
        .collect(Collectors.toSet());
  }

  /**
   * Gives the shop a new master key. This door is of no use afterwards: what it would still do
   * under the old keys is refused.
   *
   * @param passphrase of the keys as they are
   * @param next seals the new keys; may be the same
   * @return whether the ledger's log was emptied of the old pseudonyms; false while another process
   *     reads from it, then they go when the last process closes the ledger
   */
  boolean rotate(char[] passphrase, char[] next, KeyChange.Probe steps) {
    try (WriterLock lock = WriterLock.acquire(folder.path())) {
      return KeyChange.run(folder.keys(), ledger, policy, lock, passphrase, next, steps, probe);
    }
  }

  /**
   * Says which columns, purposes and customers nobody asked about, so that they could be dropped.
   * Leaves no trace and changes nothing.
   *
   * @param since the first day whose releases count as use
   */
  public MinimisationReport minimise(LocalDate since) {
    return Minimisation.report(folder.path(), ledger, policy, since);
  }

  /**
   * Lets rows and charges go that are older than the policy's retention, as every intake does.
   *
   * @return what went; empty where the policy keeps everything for ever
   * @throws InputException if another intake is running
   */
  public Optional<RetentionSummary> retention() {
    try (WriterLock lock = WriterLock.acquire(folder.path())) {
      return RetentionRun.run(lock, ledger, policy, today(), probe);
    }
  }

  /**
   * Verifies the books: the ledger's hash chain, balances and releases against charges, and the
   * vault against the registry.
   *
   * @param expectedHead a head that an earlier audit reported; the chain must still hold it
   * @throws RefusedException naming the first thing wrong
   */
  public AuditReport audit(Optional<String> expectedHead) {
    try (WriterLock lock = WriterLock.acquire(folder.path())) {
      AuditResult result = ledger.audit(expectedHead);
      Registry registry = ledger.registry();
      int generation = ledger.vaultGeneration();
      result
          .fault()
          .or(
              () ->
                  VaultAudit.fault(
                      lock.shop(), ledger.facts().shopId(), generation, policy, registry))
          .ifPresent(
              fault -> {
                throw new RefusedException(
                    "the audit found that "
                        + fault
                        + "; keep the folder as it is, and do not work on with it");
              });
      return new AuditReport(
          result.head(), result.entries(), result.releases(), registry.size(), generation);
    }
  }

  /** Today's date in the shop's time zone. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), policy.timeZone());
  }

  private Pseudonym pseudonym(String rawId) {
    IdResult result = keyring.pseudonymizer(policy.customer().kind()).of(rawId);
    if (result instanceof Pseudonym pseudonym) {
      return pseudonym;
    }
    throw new InputException(((IdRefusal) result).reason());
  }

  private int index(Pseudonym pseudonym) {
    return record(pseudonym).index();
  }

  private CustomerRecord record(Pseudonym pseudonym) {
    return ledger
        .customer(pseudonym)
        .orElseThrow(
            () ->
                new InputException(
                    "the shop holds nothing of this customer: check the id's spelling; who was"
                        + " forgotten is not known any more"));
  }

  @Override
  public void close() {
    ledger.close();
    keyring.close();
  }
}
