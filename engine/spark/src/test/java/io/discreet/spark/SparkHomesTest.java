package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.Discreet;
import io.discreet.engine.plan.Share;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A range goes to the executor that has its columns in memory. */
class SparkHomesTest {
  private static final int RANGES = 4;
  private static final int EXECUTORS = 2;
  private static final int MOST_QUERIES = 10;

  /** Where each partition ran, by stage; a query is a stage. */
  private static final class Watch extends SparkListener {
    private final Map<Integer, Map<Integer, String>> places = new ConcurrentHashMap<>();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      places
          .computeIfAbsent(end.stageId(), stage -> new ConcurrentHashMap<>())
          .put(end.taskInfo().partitionId(), end.taskInfo().executorId());
    }

    Map<Integer, String> await(int query) {
      long end = System.nanoTime() + 60_000_000_000L;
      while (places.getOrDefault(query, Map.of()).size() < RANGES && System.nanoTime() < end) {
        Thread.onSpinWait(); // events come after results
      }
      return Map.copyOf(places.getOrDefault(query, Map.of()));
    }
  }

  @Test
  void rangesOfTheNextQuery_goWhereTheyWere(@TempDir Path temporary) throws IOException {
    BreadShop bread = BreadShop.fill(temporary);
    Watch watch = new Watch();
    try (SparkSession spark =
            LocalSpark.cluster().config("spark.locality.wait", "10m").getOrCreate();
        Discreet shop = Discreet.open(bread.folder()).on(SparkRanges.of(spark, RANGES))) {
      spark.sparkContext().addSparkListener(watch);
      while (spark.sparkContext().statusTracker().getExecutorInfos().length <= EXECUTORS) {
        Thread.onSpinWait();
      }
      int query = 0;
      Map<Integer, String> homes;
      do {
        homes = run(shop, query, watch);
      } while (!shared(homes) && ++query < MOST_QUERIES);

      assertThat(shared(homes)).as("ranges on executors %s", homes).isTrue();
      for (int last = query + 5; query < last; ) {
        assertThat(run(shop, ++query, watch)).isEqualTo(homes);
      }
    }
  }

  /** Runs a query that was not asked before, and says where its ranges ran. */
  private static Map<Integer, String> run(Discreet shop, int query, Watch watch) {
    shop.run(BreadShop.query(), new Share(BigDecimal.valueOf(1_000_000L + query, 9)));
    return watch.await(query);
  }

  private static boolean shared(Map<Integer, String> places) {
    return places.size() == RANGES
        && places.values().stream()
            .collect(Collectors.groupingBy(executor -> executor, Collectors.counting()))
            .values()
            .stream()
            .allMatch(ranges -> ranges == RANGES / EXECUTORS);
  }

  @Test
  void executorThatRanAllRanges_keepsItsShareOnly() {
    RangeHomes homes = new RangeHomes();
    assertThat(homes.of(3, EXECUTORS)).containsOnly(Optional.empty());
    for (int range = 0; range < 5; range++) {
      homes.ran(range, "executor_here_0");
    }
    homes.ran(1, ""); // on the driver

    assertThat(homes.of(5, EXECUTORS))
        .isEqualTo(
            List.of(
                Optional.of("executor_here_0"),
                Optional.of("executor_here_0"),
                Optional.of("executor_here_0"),
                Optional.empty(),
                Optional.empty()));
    assertThat(homes.of(5, 0)).doesNotContain(Optional.empty());
  }
}
