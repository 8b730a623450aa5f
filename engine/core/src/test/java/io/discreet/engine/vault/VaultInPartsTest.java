package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A vault whose rows lie in parts is, row by row and word by word, the vault whose rows lie in one
 * file, through intake, forgetting, retention and rotation.
 */
class VaultInPartsTest {

  private static final String SHOP = "shop-1";
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
  private static final Policy POLICY = BakeryPolicy.withRetention(Period.ofMonths(6));

  @TempDir Path temporary;
  private Path whole;
  private Path divided;
  private int generation;

  @BeforeEach
  void makeFolders() throws IOException {
    whole = Files.createDirectory(temporary.resolve("whole"));
    divided = Files.createDirectory(temporary.resolve("a [folder]* of=parts"));
  }

  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  /** Makes the next generation of both vaults. */
  private void next(int parts, int customers, LocalDate today, Consumer<VaultWriter> rows) {
    for (Path shop : List.of(whole, divided)) {
      try (WriterLock lock = WriterLock.acquire(shop);
          VaultWriter writer = VaultWriter.begin(lock, SHOP, POLICY, generation)) {
        if (shop.equals(divided) && parts > 0) {
          writer.inParts(parts);
        }
        rows.accept(writer);
        if (today.equals(LocalDate.EPOCH)) {
          writer.writeWithoutExpiry(customers);
        } else {
          writer.write(customers, today);
        }
        writer.publish();
      }
    }
    generation++;
    for (Path shop : List.of(whole, divided)) {
      VaultFiles.deleteBefore(shop, generation);
    }
  }

  private static void purchases(VaultWriter writer, long seed, int customers, int rows) {
    Random random = new Random(seed);
    StagedRows staged = writer.stage("purchases");
    staged.dictionary(
        1, IntStream.range(0, 40).mapToObj(i -> "product " + (i + 7 * seed)).toList());
    for (int i = 0; i < rows; i++) {
      staged.add(
          random.nextInt(customers),
          random.nextLong(),
          new long[] {
            random.nextInt(9) == 0 ? StagedRows.NULL : TODAY.toEpochDay() - random.nextInt(300),
            random.nextInt(9) == 0 ? StagedRows.NULL : random.nextInt(40),
            random.nextInt(9) == 0 ? StagedRows.NULL : random.nextInt(100_000) - 50_000
          });
    }
  }

  private static void people(VaultWriter writer, long seed, int customers) {
    Random random = new Random(seed);
    StagedRows staged = writer.stage("customers");
    staged.dictionary(0, List.of("Leeds", "York", "Hull"));
    for (int i = 0; i < customers; i++) {
      if (random.nextInt(3) > 0) {
        staged.add(i, random.nextLong(), new long[] {random.nextInt(3)});
      }
    }
  }

