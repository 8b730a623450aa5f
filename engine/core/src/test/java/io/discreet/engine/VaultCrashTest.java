package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.ledger.ChildJvm;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.vault.VaultProbe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that takes in, forgets, lets old rows go or rotates the keys is killed with SIGKILL at
 * each named point of the vault's writer. An analyst's query works at once, the shop has all of the
 * step or nothing of it, the operator's door leaves one vault file and nothing else, and the step
 * can be done (again).
 *
 * <p>Until the file is written all steps are the same work of the writer, which is killed at each
 * point while taking in. The others are killed from there on, and at every point with {@code
 * -Ddiscreet.crash.points=all}.
 */
class VaultCrashTest {

  private static final IntakeOptions ANY = TestShop.options();
  private static final String ANN = "ann@example.org";
  private static final String BEN = "ben@example.org";
  private static final String NOTE = "a-note-that-is-nobody-elses";

  private static final String POLICY =
      TestShop.POLICY.replace("amount: {", "note: { type: category }\n      amount: {");

  /** The shops that cases start from a copy of: to make one takes longer than to kill one. */
  @TempDir private static Path made;

  @TempDir private static Path madeInParts;

  @TempDir private Path temporary;
  private TestShop shop;

  @BeforeEach
  void copyShop() throws IOException {
    shop = TestShop.in(inParts() ? madeInParts : made).copiedTo(temporary);
  }

  /** Whether the vault's rows lie in parts. */
  boolean inParts() {
    return false;
  }

  @BeforeAll
  static void makeShops() {
    makeShop(made, (operator, file) -> operator.intake("purchases", List.of(file), ANY));
    makeShop(
        madeInParts,
        (operator, file) -> operator.intake("purchases", new LocalParts(List.of(file), 2), ANY));
  }

  private static void makeShop(Path folder, BiConsumer<Operator, Path> intake) {
    TestShop shop = TestShop.create(folder, POLICY);
    shop.file("more.csv", "email,day,category,note,amount\n" + BEN + ",2026-11-02,cake,x,5.00\n");
    try (Operator operator = shop.operate()) {
      intake.accept(
          operator,
          shop.file(
              "rows.csv",
              "email,day,category,note,amount\n"
                  + (ANN + ",2026-11-01,bread," + NOTE + ",4.00\n")
                  + (BEN + ",2026-11-01,bread,x,5.00\n")));
    }
    ask(shop, 0);
  }

  /** Does one step; says at each point which it is, and goes on when told. */
  static final class Child {
    public static void main(String[] arguments) {
      TestShop shop = TestShop.in(Path.of(arguments[0]));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      VaultProbe probe =
          point -> {
            System.out.println(point);
            try {
              in.readLine();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      try (Operator operator =
          Operator.open(
              ShopFolder.existing(shop.folder),
              TestShop.PASSPHRASE,
              Clock.fixed(Instant.parse(arguments[2]), ZoneOffset.UTC),
              probe)) {
        switch (arguments[1]) {
          case "intake" -> takeIn(operator, shop);
          case "forget" -> operator.forget(ANN);
          case "retention" -> operator.retention();
          case "rotate" -> operator.rotate(TestShop.PASSPHRASE, TestShop.PASSPHRASE, step -> {});
          default -> throw new AssertionError(arguments[1]);
        }
      }
    }

    private Child() {}
  }

  private static void takeIn(Operator operator, TestShop shop) {
    operator.intake("purchases", List.of(shop.files.resolve("more.csv")), TestShop.options());
  }

  private void kill(String step, VaultProbe.Point at) throws Exception {
    kill(step, TestShop.NOW, at);
  }

  private void kill(String step, Instant now, VaultProbe.Point at) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(temporary, Child.class, temporary.toString(), step, now.toString())) {
      for (VaultProbe.Point point : VaultProbe.Point.values()) {
        assertThat(child.read()).isEqualTo(point.name());
        if (point == at) {
          child.kill();
          return;
        }
        child.tell("go on");
      }
    }
  }

  private static boolean registered(VaultProbe.Point at) {
    return at.compareTo(VaultProbe.Point.REGISTERED) >= 0;
  }

