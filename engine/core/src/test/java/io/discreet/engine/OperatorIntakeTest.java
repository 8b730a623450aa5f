package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.intake.IntakeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All or nothing, and no raw id on disk, through the operator's door. */
class OperatorIntakeTest {

  private static final String HEADER = "email,day,category,amount\n";

  @TempDir private Path temporary;

  private static Map<String, Integer> content(Path shop) {
    Map<String, Integer> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(shop)) {
      for (Path file : files.toList()) {
        if (!file.toString().endsWith("-shm")) {
          content.put(
              shop.relativize(file).toString(),
              Files.isDirectory(file) ? 0 : Arrays.hashCode(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  @Test
  void refusedIntake_changesNothing_andAKnownFileIsRefusedUnlessAllowed() {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    Path first = shop.file("first.csv", HEADER + "ann@example.org,2026-11-01,bread,3.20\n");
    try (Operator operator = shop.operate()) {
      operator.intake("purchases", List.of(first), TestShop.options());
      Path good = shop.file("good.csv", HEADER + "new@example.org,2026-11-01,bread,1\n");
      Map<String, Integer> before = content(shop.folder);
      assertThat(before).containsKey("vault-1.duckdb");
      for (Path wrong :
          List.of(
              first,
              shop.file("bad.csv", HEADER + "new@example.org,2026-11-01,bread,much\n"),
              shop.file("lacks.csv", "email,day,category\n"),
              shop.file("cut.csv.gz", "\u001f\u008b"),
              temporary.resolve("missing.csv"))) {
        Throwable thrown =
            catchThrowable(
                () -> operator.intake("purchases", List.of(good, wrong), TestShop.options()));
        assertThat(thrown).as("%s", wrong).isInstanceOf(InputException.class);
        assertThat(thrown).hasMessageContaining(String.valueOf(wrong.getFileName()));
        assertThat(content(shop.folder)).as("%s", wrong).isEqualTo(before);
      }
      assertThat(
              catchThrowable(() -> operator.intake("purchase", List.of(good), TestShop.options())))
          .hasMessage("unknown table purchase; did you mean purchases?");
      assertThat(content(shop.folder)).isEqualTo(before);
      operator.intake("purchases", List.of(first), TestShop.options().allowRepeat(true));
      assertThat(operator.statement("ann@example.org").rowCounts()).containsEntry("purchases", 2);
      assertThat(content(shop.folder)).containsKey("vault-2.duckdb");
    }
  }

  @Test
  void law7_rawIds_areInNoFileWhileAnIntakeRuns() throws InterruptedException {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    StringBuilder csv = new StringBuilder(HEADER);
    for (int i = 0; i < 40_000; i++) {
      csv.append("raw-id-").append(i).append("@example.org,2026-11-01,bread,1.25\n");
    }
    Path file = shop.file("many.csv", csv);
    List<String> found = new ArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    int[] rounds = new int[2];
    Thread watcher =
        new Thread(
            () -> {
              while (!done.get()) {
                search(shop.folder, found);
                rounds[0]++;
              }
            });
    watcher.start();
    try (Operator operator = shop.operate()) {
      operator.intake(
          "purchases",
          List.of(file),
          new IntakeOptions(
              0.01,
              false,
              (rows, bytes, total) -> {
                search(shop.folder, found);
                rounds[1]++;
              }));
    } finally {
      done.set(true);
      watcher.join();
    }
    search(shop.folder, found);
    assertThat(found).isEmpty();
    assertThat(rounds[0]).isPositive();
    assertThat(rounds[1]).isGreaterThan(4);
  }

  @Test
  void consents_oneMisspeltWithdrawal_isRefusedUnlessAllowed() {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    StringBuilder rows = new StringBuilder("email,purpose,granted,since\n");
    for (int i = 0; i < 199; i++) {
      rows.append(TestShop.rawId(i)).append(",recommendations,true,2026-01-01\n");
    }
    rows.append(TestShop.rawId(0)).append(",recommendation,false,2026-02-01\n");
    Path file = shop.file("consents.csv", rows);
    try (Operator operator = shop.operate()) {
      Map<String, Integer> before = content(shop.folder);
      assertThat(catchThrowable(() -> operator.consent(file)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("1 of 200 rows are bad")
          .hasMessageContaining("nothing was changed")
          .hasMessageContaining("--max-bad-rows");
      assertThat(content(shop.folder)).isEqualTo(before);
      assertThat(operator.consent(file, 0.01).recorded()).isEqualTo(199);
    }
  }

  /** Dies where the ledger reads the clock to register a generation that lies written. */
  private static final class DyingClock extends Clock {
    private final Path shop;

    DyingClock(Path shop) {
      this.shop = shop;
    }

    @Override
    public Instant instant() {
      if (Files.exists(shop.resolve("vault-2.duckdb"))
          || Files.exists(shop.resolve("vault-2.duckdb.new"))) {
        throw new IllegalStateException("died before the registration");
      }
      return TestShop.NOW;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  /**
   * A vault that is published before it is registered would make its ledger look like an old copy.
   */
  @Test
  void law5_diedBeforeTheRegistration_leavesNoPublishedVaultAndTheShopWorksOn() {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    Path first = shop.file("first.csv", HEADER + "ann@example.org,2026-11-01,bread,3.20\n");
    Path second = shop.file("second.csv", HEADER + "ann@example.org,2026-11-02,bread,1\n");
    try (Operator operator = shop.operate()) {
      operator.intake("purchases", List.of(first), TestShop.options());
    }
    try (Operator dying =
        Discreet.operate(shop.folder, TestShop.PASSPHRASE, new DyingClock(shop.folder))) {
      assertThat(
              catchThrowable(() -> dying.intake("purchases", List.of(second), TestShop.options())))
          .hasMessage("died before the registration");
    }
    assertThat(shop.folder.resolve("vault-2.duckdb")).doesNotExist();
    assertThat(shop.folder.resolve("vault-1.duckdb")).exists();
    try (Operator operator = shop.operate()) {
      operator.intake("purchases", List.of(second), TestShop.options());
      assertThat(operator.statement("ann@example.org").rowCounts()).containsEntry("purchases", 2);
      assertThat(operator.audit(Optional.empty()).vaultGeneration()).isEqualTo(2);
    }
  }

  @Test
  void consents_latestDateDecides_futureWaits_andABackdatedGrantDoesNotReachBack() {
    TestShop shop = TestShop.create(temporary, TestShop.POLICY);
    String header = "customer,purpose,granted,since\n";
    try (Operator operator = shop.operate()) {
      operator.consent(
          shop.file(
              "one.csv",
              header
                  + "ann@x.org,recommendations,false,2026-11-20\n"
                  + "ann@x.org,recommendations,true,2026-01-01\n"
                  + "bob@x.org,recommendations,true,2026-01-01\n"
                  + "bob@x.org,recommendations,false,2026-12-01\n"
                  + "cy@x.org,recommendations,true,2026-12-01\n"
                  + "di@x.org,recommendations,true,2026-11-01\n"
                  + "di@x.org,recommendations,false,2026-11-01\n"));
      operator.consent(
          shop.file("two.csv", header + "ann@x.org,recommendations,true,2026-06-01\n"));
      assertThat(granted(operator, "ann@x.org")).containsExactly(false);
      assertThat(granted(operator, "bob@x.org")).containsExactly(true);
      assertThat(granted(operator, "cy@x.org")).isEmpty();
      assertThat(granted(operator, "di@x.org")).containsExactly(false);
      assertThat(
              catchThrowable(
                  () ->
                      operator.consent(
                          shop.file("bad.csv", header + "ann@x.org,adverts,true,2026-06-01\n"))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("1 unknown purpose");
    }
    shop.setClock(java.time.Instant.parse("2026-12-01T00:00:00Z"));
    try (Operator operator = shop.operate()) {
      assertThat(granted(operator, "ann@x.org")).containsExactly(false);
      assertThat(granted(operator, "bob@x.org")).containsExactly(false);
      assertThat(granted(operator, "cy@x.org")).containsExactly(true);
    }
  }

  private static List<Boolean> granted(Operator operator, String rawId) {
    return operator.statement(rawId).consents().stream()
        .filter(Statement.ConsentLine::effective)
        .map(Statement.ConsentLine::granted)
        .toList();
  }

  private static synchronized void search(Path folder, List<String> found) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("raw-id-")) {
          found.add(file.toString());
        }
      }
    } catch (NoSuchFileException e) {
      return; // moved or removed while the folder was walked
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
