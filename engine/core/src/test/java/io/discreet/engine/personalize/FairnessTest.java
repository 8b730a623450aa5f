package io.discreet.engine.personalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.release.Release;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairnessTest {

  /** Two cities with the same tastes by age; Hull has a twentieth of the customers of Leeds. */
  private static TrueCounts unequal() {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    axes.put("city", List.of("Leeds", "Hull", "other"));
    axes.put("age", List.of("young", "old"));
    axes.put("category", List.of("bread", "cake", "tea"));
    return new TrueCounts(
        axes,
        cell -> {
          double size = "Leeds".equals(cell.get("city")) ? 400 : 20;
          boolean liked = "old".equals(cell.get("age")) == "tea".equals(cell.get("category"));
          return liked ? 2 * size : size;
        });
  }

  private static List<GroupFairness> fairness(long seed) {
    Random random = new Random(seed);
    TrueCounts truth = unequal();
    List<Release> releases =
        List.of(
            truth.release(random, 10, "city", "age", "category"),
            truth.release(random, 10, "age", "category"),
            truth.release(random, 10, "category"));
    return Personalizer.from(releases).fairness("city", "category");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void fairness_smallGroup_paysMoreInErrorAndHasFewerOfItsOwn(long seed) {
    List<GroupFairness> groups = fairness(seed);
    assertThat(groups).extracting(GroupFairness::group).containsExactly("Leeds", "Hull");
    GroupFairness leeds = groups.get(0);
    GroupFairness hull = groups.get(1);
    // σ = 10 on counts of 400 and 800, and of 20 and 40; the median lies between the two.
    assertThat(leeds.relativeError()).as("seed %d", seed).isBetween(0.01, 0.03);
    assertThat(hull.relativeError()).as("seed %d", seed).isBetween(0.15, 1.0);
    assertThat(hull.segments()).isEqualTo(2);
    assertThat(hull.withOwn() + hull.withWider() + hull.without()).isEqualTo(2);
    assertThat(hull.withOwn()).as("seed %d", seed).isLessThanOrEqualTo(leeds.withOwn());
  }

  @Test
  void fairness_axesThatNoReleaseHas_areNamed() {
    Personalizer personalizer =
        Personalizer.from(List.of(unequal().release(new Random(1), 10, "city", "category")));
    assertThatThrownBy(() -> personalizer.fairness("town", "category"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("group axis 'town'");
    assertThatThrownBy(() -> personalizer.fairness("category", "category"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is the item axis as well");
    Personalizer apart =
        Personalizer.from(
            List.of(
                unequal().release(new Random(1), 10, "city"),
                unequal().release(new Random(2), 10, "category")));
    assertThatThrownBy(() -> apart.fairness("city", "category"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no release counts customers by city and category");
  }
}