  @ParameterizedTest
  @EnumSource
  void law5_intakeKilled_isAllOrNothingAndCanBeDone(VaultProbe.Point at) throws Exception {
    kill("intake", at);
    assertThat(ask(shop, 1)).isEqualTo(registered(at) ? 2 : 1);
    try (Operator operator = shop.operate()) {
      assertOneVault();
      assertThat(rows(operator, BEN)).isEqualTo(registered(at) ? 2 : 1);
      operator.audit(Optional.empty());
      try {
        takeIn(operator, shop);
        assertThat(registered(at)).isFalse();
      } catch (InputException e) {
        assertThat(e).hasMessageContaining("was taken into purchases before");
        assertThat(registered(at)).isTrue();
      }
      assertThat(rows(operator, BEN)).isEqualTo(2);
      assertOneVault();
      operator.audit(Optional.empty());
    }
    assertThat(ask(shop, 2)).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("pointsOfOtherSteps")
  void law13_forgettingKilled_isAllOrNothingAndLeavesNoByte(VaultProbe.Point at) throws Exception {
    kill("forget", at);
    ask(shop, 1);
    try (Operator operator = shop.operate()) {
      assertOneVault();
      assertThat(rows(operator, ANN)).isEqualTo(registered(at) ? 0 : 1);
      assertThat(shop.isOnDisk(NOTE)).isEqualTo(!registered(at));
      operator.audit(Optional.empty());
      if (!registered(at)) {
        operator.forget(ANN);
      }
      assertThat(rows(operator, ANN)).isZero();
      assertThat(shop.isOnDisk(NOTE)).isFalse();
      operator.audit(Optional.empty());
    }
    ask(shop, 2);
  }

  static List<VaultProbe.Point> pointsOfOtherSteps() {
    boolean all = "all".equals(System.getProperty("discreet.crash.points"));
    VaultProbe.Point first = all ? VaultProbe.Point.BEGUN : VaultProbe.Point.WRITTEN;
    return List.copyOf(EnumSet.range(first, VaultProbe.Point.PUBLISHED));
  }

  @ParameterizedTest
  @MethodSource("pointsOfOtherSteps")
  void laws6And13_retentionKilled_isAllOrNothingAndCanBeDone(VaultProbe.Point at) throws Exception {
    double before;
    try (Operator operator = shop.operate()) {
      before = operator.statement(ANN).lifetimeEpsilon();
    }
    Instant later = Instant.parse("2029-01-01T12:00:00Z");
    kill("retention", later, at);
    shop.setClock(later);
    assertThat(ask(shop, 1)).isEqualTo(registered(at) ? 2 : 1);
    try (Operator operator = shop.operate()) {
      assertOneVault();
      assertThat(rows(operator, ANN)).isEqualTo(registered(at) ? 0 : 1);
      assertThat(shop.isOnDisk(NOTE)).isEqualTo(!registered(at));
      operator.audit(Optional.empty());
      operator.retention();
      assertThat(rows(operator, ANN)).isZero();
      assertThat(shop.isOnDisk(NOTE)).isFalse();
      Statement statement = operator.statement(ANN);
      assertThat(statement.foldedBefore()).isPresent();
      assertThat(statement.lifetimeEpsilon()).isGreaterThanOrEqualTo(before);
      operator.audit(Optional.empty());
    }
  }

  @ParameterizedTest
  @MethodSource("pointsOfOtherSteps")
  void law6_rotationKilled_makesNobodyANewCustomer(VaultProbe.Point at) throws Exception {
    kill("rotate", at);
    assertThat(ask(shop, 1)).isEqualTo(1);
    try (Operator operator = shop.operate()) {
      assertOneVault();
      assertThat(rows(operator, ANN)).isEqualTo(1);
      takeIn(operator, shop);
      assertThat(rows(operator, BEN)).isEqualTo(2);
      assertThat(operator.audit(Optional.empty()).customers()).isEqualTo(2);
    }
    try (Stream<Path> files = Files.list(shop.folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.startsWith("keys."))
          .containsExactly("keys.sealed");
    }
  }

  /** A new question, drawn and paid for; returns the data version that it was answered on. */
  private static long ask(TestShop shop, int number) {
    try (Discreet analyst = shop.open()) {
      return analyst
          .run(
              SegmentQuery.parse(
                  "SELECT COUNT(DISTINCT customer) FROM purchases WHERE amount > " + number,
                  "stock-planning"),
              Share.percent(5))
          .dataVersion();
    }
  }

  private static int rows(Operator operator, String who) {
    try {
      return operator.statement(who).rowCounts().getOrDefault("purchases", 0);
    } catch (InputException e) {
      assertThat(e).hasMessageContaining("the shop holds nothing of this customer");
      return 0;
    }
  }

  private void assertOneVault() throws IOException {
    assertThat(shop.vaultFiles())
        .hasSize(inParts() ? 2 : 1)
        .allSatisfy(file -> assertThat(file.toString()).containsPattern("\\.(duckdb|parts)$"));
  }
}
