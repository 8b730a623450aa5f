package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.vault.ColumnMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However little room there is for columns, answers are the same. */
class EvictionDuelTest {
  private static final int SHOPS = 6;
  private static final int QUESTIONS_OF_SHOP = 12;

  /** From nothing at all, over room for a column or two of these shops, to room for everything. */
  @ParameterizedTest
  @ValueSource(longs = {0, 300, 2_000, 1 << 30})
  @Timeout(300)
  void scan_columnsInLittleMemory_givesTheIntegersOfTheDuel(long bytes, @TempDir Path folders)
      throws IOException {
    long paid = 0;
    for (long seed = 500; seed < 500 + SHOPS; seed++) {
      ColumnMemory memory = new ColumnMemory(bytes);
      Path folder = Files.createDirectory(folders.resolve("shop-" + seed));
      paid += new StoredShop(seed, folder).assertSameWithin(memory, QUESTIONS_OF_SHOP);
      assertThat(memory.usedBytes()).as("what a closed vault keeps").isZero();
    }
    assertThat(paid).isPositive();
  }
}
