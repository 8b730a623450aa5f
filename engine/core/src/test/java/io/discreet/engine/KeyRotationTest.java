package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new master key changes every pseudonym, and nothing else for anybody: laws 6, 7 and 13. */
class KeyRotationTest {

  private static final int CUSTOMERS = 30;
  private static final char[] NEXT = "another horse, another staple".toCharArray();

  @TempDir private Path temporary;
  private TestShop shop;

  @BeforeEach
  void fill() {
    shop = TestShop.filled(temporary, TestShop.POLICY, 11, CUSTOMERS);
    try (Operator operator = shop.operate()) {
      operator.cap(TestShop.rawId(2), Cap.strict(4.0));
    }
    ask("amount > -100");
  }

  private Release ask(String condition) {
    try (Discreet analyst = shop.open()) {
      return analyst.run(
          SegmentQuery.parse(
              "SELECT city, COUNT(DISTINCT customer) FROM purchases WHERE "
                  + condition
                  + " GROUP BY city",
              "recommendations"),
          Share.percent(10));
    }
  }

  private boolean rotate() {
    try (Operator operator = shop.operate()) {
      return operator.rotate(TestShop.PASSPHRASE, TestShop.PASSPHRASE, step -> {});
    }
  }

  private List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    try (Operator operator = shop.operate()) {
      for (int i = 0; i < CUSTOMERS; i++) {
        statements.add(operator.statement(TestShop.rawId(i)));
      }
    }
    return statements;
  }

  @Test
  void law6_rotatedTwice_everybodyKeepsRowsConsentsCapsAndSpend() throws IOException {
    Release before = ask("amount > -100");
    List<Statement> statements = statements();
    for (int rotation = 1; rotation <= 2; rotation++) {
      assertThat(rotate()).isTrue();
      assertThat(statements())
          .as("rotation %d", rotation)
          .usingRecursiveComparison()
          .ignoringCollectionOrderInFields("tables.rows")
          .isEqualTo(statements);
      assertThat(ask("amount > -100")).as("law 11").isEqualTo(before);
    }
    try (Operator operator = shop.operate()) {
      Path customers = temporary.resolve("customers.csv");
      assertThatThrownBy(() -> operator.intake("customers", List.of(customers), TestShop.options()))
          .as("a file is known again")
          .isInstanceOf(InputException.class)
          .hasMessageContaining("was taken into customers before");
      assertThat(
              operator
                  .intake("customers", List.of(customers), TestShop.options().allowRepeat(true))
                  .newCustomers())
          .as("nobody is new")
          .isZero();
      assertThat(operator.consent(temporary.resolve("consents.csv")).newCustomers()).isZero();
      assertThat(operator.audit(Optional.empty()).customers()).isEqualTo(CUSTOMERS);
    }
    try (Stream<Path> files = Files.list(shop.folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.startsWith("keys."))
          .containsExactly("keys.sealed");
    }
  }

  @Test
  void law6_forgottenBeforeARotationAndBackAfterIt_bringsTheSpendAlong() {
    double spent;
    try (Operator operator = shop.operate()) {
      spent = operator.statement(TestShop.rawId(5)).periodShare();
      operator.forget(TestShop.rawId(5));
    }
    rotate();
    try (Operator operator = shop.operate()) {
      operator.intake(
          "purchases",
          List.of(
              shop.file(
                  "back.csv",
                  "email,day,category,amount\n" + TestShop.rawId(5) + ",2026-11-01,bread,3.20\n")),
          TestShop.options());
      assertThat(operator.statement(TestShop.rawId(5)).periodShare())
          .isGreaterThanOrEqualTo(spent)
          .isPositive();
      assertThat(operator.audit(Optional.empty()).customers()).isEqualTo(CUSTOMERS + 1);
    }
  }

  @Test
  void law6_operatorWhoHadTheShopOpen_cannotEnrolUnderTheOldKeys() {
    try (Operator stale = shop.operate()) {
      rotate();
      List<Path> customers = List.of(temporary.resolve("customers.csv"));
      assertRefused(
          () -> stale.intake("customers", customers, TestShop.options().allowRepeat(true)));
      assertRefused(() -> stale.consent(temporary.resolve("consents.csv")));
      assertRefused(() -> stale.statement(TestShop.rawId(1)));
      assertRefused(() -> stale.forget(TestShop.rawId(1)));
      assertRefused(() -> stale.rotate(TestShop.PASSPHRASE, TestShop.PASSPHRASE, step -> {}));
    }
    assertThat(statements()).hasSize(CUSTOMERS);
  }

  /** What a rotation that died left beside is then the only copy of the keys that count. */
  @Test
  void law6_rotatedByWhoHadTheShopOpenBeforeADeadRotation_isRefusedAndTheNewKeysStay() {
    try (Operator stale = shop.operate()) {
      try (Operator dying = shop.operate()) {
        KeyChange.Probe dies =
            step -> {
              if (step == KeyChange.Step.LEDGER_REWRITTEN) {
                throw new Killed();
              }
            };
        assertThatThrownBy(() -> dying.rotate(TestShop.PASSPHRASE, TestShop.PASSPHRASE, dies))
            .isInstanceOf(Killed.class);
      }
      assertRefused(() -> stale.rotate(TestShop.PASSPHRASE, TestShop.PASSPHRASE, step -> {}));
    }
    assertThat(statements()).hasSize(CUSTOMERS);
  }

  @Test
  void newKeysHalfWritten_areGoneAfterTheNextOperator() throws IOException {
    Path half = shop.folder.resolve("keys.sealed.next.0123456789abcdef.new");
    Files.copy(shop.folder.resolve("keys.sealed"), half);
    assertThat(statements()).hasSize(CUSTOMERS);
    assertThat(half).doesNotExist();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the keys were rotated");
  }

  @Test
  void law6_oldKeyFilePutBack_isRefused() throws IOException {
    Path keys = shop.folder.resolve("keys.sealed");
    Path old = Files.copy(keys, temporary.resolve("old-keys"));
    rotate();
    Files.copy(old, keys, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(shop::operate)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("not the key file that the last rotation made");
  }

  @Test
  void newPassphrase_opensAndTheOldOneDoesNot() {
    Discreet.rotate(shop.folder, TestShop.PASSPHRASE, NEXT);
    assertThatThrownBy(shop::operate).isInstanceOf(RefusedException.class);
    try (Operator operator = Discreet.operate(shop.folder, NEXT)) {
      assertThat(operator.statement(TestShop.rawId(3)).uses()).hasSize(1);
    }
  }

  @Test
  void law7_oldPseudonyms_areInNoByteOfTheFolder() throws IOException {
    List<Pseudonym> old = pseudonyms();
    try (Operator operator = shop.operate()) {
      operator.forget(TestShop.rawId(5)); // its pseudonym stays in a tombstone
    }
    assertThat(old).allMatch(pseudonym -> isOnDisk(pseudonym));
    rotate();
    assertThat(old).noneMatch(pseudonym -> isOnDisk(pseudonym));
    assertThat(pseudonyms()).doesNotContainAnyElementsOf(old);
  }

  /** Under the old pseudonym, an old order would tell whether a guess of a raw id is right. */
  @Test
  void law7_orderOfStoredRows_isMadeAnew() throws Exception {
    List<Long> before = rowHashes();
    rotate();
    List<Long> after = rowHashes();
    assertThat(after).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
    assertThat(after.stream().distinct().count()).isEqualTo(before.stream().distinct().count());
  }

  /** Old rows beside new ones, so that which of them max-rows keeps is no matter of age. */
  @Test
  void rowHashes_afterARotation_areSpreadLikeThoseOfNewRows() throws Exception {
    assertThat(quarters(rowHashes())).as("before").containsExactly(0L, 1L, 2L, 3L);
    rotate();
    assertThat(quarters(rowHashes())).containsExactly(0L, 1L, 2L, 3L);
  }

  /** Which quarters of all 64-bit numbers are met; of the lowest hundred rows or more, all. */
  private static List<Long> quarters(List<Long> hashes) {
    assertThat(hashes).hasSizeGreaterThan(100); // one quarter missing: 4 × 0.75^100 < 1e-11
    return hashes.stream().map(hash -> (hash >> 62) + 2).distinct().sorted().toList();
  }

  private List<Long> rowHashes() throws Exception {
    List<Path> vaults;
    try (Stream<Path> files = Files.list(shop.folder)) {
      vaults = files.filter(file -> file.toString().endsWith(".duckdb")).toList();
    }
    assertThat(vaults).hasSize(1);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        java.sql.Statement sql = connection.createStatement()) {
      sql.execute("ATTACH '" + vaults.get(0) + "' AS vault (READ_ONLY)");
      List<Long> hashes = new ArrayList<>();
      try (ResultSet row = sql.executeQuery("SELECT row_hash FROM vault.rows_1")) {
        while (row.next()) {
          hashes.add(row.getLong(1));
        }
      }
      return hashes;
    }
  }

  @Test
  void analystWhoHadTheShopOpen_goesOn() {
    try (Discreet analyst = shop.open()) {
      analyst.releases();
      rotate();
      SegmentQuery query =
          SegmentQuery.parse(
              "SELECT category, COUNT(DISTINCT customer) FROM purchases GROUP BY category",
              "recommendations");
      Release release = analyst.run(query.withL0(1), Share.percent(1));
      assertThat(release.rows()).hasSize(5);
    }
  }

  private List<Pseudonym> pseudonyms() {
    try (Ledger ledger =
        Ledger.open(
            LedgerPlace.file(shop.folder.resolve("ledger.sqlite")),
            Clock.fixed(TestShop.NOW, ZoneOffset.UTC))) {
      Registry registry = ledger.registry();
      List<Pseudonym> all = new ArrayList<>();
      for (int i = 0; i < registry.size(); i++) {
        all.add(registry.pseudonym(i));
      }
      return all;
    }
  }

  private boolean isOnDisk(Pseudonym pseudonym) {
    String bytes =
        new String(
            ByteBuffer.allocate(16).putLong(pseudonym.high()).putLong(pseudonym.low()).array(),
            StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(shop.folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(bytes)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
