package io.discreet.engine.ranges;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.scan.StoredShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
