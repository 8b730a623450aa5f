package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.RotationStep;
import io.discreet.engine.ledger.IntakeEntry.FileFingerprint;
import io.discreet.engine.ledger.JournalSql.VaultState;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.PurposeCap;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator enters: customers, intakes, consents, caps, forgetting. Used inside
 * transactions only, which take turns.
 */
final class Registrar {

  private final BudgetCalendar calendar;
  private @Nullable CachedRegistry cachedRegistry;

  private boolean bound;
  private Optional<String> keyFile = Optional.empty();

  /** A registry, how many customers were forgotten, and how often its keys were rotated by then. */
  private record CachedRegistry(RegistrySnapshot registry, int forgotten, int rotations) {}

  Registrar(BudgetCalendar calendar) {
    this.calendar = calendar;
  }

  /** Says which key file the caller's pseudonyms are made with. */
  void bind(Optional<String> ofKeyFile) {
    keyFile = ofKeyFile;
    bound = true;
  }

  /**
   * Under keys that were replaced, a known customer would be a new one with a budget of its own.
   */
  void requireKeys(Transaction transaction) throws SQLException {
    if (bound && !RotationSql.keyFile(transaction.connection()).equals(keyFile)) {
      throw new RefusedException(
          "the keys were rotated since this process opened the shop: open it again");
    }
  }

  /** The registry at the transaction's head. */
  RegistrySnapshot registry(Transaction transaction) throws SQLException {
    Connection connection = transaction.connection();
    int customers = RegistrySql.customers(connection);
    int forgotten = RegistrySql.forgottenAfter(connection, 0).size();
    int rotations = RotationSql.rotations(connection);
    CachedRegistry cached = cachedRegistry;
    // The numbers only rise, and every change of the registry moves one of them.
    if (cached == null
        || cached.registry().size() != customers
        || cached.forgotten() != forgotten
        || cached.rotations() != rotations) {
      cached = new CachedRegistry(RegistrySql.registry(connection), forgotten, rotations);
      cachedRegistry = cached;
    }
    return cached.registry();
  }

  long registerIntake(Transaction transaction, IntakeEntry intake) throws SQLException {
    requireKeys(transaction);
    Connection connection = transaction.connection();
    VaultState vault = JournalSql.vault(connection);
    RegistrySnapshot registry = registry(transaction);
    if (vault.generation() != intake.previousGeneration()
        || registry.size() != intake.firstNewIndex()) {
      throw new MovedException("another intake came between: do this one again");
    }
    if (!intake.again()) {
      refuseSeenFiles(connection, intake.files());
    }
    long entry = transaction.append(EntryKind.INTAKE);
    List<ConsentRecord> said = Enrolment.enrol(transaction, entry, registry, intake.newCustomers());
    Map<Pseudonym, Integer> indexes = new HashMap<>();
    for (int i = 0; i < intake.newCustomers().size(); i++) {
      indexes.put(intake.newCustomers().get(i), registry.size() + i);
    }
    ConsentBook.write(transaction, entry, indexes, said);
    for (FileFingerprint file : intake.files()) {
      JournalSql.insertFile(connection, entry, file);
    }
    long version = vault.dataVersion() + 1;
    JournalSql.insertVault(connection, entry, new VaultState(intake.newGeneration(), version));
    return version;
  }

  private static void refuseSeenFiles(Connection connection, List<FileFingerprint> files)
      throws SQLException {
    Set<FileFingerprint> offered = new LinkedHashSet<>();
    for (FileFingerprint file : files) {
      Optional<Instant> seen = JournalSql.fileSeen(connection, file);
      if (seen.isPresent()) {
        throw new InputException(
            "table "
                + file.table()
                + ": a file with the same content was taken in at "
                + seen.get()
                + "; ask for it again explicitly if that is meant");
      }
      if (!offered.add(file)) {
        throw new InputException(
            "table " + file.table() + ": two of the files have the same content");
      }
    }
  }

  ConsentSummary recordConsents(Transaction transaction, List<ConsentRecord> records)
      throws SQLException {
    requireKeys(transaction);
    Connection connection = transaction.connection();
    RegistrySnapshot registry = registry(transaction);
    Map<Pseudonym, Integer> indexes = new HashMap<>();
    Set<Pseudonym> unknown = new LinkedHashSet<>();
    for (ConsentRecord record : records) {
      Pseudonym customer = record.customer();
      int index = registry.find(customer);
      if (index == Registry.ABSENT && unknown.add(customer)) {
        indexes.put(customer, registry.size() + unknown.size() - 1);
      } else if (index != Registry.ABSENT) {
        indexes.put(customer, index);
      }
    }
    long entry = transaction.append(EntryKind.CONSENT);
    List<ConsentRecord> said = Enrolment.enrol(transaction, entry, registry, List.copyOf(unknown));
    said.addAll(records);
    ConsentBook.write(transaction, entry, indexes, said);
    VaultState vault = JournalSql.vault(connection);
    long version = vault.dataVersion() + 1;
    JournalSql.insertVault(connection, entry, new VaultState(vault.generation(), version));
    return new ConsentSummary(unknown.size(), version);
  }

