package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnReaderTest {
  private static final String SHOP = "shop";
  private static final int[] MAGNITUDES = {1, 127, 128, 32_767, 32_768, Integer.MAX_VALUE};

  @TempDir private Path shop;

  private static Policy policy(long low, long high) {
    return BakeryPolicy.of(
        Optional.empty(),
        BakeryPolicy.table(
            "purchases",
            false,
            BakeryPolicy.day(),
            BakeryPolicy.product(),
            BakeryPolicy.number("amount", 2, low, high)));
  }

  private Path write(Policy policy, int words, int[] days, int[] codes, int[] amounts) {
    try (WriterLock lock = WriterLock.acquire(shop);
        VaultWriter writer = VaultWriter.begin(lock, SHOP, policy, 0)) {
      StagedRows rows = writer.stage("purchases");
      rows.dictionary(1, words(words));
      for (int row = 0; row < days.length; row++) {
        rows.add(
            row / 3, row, new long[] {stored(days[row]), stored(codes[row]), stored(amounts[row])});
      }
      writer.write(1 + days.length / 3, LocalDate.EPOCH);
      writer.publish();
    }
    return VaultFiles.locate(shop, 1);
  }

  private static List<String> words(int count) {
    return IntStream.range(0, count).mapToObj("word-%05d"::formatted).toList();
  }

  private static long stored(int number) {
    return number == Packed.NULL ? StagedRows.NULL : number;
  }

  private static int[] numbers(int rows, SplittableRandom random, IntSupplier number) {
    return IntStream.range(0, rows)
        .map(row -> random.nextInt(7) == 0 ? Packed.NULL : number.getAsInt())
        .toArray();
  }

  private static int[] read(Packed values) {
    return IntStream.range(0, values.length()).map(values::get).toArray();
  }

  private static int width(long magnitude) {
    return magnitude <= 127 ? 1 : magnitude <= 32_767 ? 2 : 4;
  }

  private static long magnitude(int[] numbers) {
    return Arrays.stream(numbers)
        .filter(number -> number != Packed.NULL)
        .mapToLong(number -> Math.abs((long) number))
        .max()
        .orElse(0);
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void reader_numbersOfAnyMagnitude_givesThemBackInTheNarrowestType(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = 1 + random.nextInt(5_000);
    int most = MAGNITUDES[random.nextInt(MAGNITUDES.length)];
    int farthest = MAGNITUDES[random.nextInt(MAGNITUDES.length)];
    int words = 1 + random.nextInt(300);
    int[] amounts = numbers(rows, random, () -> random.nextInt(-most, most));
    int[] days = numbers(rows, random, () -> random.nextInt(-farthest, farthest));
    int[] codes = numbers(rows, random, () -> random.nextInt(words));
    Path file = write(policy(-most, most), words, days, codes, amounts);

    try (Vault vault = Vault.open(file, policy(-most, most))) {
      TableData table = vault.table("purchases");
      Packed stored = table.column("amount").values();
      assertThat(read(stored)).as("seed %d", seed).containsExactly(amounts);
      assertThat(stored.bytes()).isEqualTo((long) rows * width(most));
      Packed dates = table.column("day").values();
      assertThat(read(dates)).as("seed %d", seed).containsExactly(days);
      assertThat(dates.bytes()).isEqualTo((long) rows * width(magnitude(days)));
      ColumnData.Codes products = (ColumnData.Codes) table.column("product");
      assertThat(
              Arrays.stream(read(products.values()))
                  .mapToObj(code -> code == Packed.NULL ? "" : products.dictionary().get(code)))
          .as("seed %d", seed)
          .containsExactlyElementsOf(
              Arrays.stream(codes)
                  .mapToObj(code -> code == Packed.NULL ? "" : words(words).get(code))
                  .toList());
      assertThat(products.values().bytes())
          .isEqualTo((long) rows * width(products.dictionary().size()));
    }
    int low = -most / 3;
    int high = most / 2;
    try (Vault vault = Vault.open(file, policy(low, high))) {
      assertThat(read(vault.table("purchases").column("amount").values()))
          .as("narrowed, seed %d", seed)
          .containsExactly(
              Arrays.stream(amounts)
                  .map(a -> a == Packed.NULL ? a : Math.max(low, Math.min(high, a)))
                  .toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c1 = 3 WHERE rowid = 700",
        "c1 = 130 WHERE rowid = 700",
        "c1 = 40000 WHERE rowid = 700",
        "c1 = -1 WHERE rowid = 0",
        "c1 = -128 WHERE rowid = 0",
        "customer = 2 WHERE rowid = 700",
        "customer = -1 WHERE rowid = 0",
        "customer = 500 WHERE rowid = 899",
      })
  void reader_codeOutsideItsDictionaryOrCustomerOutOfOrder_saysThatTheFileIsDamaged(String what) {
    int[] same = new int[900];
    int[] codes = IntStream.range(0, 900).map(row -> row % 3).toArray();
    Path file = write(policy(0, 100), 3, same, codes, same);
    try (DuckDb db = DuckDb.forWriting("a test", shop)) {
      db.attach(file, "stored", false);
      db.run("UPDATE stored.rows_0 SET " + what);
    }

    try (Vault vault = Vault.open(file, policy(0, 100))) {
      TableData table = vault.table("purchases");
      assertThatThrownBy(
              () -> {
                table.offsets();
                table.column("product");
              })
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("vault-1.duckdb is damaged");
    }
  }

  /** What statistics say of a file decides on types, not on what is accepted. */
  @ParameterizedTest
  @ValueSource(strings = {"TINYINT", "SMALLINT", "INTEGER"})
  void packer_numberOutsideOfTheBounds_isNotAccepted(String type) {
    try (DuckDb db = DuckDb.forWriting("a test", shop)) {
      for (int number : new int[] {-6, 8, -100, 100}) {
        assertThat(accepted(db, "SELECT unnest([1, NULL, " + number + "])::" + type, type))
            .as("%d", number)
            .isFalse();
      }
      assertThat(accepted(db, "SELECT unnest([NULL, -5, 7, 0])::" + type, type)).isTrue();
    }
  }

  private static boolean accepted(DuckDb db, String sql, String type) {
    for (io.discreet.engine.policy.Width width : io.discreet.engine.policy.Width.values()) {
      if (Packer.sqlType(width).equals(type)) {
        return db.with(
            connection -> {
              try (org.duckdb.DuckDBPreparedStatement statement = connection.prepare(sql);
                  org.duckdb.DuckDBChunkedResult result = statement.query()) {
                assertThat(result.nextChunk()).isTrue();
                int rows = (int) result.chunk().rowCount();
                return new Packer(rows, width, -5, 7).put(result.chunk().vector(0), rows, 0);
              }
            });
      }
    }
    throw new AssertionError(type);
  }

  /** No copy in a wider type, no boxes: what is read is allocated once, and little besides. */
  @Test
  void reader_column_allocatesLittleMoreThanItsArray() {
    int rows = 2_000_000;
    Policy policy =
        BakeryPolicy.of(
            Optional.empty(),
            BakeryPolicy.table(
                "purchases", false, BakeryPolicy.number("amount", 2, -5_000, 5_000)));
    try (WriterLock lock = WriterLock.acquire(shop);
        VaultWriter writer = VaultWriter.begin(lock, SHOP, policy, 0)) {
      StagedRows staged = writer.stage("purchases");
      for (int row = 0; row < rows; row++) {
        staged.add(row / 50, row, new long[] {row % 9_001 - 4_500});
      }
      writer.write(rows / 50, LocalDate.EPOCH);
      writer.publish();
    }
    try (Vault vault = Vault.open(VaultFiles.locate(shop, 1), policy)) {
      TableData table = vault.table("purchases");
      table.offsets(); // loads classes
      long before = allocated();
      Packed values = table.column("amount").values();
      long allocated = allocated() - before;

      assertThat(values.bytes()).isEqualTo(2L * rows);
      assertThat(allocated).isBetween(values.bytes(), values.bytes() * 13 / 10);
    }
  }

  /** Bytes that all threads that are alive have allocated. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).sum();
  }

  @Test
  void widest_ofEveryType_isAtLeastWhatIsRead() {
    assertThat(new Column.Date("day").widest().bytes()).isEqualTo(4);
    assertThat(new Column.Category("found", List.of()).widest().bytes()).isEqualTo(4);
    assertThat(new Column.Category("declared", words(126)).widest().bytes()).isEqualTo(1);
    assertThat(new Column.Category("declared", words(127)).widest().bytes()).isEqualTo(2);
    assertThat(BakeryPolicy.number("amount", 2, -128, 0).widest().bytes()).isEqualTo(2);
    assertThat(BakeryPolicy.number("amount", 2, -127, 0).widest().bytes()).isEqualTo(1);
  }
}
