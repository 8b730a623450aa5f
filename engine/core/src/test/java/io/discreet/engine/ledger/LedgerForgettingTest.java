package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.PurposeCap;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

/** Law 13: the forgotten leave every stored set, and one sum stays, rounded up. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerForgettingTest {

  private static final int WHO = 3;
  private static final LocalDate DAY = LocalDate.parse("2026-01-01");

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  /** A ledger that has the customer wherever a customer can be. */
  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
    try (Ledger ledger = test.open()) {
      ledger.recordConsents(
          List.of(consent(WHO, "recommendations", true), consent(4, "recommendations", true)));
      ledger.setCap(WHO, Cap.own(90));
      ledger.setCap(4, Cap.own(90));
      ledger.setCap(WHO, Cap.own(80));
      ledger.setPurposeCap(WHO, PurposeCap.parse("stock-planning", "90%"));
      ledger.recordStatement(WHO);
      ledger.recordStatement(4);
      commit(ledger, 1, 17, WHO);
      commit(ledger, 2, 18, 1, 2, WHO, 4, 6, 9);
      Terms terms = terms();
      Charge levels =
          new Charge(
              TestLedger.releaseId(3),
              9,
              0,
              new long[] {9, 4},
              Payers.of(List.of(RoaringBitmap.bitmapOf(0, WHO), RoaringBitmap.bitmapOf(1))));
      ledger.commit(ledger.standing(terms), terms, levels, "levels", TestLedger.body(3));
      ledger.recordConsents(List.of(consent(WHO, "stock-planning", false)));
      ledger.standing(terms);
      ledger.storeBalances();
    }
  }

  @Test
  void law13_forgotten_isInNoStoredSet() throws Exception {
    assertThat(traces()).as("before").hasSize(3 + 2 + 3 + 1 + 1 + 1);
    try (Ledger ledger = test.open()) {
      ForgottenSummary summary = ledger.forget(WHO, 1, 2, TestLedger.WITHOUT_CONSENT);
      assertThat(summary.charges()).isEqualTo(3);
      assertThat(summary.consents()).isEqualTo(2);
      assertThat(summary.caps()).isEqualTo(3);
      // A server recycles its log when it likes.
      assertThat(summary.logErased()).isEqualTo(backend == Backend.SQLITE);
    }
    assertThat(traces()).as("after").isEmpty();
  }

  @Test
  void law13_forgotten_leavesTheSumRoundedUp() throws Exception {
    try (Ledger ledger = test.open()) {
      ForgottenSummary summary = ledger.forget(WHO, 1, 2, TestLedger.WITHOUT_CONSENT);
      // 17 + 18 + 9 = 44 units have six binary digits, of which four stay.
      assertThat(summary.ofPeriod().units()).isEqualTo(44);
      assertThat(summary.lifetime().units()).isEqualTo(44);
    }
    String hex = backend == Backend.SQLITE ? "hex(pseudonym)" : "upper(encode(pseudonym, 'hex'))";
    assertThat(test.rows("SELECT " + hex + ", period, period_units FROM tombstone"))
        .containsExactly(
            TestLedger.person(WHO).toString().toUpperCase(Locale.ROOT) + "|2026-11|44");
    for (long units = 1; units < 5_000; units++) {
      long rounded = Units.roundUp(units);
      assertThat(rounded).isGreaterThanOrEqualTo(units).isLessThanOrEqualTo(units + units / 8);
      assertThat(Long.bitCount(Long.highestOneBit(rounded) - Long.lowestOneBit(rounded)))
          .as("binary digits of %d but one", rounded)
          .isLessThanOrEqualTo(3);
    }
    assertThat(Units.roundUp(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void law13_forgetting_changesNothingOfTheOthers() throws Exception {
    List<CustomerRecord> before = new ArrayList<>();
    try (Ledger ledger = test.open()) {
      List<byte[]> releases = ledger.releases();
      long version = ledger.dataVersion();
      PublicBudget budget = ledger.publicBudget(new Spend(100, 0));
      others().forEach(i -> before.add(ledger.customer(TestLedger.person(i)).orElseThrow()));
      ledger.forget(WHO, 1, 2, TestLedger.WITHOUT_CONSENT);
      assertThat(ledger.customer(TestLedger.person(WHO))).isEmpty();
      assertThat(ledger.standing(terms()).remainingUnits()[WHO]).isEqualTo(Standing.OUT);
      List<CustomerRecord> after = new ArrayList<>();
      others().forEach(i -> after.add(ledger.customer(TestLedger.person(i)).orElseThrow()));
      assertThat(after).isEqualTo(before);
      assertThat(ledger.releases()).containsExactlyElementsOf(releases);
      assertThat(ledger.dataVersion()).isEqualTo(version);
      assertThat(ledger.publicBudget(new Spend(100, 0))).isEqualTo(budget);
      assertThatThrownBy(() -> ledger.forget(WHO, 2, 3, TestLedger.WITHOUT_CONSENT))
          .isInstanceOf(MovedException.class);
    }
  }

  @Test
  void law13_index_isNeverGivenAgain() {
    try (Ledger ledger = test.open()) {
      ledger.forget(TestLedger.CUSTOMERS - 1, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.registerIntake(TestLedger.intake(2, TestLedger.CUSTOMERS, TestLedger.CUSTOMERS + 1));
      assertThat(ledger.registry().find(TestLedger.person(TestLedger.CUSTOMERS)))
          .isEqualTo(TestLedger.CUSTOMERS);
      assertThat(ledger.registry().size()).isEqualTo(TestLedger.CUSTOMERS + 1);
    }
  }

  @Test
  void law13_bytesOfTheOldSets_areOverwritten() throws Exception {
    assumeThat(backend).as("whose files these are").isEqualTo(Backend.SQLITE);
    List<String> sets = new ArrayList<>(test.rows("SELECT hex(payers) FROM charge"));
    // A row that is taken out whole is known by its checksum.
    sets.addAll(
        test.rows("SELECT printf('%08X', checksum) FROM consent WHERE purpose = 'stock-planning'"));
    assertThat(sets).hasSize(4).allMatch(set -> bytesOfFiles().contains(set));
    try (Ledger ledger = test.open()) {
      ledger.forget(WHO, 1, 2, TestLedger.WITHOUT_CONSENT);
      // The ledger is still open: nothing waits for it to be closed. (Reading its files drops this
      // process's locks on them, which nobody contests here.)
      assertThat(sets).noneMatch(set -> bytesOfFiles().contains(set));
    }
    assertThat(sets).noneMatch(set -> bytesOfFiles().contains(set));
  }

  /** Law 13: a return undoes no objection, and brings back nothing else that was said. */
  @Test
  void law13_whoObjectedAndReturns_stillObjects() throws Exception {
    try (Ledger ledger = test.open()) {
      ledger.recordConsents(List.of(consent(WHO, "recommendations", false)));
      ledger.forget(WHO, 1, 2, TestLedger.WITHOUT_CONSENT);
    }
    assertThat(test.rows("SELECT objections FROM tombstone"))
        .containsExactly("stock-planning " + DAY.toEpochDay());
    try (Ledger ledger = test.open()) {
      ledger.rotate("a".repeat(64), TestLedger.rotation(folder), 2, 3);
    }
    assertThat(test.rows("SELECT objections FROM tombstone")).hasSize(1);
  }

  @Test
  void law13_whoObjectedAndReturnsByIntake_isOutOfThePurpose() throws Exception {
    try (Ledger ledger = test.open()) {
      ledger.standing(terms()); // books that must notice
      ledger.forget(WHO, 1, 2, TestLedger.WITHOUT_CONSENT);
      returnByIntake(ledger);
      assertThat(ledger.standing(terms()).remainingUnits()[TestLedger.CUSTOMERS])
          .isEqualTo(Standing.OUT);
      assertThatThrownBy(() -> commit(ledger, 4, 1, TestLedger.CUSTOMERS))
          .hasMessageContaining("without having consented");
      CustomerRecord record = ledger.customer(TestLedger.person(WHO)).orElseThrow();
      assertThat(record.consents())
          .singleElement()
          .matches(word -> word.effective() && !word.granted())
          .matches(word -> word.purpose().equals("stock-planning") && word.since().equals(DAY));
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
    assertThat(test.remaining()[TestLedger.CUSTOMERS]).isEqualTo(Standing.OUT);
    assertThat(test.rows("SELECT objections FROM tombstone")).isEmpty();
  }

  /** The same word of others in the same file shares the row of the returned customer's. */
  @Test
  void law13_whoObjectedAndReturnsByAConsentFile_isHeardByTheDaysOfTheWords() {
    try (Ledger ledger = test.open()) {
      ledger.forget(WHO, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.recordConsents(
          List.of(
              word(WHO, "stock-planning", true, DAY.minusDays(1)),
              word(4, "stock-planning", false, DAY)));
      long[] left = ledger.standing(terms()).remainingUnits();
      assertThat(left[4]).isEqualTo(Standing.OUT);
      assertThat(left[TestLedger.CUSTOMERS]).as("an older grant").isEqualTo(Standing.OUT);
      ledger.recordConsents(List.of(word(WHO, "stock-planning", true, DAY.plusDays(1))));
      assertThat(ledger.standing(terms()).remainingUnits()[TestLedger.CUSTOMERS])
          .as("a later grant")
          .isEqualTo(TestLedger.BUDGET - 44);
    }
  }

  @Test
  void law13_objectionsTakenBackOrToCome_areKeptAsFarAsTheyHold() throws Exception {
    LocalDate today = LocalDate.parse("2026-11-23");
    try (Ledger ledger = test.open()) {
      ledger.recordConsents(
          List.of(
              word(WHO, "stock-planning", true, DAY.plusDays(1)),
              word(5, "stock-planning", false, today.plusDays(1)),
              word(6, "stock-planning", false, today)));
      ledger.forget(WHO, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.forget(5, 2, 3, TestLedger.WITHOUT_CONSENT);
      ledger.forget(6, 3, 4, TestLedger.WITHOUT_CONSENT);
    }
    assertThat(test.rows("SELECT objections FROM tombstone"))
        .containsExactlyInAnyOrder(
            "",
            "stock-planning " + today.plusDays(1).toEpochDay(),
            "stock-planning " + today.toEpochDay());
  }

  private static void returnByIntake(Ledger ledger) {
    ledger.registerIntake(
        new IntakeEntry(
            2, 3, TestLedger.CUSTOMERS, List.of(TestLedger.person(WHO)), List.of(), false));
  }

  private static IntStream others() {
    return IntStream.range(0, TestLedger.CUSTOMERS).filter(i -> i != WHO);
  }

  /** Where the customer's index is found, reading every table and decoding every blob. */
  private List<String> traces() throws SQLException {
    List<String> traces = new ArrayList<>();
    try (Connection connection = test.connect()) {
      for (String table : test.tables()) {
        traces(connection, table, traces);
      }
    }
    return traces;
  }

  private static void traces(Connection connection, String table, List<String> traces)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
      while (row.next()) {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          String column = table + "." + row.getMetaData().getColumnName(i);
          Object value = row.getObject(i);
          if (value instanceof byte[] blob ? holds(column, blob) : names(column, value)) {
            traces.add(column + " of row " + row.getRow());
          }
        }
      }
    }
  }

  private static boolean holds(String column, byte[] blob) {
    return switch (column) {
      case "charge.payers" -> PayerSets.decode(blob).unitsOf(WHO) > 0;
      case "snapshot.balances" -> ByteBuffer.wrap(blob).getLong(1 + WHO * Long.BYTES) != 0;
      case "consent.customers" -> PayerSets.decodeSet(blob).contains(WHO);
      case "fold.units", "fold.delta_units" -> PayerSets.decode(blob).unitsOf(WHO) > 0;
      case "registry_block.pseudonyms" -> hex(blob).contains(TestLedger.person(WHO).toString());
      // The pseudonym of the one balance that stays, and what names nobody.
      case "tombstone.pseudonym", "shop.bounding_key", "release.body" -> false;
      default -> throw new AssertionError("say here who is in the new column " + column);
    };
  }

  private static boolean names(String column, Object value) {
    return switch (column) {
      case "cap.customer", "purpose_cap.customer", "statement.customer", "opening.customer" ->
          ((Number) value).intValue() == WHO;
      // That the index is taken, which the hole in the registry says as well.
      case "forgotten.customer" -> false;
      default -> {
        assertThat(column).doesNotContain("customer", "index");
        yield false;
      }
    };
  }

  private String bytesOfFiles() {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        all.append(hex(Files.readAllBytes(file)).toUpperCase(Locale.ROOT)).append('\n');
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return all.toString();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static ConsentRecord consent(int person, String purpose, boolean granted) {
    return word(person, purpose, granted, DAY);
  }

  private static ConsentRecord word(int person, String purpose, boolean granted, LocalDate since) {
    return new ConsentRecord(TestLedger.person(person), purpose, granted, since);
  }
}
