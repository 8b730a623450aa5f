package io.discreet.benchmarks.scan;

import io.discreet.engine.Discreet;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.ConsentRecord;
import io.discreet.engine.ledger.IntakeEntry;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.vault.StagedRows;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A shop in a folder: a real vault, a real ledger and everybody's consent.
 *
 * <p>Rows go through the vault's writer and the ledger's own registration, not through files and
 * pseudonymization, which are intake's work and not measured here. The folder is kept for the next
 * run, which begins with the books as they were before the first query.
 */
final class MadeUpShop {
  static final String PURPOSE = "stock-planning";
  static final int MAX_ROWS = 1_000;

  private static final char[] PASSPHRASE = "a made-up shop has no secrets".toCharArray();
  private static final List<String> BOOKS = List.of("ledger.sqlite", "ledger.head");

  private final Path folder;

  private MadeUpShop(Path folder) {
    this.folder = folder;
  }

  /** The shop of this size under a folder, made there unless a run before did so. */
  static MadeUpShop of(Path into, int customers, long rows) throws IOException {
    return of(into, customers, rows, 0);
  }

  /**
   * The same.
   *
   * @param parts that its vault lies in, at least; 0 for one file
   */
  static MadeUpShop of(Path into, int customers, long rows, int parts) throws IOException {
    Path folder =
        into.resolve("shop-" + rows + "-" + customers + (parts > 0 ? "-parts-" + parts : ""));
    MadeUpShop shop = new MadeUpShop(folder);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(into);
      Path building = into.resolve("building-" + ProcessHandle.current().pid());
      new MadeUpShop(building).make(customers, rows, parts);
      Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    shop.openBooksAnew();
    return shop;
  }

  Path path() {
    return folder.resolve("shop");
  }

  Path vault() {
    return path().resolve("vault-1.duckdb");
  }

  private void make(int customers, long rows, int parts) throws IOException {
    Files.createDirectories(folder);
    Path policyFile = Files.writeString(folder.resolve("policy.yaml"), policy());
    Discreet.init(path(), policyFile, PASSPHRASE);
    try (Ledger ledger =
            Ledger.open(LedgerPlace.file(path().resolve(BOOKS.get(0))), Clock.systemUTC());
        WriterLock lock = WriterLock.acquire(path());
        VaultWriter writer =
            VaultWriter.begin(lock, ledger.facts().shopId(), PolicyFile.read(policyFile), 0)) {
      if (parts > 0) {
        writer.inParts(parts);
      }
      MadeUpRows made = new MadeUpRows(1, customers, rows, StagedRows.NULL);
      StagedRows attributes = writer.stage("customers");
      made.attributes(attributes::add);
      attributes.dictionary(0, MadeUpRows.CITIES);
      StagedRows purchases = writer.stage("purchases");
      made.purchases(purchases::add);
      purchases.dictionary(1, MadeUpRows.STORES);
      purchases.dictionary(2, MadeUpRows.CATEGORIES);
      purchases.dictionary(3, MadeUpRows.CHANNELS);
      writer.write(customers, LocalDate.now(Clock.systemUTC()));
      List<Pseudonym> pseudonyms = pseudonyms(customers);
      ledger.registerIntake(
          new IntakeEntry(0, writer.generation(), 0, pseudonyms, List.of(), false));
      writer.publish();
      ledger.recordConsents(
          pseudonyms.stream()
              .map(p -> new ConsentRecord(p, PURPOSE, true, LocalDate.of(2024, 1, 1)))
              .toList());
    }
    for (String book : BOOKS) {
      Files.copy(path().resolve(book), folder.resolve(book));
    }
  }

  private void openBooksAnew() throws IOException {
    for (String book : BOOKS) {
      Files.copy(folder.resolve(book), path().resolve(book), StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(path().resolve(book + "-wal"));
      Files.deleteIfExists(path().resolve(book + "-shm"));
    }
  }

  static List<Pseudonym> pseudonyms(int customers) {
    SplittableRandom random = new SplittableRandom(7);
    List<Pseudonym> pseudonyms = new ArrayList<>(customers);
    for (int customer = 0; customer < customers; customer++) {
      pseudonyms.add(new Pseudonym(random.nextLong(), random.nextLong()));
    }
    return pseudonyms;
  }

  /** The policy of every made-up shop. */
  static String policy() {
    return """
    customer: { column: email, kind: email }
    time-zone: UTC
    budget: { epsilon: 4.0, delta: 1e-9, selection-delta: 1e-10, period: none, when-spent: drop }
    purposes:
      %s: { consent: required }
    tables:
      customers:
        one-row-per-customer: true
        columns:
          city: { type: category, values: [%s] }
      purchases:
        max-rows: %d
        columns:
          day:      { type: date }
          store:    { type: category, values: [%s] }
          category: { type: category, values: [%s] }
          channel:  { type: category, values: [%s] }
          amount:   { type: decimal, scale: 2, range: [-50, 50], clamp: [0, 200] }
    """
        .formatted(
            PURPOSE,
            String.join(", ", MadeUpRows.CITIES),
            MAX_ROWS,
            String.join(", ", MadeUpRows.STORES),
            String.join(", ", MadeUpRows.CATEGORIES),
            String.join(", ", MadeUpRows.CHANNELS));
  }
}