  long setCap(Transaction transaction, int index, Cap cap) throws SQLException {
    requireCustomer(transaction, index);
    long entry = transaction.append(EntryKind.CAP);
    CustomerSql.insertCap(transaction.connection(), entry, index, cap);
    return entry;
  }

  long setPurposeCap(Transaction transaction, int index, PurposeCap cap) throws SQLException {
    requireCustomer(transaction, index);
    long entry = transaction.append(EntryKind.CAP);
    CustomerSql.insertPurposeCap(transaction.connection(), entry, index, cap);
    return entry;
  }

  ForgottenSummary forget(
      Transaction transaction,
      int index,
      int previousGeneration,
      int newGeneration,
      Set<String> withoutConsent)
      throws SQLException {
    Connection connection = transaction.connection();
    VaultState vault = JournalSql.vault(connection);
    if (vault.generation() != previousGeneration) {
      throw new MovedException("an intake came between: do the forgetting again");
    }
    RegistrySnapshot registry = requireCustomer(transaction, index);
    String period = calendar.key(transaction.now());
    LocalDate today = calendar.day(transaction.now());
    long entry = transaction.append(EntryKind.FORGET);
    JournalSql.insertVault(connection, entry, new VaultState(newGeneration, vault.dataVersion()));
    return new Forgetting(transaction, index, period).run(entry, registry, withoutConsent, today);
  }

  long rotate(
      Transaction transaction,
      String newKeyFile,
      RotationStep step,
      int previousGeneration,
      int newGeneration)
      throws SQLException {
    requireKeys(transaction);
    Connection connection = transaction.connection();
    VaultState vault = JournalSql.vault(connection);
    if (vault.generation() != previousGeneration) {
      throw new MovedException("an intake came between: rotate the keys again");
    }
    long entry = transaction.append(EntryKind.ROTATE);
    JournalSql.insertVault(connection, entry, new VaultState(newGeneration, vault.dataVersion()));
    RotationSql.rotate(transaction, entry, newKeyFile, step);
    return entry;
  }

  /** Whether a day has begun since old rows were last let go; public, whatever rows there are. */
  boolean retentionDue(Transaction transaction) throws SQLException {
    return JournalSql.newestOf(transaction.connection(), EntryKind.INTAKE, EntryKind.RETENTION)
        .map(at -> calendar.day(at).isBefore(calendar.day(transaction.now())))
        .orElse(false);
  }

  long registerRetention(Transaction transaction, int previousGeneration, int newGeneration)
      throws SQLException {
    Connection connection = transaction.connection();
    VaultState vault = JournalSql.vault(connection);
    if (vault.generation() != previousGeneration) {
      throw new MovedException("an intake came between: apply the retention again");
    }
    long entry = transaction.append(EntryKind.RETENTION);
    long version = vault.dataVersion() + 1;
    JournalSql.insertVault(connection, entry, new VaultState(newGeneration, version));
    return version;
  }

  int fold(Transaction transaction, LocalDate before) throws SQLException {
    return Folding.run(transaction, calendar, before);
  }

  Optional<CustomerRecord> customer(Transaction transaction, Pseudonym pseudonym)
      throws SQLException {
    requireKeys(transaction);
    int index = registry(transaction).find(pseudonym);
    if (index == Registry.ABSENT) {
      return Optional.empty();
    }
    Instant now = transaction.now();
    return Optional.of(
        new CustomerFile(transaction.connection(), index)
            .read(calendar.key(now), calendar.day(now)));
  }

  long recordStatement(Transaction transaction, int index) throws SQLException {
    requireCustomer(transaction, index);
    long entry = transaction.append(EntryKind.STATEMENT);
    CustomerSql.insertStatement(transaction.connection(), entry, index);
    return entry;
  }

  private RegistrySnapshot requireCustomer(Transaction transaction, int index) throws SQLException {
    RegistrySnapshot registry = registry(transaction);
    if (index < 0 || index >= registry.size() || registry.isHole(index)) {
      throw new MovedException("the registry has no such customer any more: look it up again");
    }
    return registry;
  }
}
