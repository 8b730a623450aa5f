package io.discreet.engine.ranges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.scan.StoredShop;
import io.discreet.engine.vault.VaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks keep between them never answers for another file, and outlives none. */
class OpenVaultsTest {
  private static final int QUESTIONS = 6;
  private static final String BY_CITY = "SELECT city, COUNT(*) FROM purchases GROUP BY city";
  private static final String FILE = "vault-1.duckdb";

  @TempDir Path folder;

  private static WireRunner runner(long seed) {
    return new WireRunner(3, seed);
  }

  @Test
  void tasks_afterCustomersWereLeftOut_countThemNoMore() throws IOException {
    for (long seed = 0; seed < 3; seed++) {
      StoredShop shop = new StoredShop(seed, Files.createDirectory(folder.resolve("shop-" + seed)));
      long paid = shop.assertSameOn(runner(seed), BY_CITY);
      shop.leaveOutHalf();
      assertThat(shop.assertSameOn(runner(seed), BY_CITY)).isPositive().isLessThan(paid);
    }
  }

  @Test
  void tasks_ofAFileThatTookTheNameOfAnother_readIt() throws IOException {
    new StoredShop(1, folder).assertSameOn(runner(1), QUESTIONS);
    Files.delete(folder.resolve(FILE));
    assertThat(new StoredShop(2, folder).assertSameOn(runner(2), QUESTIONS)).isPositive();
  }

  @Test
  void tasks_whoseFileWentBeforeTheyRan_fail() {
    StoredShop shop = new StoredShop(1, folder);
    shop.assertSameOn(runner(1), QUESTIONS);

    assertThatThrownBy(() -> shop.assertSameOn(new Removing(folder), 1))
        .isInstanceOf(VaultException.class);
  }

  /** Another process forgets somebody between the planning of a scan and its tasks. */
  private record Removing(Path folder) implements RangeRunner {
    @Override
    public int ranges() {
      return 3;
    }

    @Override
    public void run(List<RangeTask> tasks, Consumer<RangeResult> results) {
      try {
        Files.delete(folder.resolve(FILE));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      runner(1).run(tasks, results);
    }
  }

  @Test
  void vault_whoseFileIsGone_isLetGoWithoutAnotherTask() throws IOException {
    new StoredShop(1, folder).assertSameOn(runner(1), QUESTIONS);
    OpenVaults.letGo();
    assertThat(OpenVaults.isEmpty()).isFalse();

    Files.delete(folder.resolve(FILE));
    OpenVaults.letGo();
    assertThat(OpenVaults.isEmpty()).isTrue();
  }
}
