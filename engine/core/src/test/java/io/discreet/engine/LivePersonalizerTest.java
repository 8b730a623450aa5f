package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.personalize.Personalizer;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePersonalizerTest {

  @TempDir private Path folder;

  private static SegmentQuery by(String axis) {
    return SegmentQuery.parse(
        "SELECT " + axis + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + axis,
        "stock-planning");
  }

  @Test
  void current_releaseOfAnotherProcess_isThereAfterTheInterval() {
    TestShop shop = TestShop.filled(folder, TestShop.POLICY, 5, 200);
    try (Discreet reader = shop.open();
        Discreet writer = shop.open()) {
      writer.run(by("city"), Share.percent(10));
      LivePersonalizer live = reader.livePersonalizer(Duration.ZERO);
      LivePersonalizer lazy = reader.livePersonalizer(Duration.ofDays(1));
      Personalizer first = live.current();
      assertThat(live.current()).as("nothing new: the same one").isSameAs(first);
      assertThat(first.rank(Map.of(), "city", 3)).hasSize(3);

      writer.run(by("category"), Share.percent(10));

      assertThat(live.current()).isNotSameAs(first);
      assertThat(live.current().rank(Map.of(), "category", 3)).hasSize(3);
      assertThat(lazy.current().rank(Map.of(), "city", 3)).hasSize(3);
      assertThat(lazy.current()).as("within its interval").isSameAs(lazy.current());
    }
  }
}
