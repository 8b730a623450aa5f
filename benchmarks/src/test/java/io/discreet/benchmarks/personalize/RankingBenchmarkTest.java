package io.discreet.benchmarks.personalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.personalize.Affinity;
import io.discreet.engine.personalize.Recommendation;
import org.junit.jupiter.api.Test;

class RankingBenchmarkTest {

  @Test
  void requests_visitorWhoseSegmentLikesOneItem_findIt() {
    RankingBenchmark benchmark = new RankingBenchmark();
    benchmark.prepare();
    // Item 0 has 600/5 = 120 customers there; item 7 has 2.5 · 600/12 = 125 where others have 50.
    assertThat(benchmark.rank()).hasSize(40);
    assertThat(benchmark.rank().subList(0, 4))
        .extracting(Affinity::item)
        .contains("item 0", "item 7");
    assertThat(benchmark.recommend()).extracting(Recommendation::item).startsWith("item 7");
  }
}
