package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

  private static final String SHOP = "shop-1";
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
  private static final long NULL = StagedRows.NULL;

  @TempDir Path shop;

  private void generation(int previous, Policy policy, int customers, Consumer<VaultWriter> rows) {
    generation(previous, policy, customers, rows, TODAY);
  }

  private void generation(
      int previous, Policy policy, int customers, Consumer<VaultWriter> rows, LocalDate today) {
    try (WriterLock lock = WriterLock.acquire(shop);
        VaultWriter writer = VaultWriter.begin(lock, SHOP, policy, previous)) {
      rows.accept(writer);
      writer.write(customers, today);
      writer.publish();
    }
  }

  private static void purchases(VaultWriter writer) {
    StagedRows rows = writer.stage("purchases");
    rows.dictionary(1, List.of("rye", "unused", "bun"));
    rows.add(2, 9, new long[] {100, 0, 250});
    rows.add(0, 5, new long[] {101, 2, NULL});
    rows.add(2, -3, new long[] {NULL, NULL, -75});
    rows.add(0, 1, new long[] {102, 0, 50_000});
  }

  private Vault open(int generation, Policy policy) {
    return Vault.open(VaultFiles.locate(shop, generation), policy);
  }

  private static List<String> products(Vault vault) {
    ColumnData.Codes codes = (ColumnData.Codes) vault.table("purchases").column("product");
    return Arrays.stream(numbers(codes))
        .mapToObj(code -> code == Packed.NULL ? "NULL" : codes.dictionary().get(code))
        .toList();
  }

  private static int[] days(Vault vault) {
    return numbers(vault.table("purchases").column("day"));
  }

  private static int[] amounts(Vault vault) {
    return numbers(vault.table("purchases").column("amount"));
  }

  private static int[] numbers(ColumnData column) {
    return IntStream.range(0, column.values().length()).map(column.values()::get).toArray();
  }

  @Test
  void vault_writtenAndOpened_givesRowsClusteredByCustomerThenHash() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);

    try (Vault vault = open(1, BakeryPolicy.policy())) {
      assertThat(vault.generation()).isEqualTo(1);
      assertThat(vault.shopId()).isEqualTo(SHOP);
      assertThat(vault.customers()).isEqualTo(4);
      assertThat(vault.table("purchases").offsets()).containsExactly(0, 2, 2, 4, 4);
      assertThat(days(vault)).containsExactly(102, 101, Packed.NULL, 100);
      assertThat(amounts(vault)).containsExactly(50_000, Packed.NULL, -75, 250);
      assertThat(products(vault)).containsExactly("rye", "bun", "NULL", "rye");
    }
  }

  /** Enough rows that several connections read a column at once. */
  @Test
  void vault_manyRows_areReadInTheirOrder() {
    int customers = 1_000;
    int rows = 600_000;
    generation(
        0,
        BakeryPolicy.policy(),
        customers,
        writer -> {
          StagedRows staged = writer.stage("purchases");
          staged.dictionary(1, List.of("bun"));
          for (int row = 0; row < rows; row++) {
            int customer = row % 997; // the last three have none
            staged.add(customer, row, new long[] {row % 50_000, 0, customer});
          }
        });

    try (Vault vault = open(1, BakeryPolicy.policy())) {
      int[] offsets = vault.table("purchases").offsets();
      int[] amounts = amounts(vault);
      int[] days = days(vault);
      assertThat(amounts).hasSize(rows);
      assertThat(Arrays.copyOfRange(offsets, 997, 1_001)).containsOnly(rows);
      for (int customer = 0; customer < 997; customer++) {
        int first = offsets[customer];
        assertThat(offsets[customer + 1] - first).isEqualTo((rows - customer + 996) / 997);
        for (int row = first; row < offsets[customer + 1]; row++) {
          int hash = customer + 997 * (row - first);
          if (amounts[row] != customer || days[row] != hash % 50_000) {
            throw new AssertionError("customer " + customer + ", row " + row);
          }
        }
      }
    }
  }

  @Test
  void vault_tableWithoutRows_isEmptyForEveryCustomer() {
    generation(0, BakeryPolicy.policy(), 3, VaultTest::purchases);

    try (Vault vault = open(1, BakeryPolicy.policy())) {
      assertThat(vault.table("customers").offsets()).containsExactly(0, 0, 0, 0);
      assertThat(vault.table("customers").column("city").values().length()).isZero();
    }
  }

  @Test
  void vault_beforeFirstIntake_hasNoCustomers() {
    try (Vault vault = Vault.empty(SHOP, BakeryPolicy.policy())) {
      assertThat(vault.generation()).isZero();
      assertThat(vault.table("purchases").offsets()).containsExactly(0);
      assertThat(amounts(vault)).isEmpty();
    }
  }

  @Test
  void vault_dictionary_holdsUsedValuesOnlySorted() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);

    try (Vault vault = open(1, BakeryPolicy.policy())) {
      ColumnData.Codes codes = (ColumnData.Codes) vault.table("purchases").column("product");
      assertThat(codes.dictionary()).containsExactly("bun", "rye");
    }
  }

  @Test
  void vault_columnTheFileLacks_isAllNull() {
    Policy without =
        BakeryPolicy.of(
            Optional.empty(), BakeryPolicy.table("purchases", false, BakeryPolicy.day()));
    generation(0, without, 2, writer -> writer.stage("purchases").add(1, 7, new long[] {100}));

    try (Vault vault = open(1, BakeryPolicy.policy())) {
      assertThat(amounts(vault)).containsExactly(Packed.NULL);
      assertThat(products(vault)).containsExactly("NULL");
      assertThat(vault.table("customers").offsets()).containsExactly(0, 0, 0);
    }
  }

  @Test
  void vault_rangeNarrowedSince_movesNumbersIntoIt() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    Policy narrower =
        BakeryPolicy.of(
            Optional.empty(),
            BakeryPolicy.table("purchases", false, BakeryPolicy.number("amount", 2, 0, 200)));

    try (Vault vault = open(1, narrower)) {
      assertThat(amounts(vault)).containsExactly(200, Packed.NULL, 0, 200);
    }
  }

  @Test
  void vault_scaleOrTypeChanged_isRefusedByName() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    for (Column changed :
        List.of(
            BakeryPolicy.number("amount", 3, 0, 200), new Column.Category("amount", List.of()))) {
      Policy other =
          BakeryPolicy.of(Optional.empty(), BakeryPolicy.table("purchases", false, changed));
      assertThatThrownBy(() -> open(1, other))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("purchases")
          .hasMessageContaining("amount")
          .hasMessageContaining("scale 2");
    }
  }

  @Test
  void vault_unknownTableOrColumn_isNamed() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    try (Vault vault = open(1, BakeryPolicy.policy())) {
      assertThatThrownBy(() -> vault.table("returns")).hasMessageContaining("returns");
      assertThatThrownBy(() -> vault.table("purchases").column("colour"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("colour");
    }
  }

  @Test
  void vault_closed_keepsNoColumnsButThoseThatAreHeld() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    ColumnMemory memory = new ColumnMemory(1_000);
    Vault vault = Vault.open(VaultFiles.locate(shop, 1), BakeryPolicy.policy(), memory);
    vault.table("purchases").column("day");
    assertThat(memory.keptBytes()).isPositive();

    vault.<Void>holding(
        Map.of("purchases", Set.of("amount")),
        tables -> {
          vault.close();
          vault.close();
          assertThat(memory.keptBytes()).isZero();
          TableData held = tables.apply("purchases");
          assertThat(held.column("amount").values().length()).isEqualTo(4);
          assertThat(held.offsets()).hasSize(5);
          return null;
        });

    assertThat(memory.usedBytes()).isZero();
    for (String column : List.of("day", "amount", "product")) {
      assertThatThrownBy(() -> vault.table("purchases").column(column))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** One connection at work for two threads is a failure of DuckDB. */
  @Test
  void vault_countedByManyThreads_givesTheSameBorders() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    try (Vault vault = open(1, BakeryPolicy.policy())) {
      assertThat(IntStream.range(0, 400).parallel().mapToObj(i -> vault.borders("purchases", 2)))
          .allSatisfy(borders -> assertThat(borders).containsExactly(0, 2, 4));
    }
  }

  /** They are a summary that may be done without: where memory is short, the columns come first. */
  @Test
  void holding_codesOfCustomers_areThereWhereThereIsRoomForThem() {
    int rows = 100;
    generation(
        0,
        BakeryPolicy.policy(),
        1,
        writer -> {
          StagedRows staged = writer.stage("purchases");
          staged.dictionary(1, List.of("rye"));
          IntStream.range(0, rows).forEach(row -> staged.add(0, row, new long[] {100, 0, 250}));
        });
    long columns = rows + 2L * Integer.BYTES;
    for (long room : new long[] {rows / 2, rows / 2 - 1}) {
      ColumnMemory memory = new ColumnMemory(columns + room);
      try (Vault vault = Vault.open(VaultFiles.locate(shop, 1), BakeryPolicy.policy(), memory)) {
        boolean there =
            vault.holding(
                Map.of("purchases", Set.of("product")),
                Map.of("purchases", Set.of("product")),
                tables -> {
                  Optional<CustomerCodes> codes =
                      tables.apply("purchases").customerCodes("product");
                  codes.ifPresent(of -> assertThat(of.rows(0, 0)).isEqualTo(rows));
                  return codes.isPresent();
                });

        assertThat(there).isEqualTo(room == rows / 2);
        assertThat(memory.keptBytes()).isEqualTo(there ? columns + room : columns);
      }
    }
  }

  @Test
  void vault_columnThatIsNotHeld_isNotHandedOver() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    try (Vault vault = open(1, BakeryPolicy.policy())) {
      assertThatThrownBy(
              () ->
                  vault.holding(
                      Map.of("purchases", Set.of("amount")),
                      tables -> tables.apply("purchases").column("day")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("column day is not held; held: [amount]");
      assertThatThrownBy(
              () ->
                  vault.holding(
                      Map.of("purchases", Set.of()), tables -> tables.apply("customers").offsets()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("table customers is not held; held: [purchases]");
    }
  }

  @Test
  void vault_heapThatDoesNotSuffice_isOneLineThatNamesTheColumnsOnly() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    ColumnMemory memory = new ColumnMemory(1_000);
    try (Vault vault = Vault.open(VaultFiles.locate(shop, 1), BakeryPolicy.policy(), memory)) {
      assertThatThrownBy(
              () ->
                  vault.holding(
                      Map.of("purchases", Set.of("amount")),
                      tables -> {
                        throw new OutOfMemoryError("Java heap space: 12345 of row 6");
                      }))
          .isInstanceOf(VaultException.class)
          .hasMessage(
              "this process has too little memory for the columns that the query needs"
                  + " (purchases: amount): give Java a larger heap (-Xmx), or ask for fewer"
                  + " columns at once")
          .hasNoCause();
      assertThat(memory.usedBytes()).isEqualTo(memory.keptBytes());
    }
  }

  @Test
  void vault_damagedTruncatedOrForeignFile_isAClearErrorWithoutCause() throws Exception {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    byte[] whole = Files.readAllBytes(VaultFiles.published(shop, 1));
    byte[] marked = "Jane's row".repeat(4000).getBytes(StandardCharsets.UTF_8);
    byte[] flipped = whole.clone();
    for (int i = 12_288; i < flipped.length; i += 64) {
      flipped[i] ^= 0x5A;
    }
    List<byte[]> broken =
        List.of(
            new byte[0],
            marked,
            Arrays.copyOf(whole, 4096),
            Arrays.copyOf(whole, whole.length / 2),
            flipped);
    for (byte[] bytes : broken) {
      Path file = Files.write(shop.resolve("vault-9.duckdb"), bytes);
      assertThatThrownBy(
              () -> {
                try (Vault vault = Vault.open(file, BakeryPolicy.policy())) {
                  amounts(vault);
                }
              })
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("vault-9.duckdb")
          .hasMessageNotContaining("Jane")
          .hasNoCause();
    }
    Path foreign = shop.resolve("foreign.duckdb");
    try (DuckDb db = DuckDb.forWriting("test", shop)) {
      db.attach(foreign, "other", false);
      db.run("CREATE TABLE other.secrets AS SELECT 'Jane' AS name");
    }
    assertThatThrownBy(() -> Vault.open(foreign, BakeryPolicy.policy()))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("not a vault");
    assertThatThrownBy(() -> Vault.open(shop.resolve("none.duckdb"), BakeryPolicy.policy()))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void vault_readByManyThreadsAndInstances_givesTheSameRows() throws Exception {
    generation(
        0,
        BakeryPolicy.policy(),
        1000,
        writer -> {
          StagedRows rows = writer.stage("purchases");
          rows.dictionary(1, List.of("a", "b", "c"));
          for (int i = 0; i < 20_000; i++) {
            rows.add((i * 7919) % 1000, (long) i * 0x9E3779B97F4A7C15L, new long[] {i, i % 3, i});
          }
        });
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Vault shared = open(1, BakeryPolicy.policy())) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        boolean own = i % 2 == 0;
        Callable<Integer> read =
            () -> {
              if (!own) {
                return Arrays.hashCode(amounts(shared)) + products(shared).hashCode();
              }
              try (Vault vault = open(1, BakeryPolicy.policy())) {
                return Arrays.hashCode(amounts(vault)) + products(vault).hashCode();
              }
            };
        results.add(threads.submit(read));
      }
      int expected = results.get(0).get();
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void writer_secondGeneration_mergesOldAndNewRowsUnderOneDictionary() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    generation(
        1,
        BakeryPolicy.policy(),
        5,
        writer -> {
          StagedRows rows = writer.stage("purchases");
          rows.dictionary(1, List.of("cob", "rye"));
          rows.add(0, 3, new long[] {103, 0, 1});
          rows.add(4, 3, new long[] {104, 1, 2});
        });

    try (Vault vault = open(2, BakeryPolicy.policy())) {
      assertThat(vault.table("purchases").offsets()).containsExactly(0, 3, 3, 5, 5, 6);
      assertThat(products(vault)).containsExactly("rye", "cob", "bun", "NULL", "rye", "rye");
      assertThat(((ColumnData.Codes) vault.table("purchases").column("product")).dictionary())
          .containsExactly("bun", "cob", "rye");
    }
  }

  @Test
  void writer_oneRowPerCustomer_newRowReplacesOldRow() {
    Consumer<VaultWriter> first =
        writer -> {
          StagedRows rows = writer.stage("customers");
          rows.dictionary(0, List.of("Leeds", "York"));
          rows.add(0, 1, new long[] {0});
          rows.add(1, 2, new long[] {1});
        };
    Consumer<VaultWriter> second =
        writer -> {
          StagedRows rows = writer.stage("customers");
          rows.dictionary(0, List.of("Hull"));
          rows.add(0, 3, new long[] {0});
        };
    generation(0, BakeryPolicy.policy(), 2, first);
    generation(1, BakeryPolicy.policy(), 2, second);

    try (Vault vault = open(2, BakeryPolicy.policy())) {
      ColumnData.Codes city = (ColumnData.Codes) vault.table("customers").column("city");
      assertThat(vault.table("customers").offsets()).containsExactly(0, 1, 2);
      // Leeds is gone with the only row that used it.
      assertThat(city.dictionary()).containsExactly("Hull", "York");
      assertThat(numbers(city)).containsExactly(0, 1);
    }
  }

  @Test
  void writer_customerLeftOut_leavesNoRowAndNoBytesOfTheirOwnValue() throws Exception {
    String unique = "engraved-trophy-for-one-person-only";
    generation(
        0,
        BakeryPolicy.policy(),
        3,
        writer -> {
          StagedRows rows = writer.stage("purchases");
          rows.dictionary(1, List.of(unique, "rye"));
          rows.add(1, 1, new long[] {1, 0, 1});
          rows.add(1, 2, new long[] {1, 1, 1});
          rows.add(2, 3, new long[] {1, 1, 1});
        });
    assertThat(contains(VaultFiles.published(shop, 1), unique)).isTrue();

    generation(1, BakeryPolicy.policy(), 3, writer -> writer.leaveOut(1));
    VaultFiles.deleteBefore(shop, 2);

    try (Stream<Path> files = Files.list(shop)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly("vault-2.duckdb");
    }
    assertThat(contains(VaultFiles.published(shop, 2), unique)).isFalse();
    try (Vault vault = open(2, BakeryPolicy.policy())) {
      assertThat(vault.table("purchases").offsets()).containsExactly(0, 0, 0, 1);
      assertThat(products(vault)).containsExactly("rye");
    }
  }

  private static boolean contains(Path file, String text) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
  }

  @Test
  void writer_columnNoLongerDeclared_isNotCopied() throws Exception {
    generation(
        0,
        BakeryPolicy.policy(),
        1,
        writer -> {
          StagedRows rows = writer.stage("purchases");
          rows.dictionary(1, List.of("no-longer-declared-product"));
          rows.add(0, 1, new long[] {1, 0, 1});
        });
    Policy fewer =
        BakeryPolicy.of(
            Optional.empty(), BakeryPolicy.table("purchases", false, BakeryPolicy.amount()));
    generation(1, fewer, 1, writer -> {});

    assertThat(contains(VaultFiles.published(shop, 2), "no-longer-declared-product")).isFalse();
    try (Vault vault = open(2, BakeryPolicy.policy())) {
      assertThat(amounts(vault)).containsExactly(1);
      assertThat(products(vault)).containsExactly("NULL");
    }
  }

  @Test
  void writer_retention_dropsOldRowsAndCountsUndatedOnesFromTheirIntake() {
    int oldest = (int) LocalDate.of(2025, 6, 1).toEpochDay();
    Policy policy = BakeryPolicy.withRetention(Period.ofMonths(12));
    generation(
        0,
        BakeryPolicy.policy(),
        1,
        writer -> {
          StagedRows rows = writer.stage("purchases");
          rows.add(0, 1, new long[] {oldest - 1, NULL, 1});
          rows.add(0, 2, new long[] {oldest, NULL, 2});
          rows.add(0, 3, new long[] {NULL, NULL, 3});
        });

    try (WriterLock lock = WriterLock.acquire(shop);
        VaultWriter writer = VaultWriter.begin(lock, SHOP, policy, 1)) {
      VaultWriter.Written written = writer.write(1, TODAY);
      assertThat(written.expired()).containsEntry("purchases", 1L).containsEntry("customers", 0L);
      assertThat(written.expired().keySet())
          .containsExactlyElementsOf(policy.tables().keySet())
          .containsExactlyElementsOf(written.rows().keySet());
      assertThat(written.rows()).containsEntry("purchases", 2L);
      writer.publish();
    }
    try (Vault vault = open(2, policy)) {
      assertThat(amounts(vault)).containsExactly(2, 3);
    }
    generation(2, policy, 1, writer -> {}, TODAY.plusMonths(12));
    try (Vault vault = open(3, policy)) {
      assertThat(amounts(vault)).as("taken in twelve months ago").containsExactly(3);
    }
    generation(3, policy, 1, writer -> {}, TODAY.plusMonths(12).plusDays(1));
    try (Vault vault = open(4, policy)) {
      assertThat(amounts(vault)).isEmpty();
    }
  }

  @Test
  void writer_publishedFile_isReadableByItsOwnerOnly() throws Exception {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(VaultFiles.published(shop, 1))))
        .isEqualTo("rw-------");
  }

  @Test
  void writer_closedBeforeWriting_leavesTheFolderAsItWas() throws Exception {
    try (WriterLock lock = WriterLock.acquire(shop);
        VaultWriter writer = VaultWriter.begin(lock, SHOP, BakeryPolicy.policy(), 0)) {
      purchases(writer);
    }
    try (Stream<Path> files = Files.list(shop)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void writer_closedAfterWriting_leavesAWholeFileForTheLedgerToJudge() {
    try (WriterLock lock = WriterLock.acquire(shop)) {
      try (VaultWriter writer = VaultWriter.begin(lock, SHOP, BakeryPolicy.policy(), 0)) {
        purchases(writer);
        writer.write(4, TODAY);
      }
      assertThat(VaultFiles.written(shop, 1)).exists();
      assertThat(VaultFiles.published(shop, 1)).doesNotExist();
    }
    // The ledger names generation 1: the next one to ask finishes the rename.
    try (Vault vault = open(1, BakeryPolicy.policy())) {
      assertThat(amounts(vault)).hasSize(4);
    }
    assertThat(VaultFiles.written(shop, 1)).doesNotExist();
  }

  @Test
  void writer_unregisteredLeftovers_areDiscardedAndTheRestKept() throws Exception {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    try (WriterLock lock = WriterLock.acquire(shop)) {
      try (VaultWriter writer = VaultWriter.begin(lock, SHOP, BakeryPolicy.policy(), 1)) {
        writer.write(4, TODAY);
      }
      Path dead = Files.createDirectories(shop.resolve("vault-2.tmp").resolve("spill"));
      Files.writeString(dead.resolve("duckdb_temp_storage-0.tmp"), "spilled");
      VaultFiles.discardUnregistered(lock, 1);
    }
    try (Stream<Path> files = Files.list(shop)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly("vault-1.duckdb");
    }
  }

  @Test
  void writer_otherShopsVaultOrOldLedger_isRefused() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);
    try (WriterLock lock = WriterLock.acquire(shop)) {
      assertThatThrownBy(() -> VaultWriter.begin(lock, "shop-2", BakeryPolicy.policy(), 1))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("another shop");
      assertThatThrownBy(() -> VaultWriter.begin(lock, SHOP, BakeryPolicy.policy(), 0))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("newer than the ledger");
      assertThat(VaultFiles.newestPublished(shop)).hasValue(1);
      assertThatThrownBy(() -> VaultFiles.locate(shop, 2))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("missing");
    }
  }

  @Test
  void writer_smallerRegistryThanTheVault_isRefused() {
    generation(0, BakeryPolicy.policy(), 4, VaultTest::purchases);

    assertThatThrownBy(() -> generation(1, BakeryPolicy.policy(), 3, writer -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                generation(
                    1,
                    BakeryPolicy.policy(),
                    4,
                    writer -> writer.stage("purchases").add(4, 1, new long[] {1, NULL, 1})))
        .isInstanceOf(IllegalStateException.class);
    assertThat(VaultFiles.newestPublished(shop)).hasValue(1);
    assertThat(VaultFiles.building(shop, 2)).doesNotExist();
  }

  @Test
  void writerLock_heldTwice_refusesTheSecondAndLeavesNoFile() throws Exception {
    try (WriterLock first = WriterLock.acquire(shop)) {
      assertThat(first.shop()).exists();
      assertThatThrownBy(() -> WriterLock.acquire(shop))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another process");
    }
    try (WriterLock again = WriterLock.acquire(shop)) {
      try (RandomAccessFile file =
          new RandomAccessFile(shop.resolve(WriterLock.FILE_NAME).toFile(), "r")) {
        assertThat(file.length()).isZero();
      }
      assertThat(again.shop()).exists();
    }
    try (Stream<Path> files = Files.list(shop)) {
      assertThat(files).isEmpty();
    }
  }
}
