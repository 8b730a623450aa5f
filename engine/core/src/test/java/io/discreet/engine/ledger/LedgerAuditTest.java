package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.PurposeCap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit is clean while the book is true, and names whatever is not. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerAuditTest {

  private static final long SEED = 20261124;

  /** One cell of the database: a row, by its place among those of the table, and a column. */
  private record Place(String table, int row, String column) {}

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  /** A ledger with a row in every table. */
  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
    try (Ledger ledger = test.open()) {
      ledger.recordConsents(List.of(consent(3), consent(4)));
      ledger.setCap(3, Cap.own(90));
      ledger.setCap(4, Cap.own(90));
      ledger.recordStatement(4);
      commit(ledger, 1, 30, 3, 4, 5);
      commit(ledger, 2, 7, 3);
      ledger.storeBalances();
      ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.registerIntake(
          new IntakeEntry(2, 3, 10, List.of(TestLedger.person(3)), List.of(), false));
      commit(ledger, 3, 5, 10, 4);
      ledger.setPurposeCap(4, PurposeCap.parse("stock-planning", "90%"));
      ledger.forget(5, 3, 4, TestLedger.WITHOUT_CONSENT);
    }
    test.setClock(Instant.parse("2026-12-01T12:00:00Z")); // charges of a period that is over fold
    try (Ledger ledger = test.open()) {
      ledger.foldCharges(LocalDate.parse("2026-11-24"));
      commit(ledger, 9, 6, 2, 4);
      ledger.storeBalances();
      ledger.rotate("00".repeat(32), TestLedger.rotation(folder), 4, 5);
    }
  }

  private static ConsentRecord consent(int person) {
    return new ConsentRecord(
        TestLedger.person(person), "recommendations", true, LocalDate.parse("2026-01-01"));
  }

  private AuditResult audit(Optional<String> expected) {
    try (Ledger ledger = test.open()) {
      return ledger.audit(expected);
    }
  }

  @Test
  void audit_trueBook_isClean() {
    AuditResult result = audit(Optional.empty());
    assertThat(result.fault()).isEmpty();
    assertThat(result.entries()).isEqualTo(15);
    assertThat(result.releases()).isEqualTo(4);
  }

  @Test
  void audit_afterForgetting_staysCleanAndOlderSealsCannotBeOpened() throws SQLException {
    assertThat(test.rows("SELECT part FROM seal WHERE salt IS NULL"))
        .contains("payers 6", "payers 7", "consent 2", "cap 3", "block 0");
    try (Ledger ledger = test.open()) {
      ledger.forget(4, 5, 6, TestLedger.WITHOUT_CONSENT);
      ledger.forget(10, 6, 7, TestLedger.WITHOUT_CONSENT);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
    assertThat(
            test.rows(
                "SELECT part, COUNT(*) FROM seal WHERE salt IS NOT NULL GROUP BY part"
                    + " HAVING COUNT(*) <> 1"))
        .isEmpty();
  }

  @Test
  void audit_anyByteOfAnyRowFlipped_isNamed() throws Exception {
    TestLedger.Restore restore = test.backup();
    byte[] witness = Files.readAllBytes(Witness.path(test.file));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    List<String> unnoticed = new ArrayList<>();
    int byAudit = 0;
    List<Place> places = places();
    for (Place place : places) {
      restore.run();
      Files.write(Witness.path(test.file), witness);
      String was = flip(place, random);
      String outcome = outcome();
      if (outcome.isEmpty()) {
        unnoticed.add(place + " was " + was);
      } else if (!outcome.equals("not opened")) {
        byAudit++;
      }
    }
    assertThat(unnoticed).as("seed %d", SEED).isEmpty();
    assertThat(places).hasSizeGreaterThan(250);
    assertThat(byAudit).as("named by the audit itself").isGreaterThan(100);
  }

  @Test
  void audit_rowTakenAway_isNamed() throws Exception {
    TestLedger.Restore restore = test.backup();
    byte[] witness = Files.readAllBytes(Witness.path(test.file));
    for (String table : test.tables()) {
      if (table.equals("snapshot")) {
        continue; // without it, balances are added up anew
      }
      for (int row = test.whereRow(table).size() - 1; row >= 0; row--) {
        restore.run();
        Files.write(Witness.path(test.file), witness);
        try (Connection connection = test.connectUnchecked()) {
          Jdbc.update(connection, "DELETE FROM " + table + test.whereRow(table).get(row));
        }
        assertThat(outcome()).as("%s %d", table, row).isNotEmpty();
      }
    }
  }

  @Test
  void audit_rowAddedWithGoodChecksum_isNamed() throws Exception {
    test.change("INSERT INTO statement (entry, customer) VALUES (1, 4)");
    assertThat(outcome()).isEqualTo("statement 1 was sealed by no entry");
  }

  @Test
  void audit_expectedHead_isFoundWhileTheChainGrows() {
    String head = audit(Optional.empty()).head();
    try (Ledger ledger = test.open()) {
      commit(ledger, 4, 1, 4);
    }
    assertThat(audit(Optional.of(head)).fault()).isEmpty();
  }

  @Test
  void audit_allFilesPutBack_isNamedByTheExpectedHead() throws Exception {
    Path witness = Witness.path(test.file);
    TestLedger.Restore restore = test.backup();
    byte[] witnessBackup = Files.readAllBytes(witness);
    String head;
    try (Ledger ledger = test.open()) {
      commit(ledger, 4, 1, 4);
      head = ledger.audit(Optional.empty()).head();
    }
    restore.run();
    Files.write(witness, witnessBackup);
    assertThat(audit(Optional.empty()).fault()).isEmpty();
    assertThat(audit(Optional.of(head)).fault().orElseThrow()).contains("put back from a backup");
    try (Ledger ledger = test.open()) {
      commit(ledger, 5, 1, 4);
    }
    assertThat(audit(Optional.of(head)).fault().orElseThrow()).contains("went another way");
  }

  @Test
  void audit_expectedHeadMisspelt_isRefused() {
    assertThatThrownBy(() -> audit(Optional.of("17"))).isInstanceOf(InputException.class);
  }

  /** Empty when nobody noticed. */
  private String outcome() throws IOException {
    Files.deleteIfExists(test.file.resolveSibling("ledger.sqlite-wal"));
    Files.deleteIfExists(test.file.resolveSibling("ledger.sqlite-shm"));
    try (Ledger ledger = test.open()) {
      return ledger.audit(Optional.empty()).fault().orElse("");
    } catch (InputException | RefusedException e) {
      return "not opened";
    }
  }

  private List<Place> places() throws SQLException {
    List<Place> places = new ArrayList<>();
    for (String table : test.tables()) {
      int rows = test.whereRow(table).size();
      assertThat(rows).as(table).isPositive();
      for (String column : test.columns(table)) {
        IntStream.range(0, rows).forEach(row -> places.add(new Place(table, row, column)));
      }
    }
    return places;
  }

  /** Flips one bit of a value; returns the value as it was. */
  private String flip(Place place, RandomGenerator random) throws SQLException {
    String where = test.whereRow(place.table()).get(place.row());
    try (Connection connection = test.connectUnchecked()) {
      Object was =
          Jdbc.list(
                  connection,
                  "SELECT " + place.column() + " FROM " + place.table() + where,
                  row -> Optional.ofNullable(row.getObject(1)))
              .get(0)
              .orElse("");
      Object now;
      if (was instanceof byte[] bytes) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        now = bytes;
      } else if (was instanceof String text) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        now =
            text.isEmpty()
                ? "x"
                : text.substring(0, at) + (char) (text.charAt(at) ^ 64) + text.substring(at + 1);
      } else if (was instanceof Double real) {
        now = Math.nextUp(real);
      } else {
        now = ((Number) was).longValue() ^ (1L << random.nextInt(4, 20));
      }
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE " + place.table() + " SET " + place.column() + " = ?" + where)) {
        update.setObject(1, now);
        update.executeUpdate();
      }
      return String.valueOf(was);
    }
  }
}