  private void assertSame() throws SQLException {
    assertThat(VaultDump.of(divided, generation)).isEqualTo(VaultDump.of(whole, generation));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void vaultInParts_throughItsLife_isTheVaultInOneFile(long seed) throws Exception {
    Random random = new Random(seed);
    int customers = 1 + random.nextInt(60);
    int rows = random.nextInt(900);
    int late = seed % 2 == 0 ? 0 : 3; // every second vault is divided at its second intake only
    next(
        3 - late,
        customers,
        TODAY,
        writer -> {
          purchases(writer, seed, customers, rows);
          people(writer, seed, customers);
        });
    assertSame();
    int more = customers + random.nextInt(30);
    next(late, more, TODAY, writer -> purchases(writer, seed + 1, more, 300));
    assertSame();
    assertThat(Files.exists(VaultFiles.parts(divided, generation))).isTrue();
    next(0, more, TODAY, writer -> people(writer, seed + 2, more)); // replaces earlier rows
    assertSame();
    next(
        0,
        more,
        LocalDate.EPOCH,
        writer -> IntStream.range(0, more).filter(i -> i % 3 == 1).forEach(writer::leaveOut));
    assertSame();
    next(0, more, LocalDate.EPOCH, writer -> writer.rekeyRows("0a".repeat(32)));
    assertSame();
    next(0, more + 5, TODAY.plusMonths(3), writer -> {});
    assertSame();
    assertThat(expiredLater(whole)).isEqualTo(expiredLater(divided));
    assertSameRead(more + 5);
    try (Stream<Path> files = Files.list(divided)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("vault-")))
          .hasSize(2);
    }
  }

  private String expiredLater(Path shop) {
    try (WriterLock lock = WriterLock.acquire(shop);
        VaultWriter writer = VaultWriter.begin(lock, SHOP, POLICY, generation)) {
      return writer.expiredRows(TODAY.plusMonths(5)).toString();
    }
  }

  /** Whole, by parts, and in ranges that lie across them. */
  private void assertSameRead(int customers) {
    try (Vault one = Vault.open(whole, SHOP, generation, POLICY);
        Vault many = Vault.open(divided, SHOP, generation, POLICY)) {
      assertThat(read(many)).isEqualTo(read(one));
      int[] borders = many.borders("purchases", 3);
      assertThat(borders).startsWith(0).endsWith(customers);
      for (int[] ends : List.of(borders, many.borders("customers", 2), new int[] {0, 1, 7})) {
        for (int i = 0; i + 1 < ends.length; i++) {
          int first = Math.min(ends[i], customers);
          int end = Math.min(ends[i + 1], customers);
          assertThat(read(many.ofCustomers(first, end)))
              .isEqualTo(read(one.ofCustomers(first, end)));
        }
      }
    }
  }

  private static List<String> read(Vault vault) {
    List<String> read = new ArrayList<>();
    POLICY
        .tables()
        .values()
        .forEach(
            table -> {
              TableData data = vault.table(table.name());
              read.add(Arrays.toString(data.offsets()));
              for (String name : table.columns().keySet()) {
                ColumnData column = data.column(name);
                Packed values = column.values();
                read.add(
                    name
                        + IntStream.range(0, values.length()).map(values::get).boxed().toList()
                        + (column instanceof ColumnData.Codes codes ? codes.dictionary() : ""));
              }
            });
    return read;
  }

  @Test
  void borders_divideRowsAboutEvenly_andKnowNoCustomerTwice() {
    next(
        4,
        1000,
        TODAY,
        writer -> {
          StagedRows staged = writer.stage("customers");
          staged.dictionary(0, List.of("Leeds"));
          for (int customer = 0; customer < 1000; customer++) {
            staged.add(customer, customer, new long[] {0});
          }
        });
    try (Vault many = Vault.open(divided, SHOP, generation, POLICY)) {
      assertThat(many.borders("customers", 4)).containsExactly(0, 250, 500, 750, 1000);
      assertThat(many.borders("customers", 2)).containsExactly(0, 500, 1000);
      assertThat(many.borders("customers", 9)).containsExactly(0, 250, 500, 750, 1000);
    }
  }

  private void manyPurchases() {
    next(3, 50, TODAY, writer -> purchases(writer, 5, 50, 2000));
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(VaultFiles.parts(divided, generation))) {
      return files.filter(file -> file.getFileName().toString().startsWith(name)).sorted().toList();
    }
  }

  private void assertRefused(String file, String what) {
    try (Vault vault = Vault.open(divided, SHOP, generation, POLICY)) {
      assertThatThrownBy(
              () -> {
                vault.table("purchases").offsets();
                List.of("day", "product", "amount").forEach(vault.table("purchases")::column);
              })
          .isInstanceOf(VaultException.class)
          .hasMessageContaining(file)
          .hasMessageContaining(what)
          .hasMessageContaining("vault-" + generation + ".parts/");
    }
    try (WriterLock lock = WriterLock.acquire(divided)) {
      assertThatThrownBy(() -> VaultWriter.begin(lock, SHOP, POLICY, generation).close())
          .isInstanceOf(VaultException.class)
          .hasMessageContaining(file);
    }
  }

  @Test
  void part_missingShortOrOfAnotherGeneration_isNamed() throws Exception {
    manyPurchases();
    Path part = files("rows-1-").get(1);
    String name = part.getFileName().toString();
    byte[] good = Files.readAllBytes(part);

    Files.delete(part);
    assertRefused(name, "missing");
    Files.write(part, Arrays.copyOf(good, good.length - 1));
    assertRefused(name, "damaged");

    // The same file but for what it says about whose it is.
    String text = new String(good, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(SHOP + "/1/" + name);
    Files.write(
        part,
        text.replace(SHOP + "/1/" + name, "shop-2/1/" + name)
            .getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(name, "damaged");

    Files.write(part, good);
    assertSameRead(50);
  }

  @Test
  void part_whoseRowsAreNotWhatTheyWere_isNamed() throws Exception {
    manyPurchases();
    Path part = files("rows-1-").get(0);
    String name = part.getFileName().toString();
    byte[] bytes = Files.readAllBytes(part);
    Arrays.fill(bytes, 40, bytes.length / 2, (byte) 0x55);
    Files.write(part, bytes);
    try (Vault vault = Vault.open(divided, SHOP, generation, POLICY)) {
      assertThatThrownBy(() -> read(vault))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void catalogue_thatLacksAPart_isRefused() throws Exception {
    manyPurchases();
    String catalogue = "'" + VaultFiles.published(divided, generation) + "'";
    for (String change :
        List.of(
            "DELETE FROM c.parts WHERE part = 1",
            "UPDATE c.parts SET row_count = row_count + 1 WHERE part = 0",
            "UPDATE c.parts SET end_customer = end_customer - 1 WHERE part = 2")) {
      Path copy = temporary.resolve("copy.duckdb");
      Files.copy(VaultFiles.published(divided, generation), copy);
      duck("ATTACH " + catalogue + " AS c", change);
      assertThatThrownBy(() -> Vault.open(divided, SHOP, generation, POLICY))
          .as(change)
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("damaged");
      Files.move(
          copy,
          VaultFiles.published(divided, generation),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    assertSameRead(50);
  }

  @Test
  void catalogue_ofMoreRowsThanAreTakenIn_isRefused() throws Exception {
    manyPurchases();
    duck(
        "ATTACH '" + VaultFiles.published(divided, generation) + "' AS c",
        "UPDATE c.tables SET row_count = row_count + 3000000000 WHERE table_id = 1",
        "UPDATE c.parts SET row_count = row_count + 3000000000 WHERE table_id = 1 AND part = 2");
    assertThatThrownBy(() -> Vault.open(divided, SHOP, generation, POLICY))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void partsOfAWriterThatDied_goAndThoseOfTheRegisteredGenerationStay() throws Exception {
    manyPurchases();
    Path kept = VaultFiles.parts(divided, 1);
    try (WriterLock lock = WriterLock.acquire(divided);
        VaultWriter writer = VaultWriter.begin(lock, SHOP, POLICY, 1)) {
      writer.write(50, TODAY); // and dies before the ledger knows of it
      assertThat(VaultFiles.parts(divided, 2)).exists();
    }
    assertThat(VaultFiles.untidy(divided, 1)).isTrue();
    try (WriterLock lock = WriterLock.acquire(divided)) {
      VaultFiles.tidy(lock, 1);
    }
    assertThat(VaultFiles.parts(divided, 2)).doesNotExist();
    assertThat(kept).exists();
    assertThat(VaultFiles.untidy(divided, 1)).isFalse();

    try (WriterLock lock = WriterLock.acquire(divided);
        VaultWriter writer = VaultWriter.begin(lock, SHOP, POLICY, 1)) {
      writer.write(50, TODAY); // the ledger registers it, and the writer dies
    }
    try (WriterLock lock = WriterLock.acquire(divided)) {
      VaultFiles.tidy(lock, 2);
    }
    assertThat(kept).doesNotExist();
    assertThat(VaultFiles.parts(divided, 2)).exists();
    assertThat(VaultFiles.untidy(divided, 2)).isFalse();
  }

  private static void duck(String... statements) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }
}
