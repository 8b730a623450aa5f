package io.discreet.engine.ranges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.scan.StoredShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law 10 without a cluster: tasks that travel as bytes and run in any order, some of them twice,
 * give the integers and the payers of one scan in memory. {@code -Ddiscreet.duel.shops=300} asks
 * more shops.
 */
class RangesDuelTest {
  private static final int QUESTIONS_OF_SHOP = 2;

  @Test
  void law10_rangesOfRandomShops_equalOneScan(@TempDir Path folders) throws IOException {
    int shops = Integer.getInteger("discreet.duel.shops", 4);
    long paid = 0;
    for (long seed = 0; seed < shops; seed++) {
      Path folder = Files.createDirectory(folders.resolve("shop-" + seed));
      int ranges = 1 + (int) (5 * seed % 16);
      paid +=
          new StoredShop(seed, folder)
              .assertSameOn(new WireRunner(ranges, seed), QUESTIONS_OF_SHOP);
    }
    assertThat(paid).isPositive();
  }

  @Test
  void law10_rangesOfEstimatesOfCoverage_equalOneScan(@TempDir Path folders) throws IOException {
    int shops = Integer.getInteger("discreet.duel.shops", 4);
    long paid = 0;
    for (long seed = 100; seed < 100 + shops; seed++) {
      Path folder = Files.createDirectory(folders.resolve("shop-" + seed));
      paid +=
          new StoredShop(seed, folder)
              .assertLeftOutSameOn(new WireRunner(3, seed), QUESTIONS_OF_SHOP);
    }
    assertThat(paid).isPositive();
  }

  /** Ranges find other cells, in another order; one of the columns is of customers. */
  @ParameterizedTest
  @ValueSource(longs = {1, 9, 10})
  void law10_segmentsOfSeveralFoundColumns_equalOneScan(long seed, @TempDir Path folder) {
    long paid =
        new StoredShop(seed, folder)
            .assertSameOn(
                new WireRunner(5, seed),
                "SELECT product, category, street, supplier, COUNT(*), SUM(amount) FROM purchases"
                    + " GROUP BY product, category, street, supplier");
    assertThat(paid).isPositive();
  }

  /** Six trees of 65,536 leaves, which 8 bytes each would make 3.1 MB. */
  @Test
  void result_ofTreesOfFewCustomers_leavesOutTheEmptyLeaves(@TempDir Path folder) {
    WireRunner runner = new WireRunner(4, 0);
    long paid =
        new StoredShop(3, folder)
            .assertSameOn(
                runner, "SELECT category, QUANTILE(amount, 0.5) FROM purchases GROUP BY category");
    assertThat(paid).isPositive();
    assertThat(runner.mostBytes()).isBetween(100, 20_000);
  }

  @Test
  void scan_whoseRunnerLosesOrDoublesAResult_fails(@TempDir Path folder) {
    StoredShop shop = new StoredShop(2, folder);
    assertThatThrownBy(() -> shop.assertSameOn(new Miscounting(0), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 results of 3");
    assertThatThrownBy(() -> shop.assertSameOn(new Miscounting(2), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("twice");
    assertThat(shop.assertSameOn(new Miscounting(1), QUESTIONS_OF_SHOP)).isNotNegative();
  }

  /**
   * @param lastTimes how often the result of the last task is handed over
   */
  private record Miscounting(int lastTimes) implements RangeRunner {
    @Override
    public int ranges() {
      return 4;
    }

    @Override
    public void run(List<RangeTask> tasks, Consumer<RangeResult> results) {
      int last = tasks.size() - 1;
      tasks.subList(0, last).forEach(task -> results.accept(task.run()));
      for (int i = 0; i < lastTimes; i++) {
        results.accept(tasks.get(last).run());
      }
    }
  }
}
