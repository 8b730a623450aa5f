package io.discreet.benchmarks.personalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.personalize.Affinity;
import io.discreet.engine.personalize.Personalizer;
import io.discreet.engine.personalize.Recommendation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingBenchmarkTest {

  @Test
  void requests_visitorWhoseSegmentLikesOneItem_findIt() {
    RankingBenchmark benchmark = new RankingBenchmark();
    benchmark.prepare();
    assertThat(benchmark.rank()).hasSize(40);
    assertThat(benchmark.rank().get(0).item()).isEqualTo("item 0");
    // Item 7 has 2.5 · 600/12 = 125 customers there, where others of the city have 50.
    Map<String, String> other = Map.of("city", "city 2", "age_band", "age 3");
    List<Affinity> elsewhere =
        Personalizer.from(MadeUpReleases.night(1)).rank(other, "item", MadeUpReleases.items());
    assertThat(share(benchmark.rank())).isGreaterThan(1.1 * share(elsewhere));
    assertThat(benchmark.recommend()).extracting(Recommendation::item).startsWith("item 7");
  }

  private static double share(List<Affinity> ranked) {
    return ranked.stream()
        .filter(one -> one.item().equals("item 7"))
        .mapToDouble(Affinity::share)
        .findFirst()
        .orElseThrow();
  }
}
