package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop whose policy asks for the noise of Google's library, with the library in reach. */
@NullMarked
class GoogleNoiseTest {

  private static final int CUSTOMERS = 200;
  private static final String EXACT =
      TestShop.POLICY.replace("delta: 1e-6, selection-delta: 1e-7", "delta: 0");
  private static final String GOOGLE = EXACT.replace("delta: 0", "delta: 0, noise: google");
  private static final SegmentQuery QUERY =
      SegmentQuery.parse(
          "SELECT city, COUNT(DISTINCT customer) FROM customers GROUP BY city", "recommendations");

  @TempDir Path temporary;

  @Test
  void query_noiseOfTheLibrary_isDrawnPublishedAndStored() {
    TestShop shop = TestShop.filled(temporary, GOOGLE, 7, CUSTOMERS);
    try (Discreet analyst = shop.open()) {
      Release release = analyst.run(QUERY, Share.percent(50));
      assertThat(release.measures().get(0).noise())
          .extracting(Release.Noise::mechanism)
          .containsExactly("google-laplace");
      assertThat(analyst.run(QUERY, Share.percent(50))).isEqualTo(release);
      // Five cells of scale 1/2: a sum beyond 50 has odds below 1e-30.
      double total =
          release.rows().stream().mapToDouble(row -> row.estimates().get(0).value()).sum();
      assertThat(total).isBetween(CUSTOMERS - 50.0, CUSTOMERS + 50.0);
    }
  }

  @Test
  void explain_noiseOfTheLibrary_costsAndErrsAsExactNoiseDoes() {
    Path other = temporary.resolve("other");
    assertThat(other.toFile().mkdir()).isTrue();
    TestShop ours = TestShop.create(other, EXACT);
    TestShop theirs = TestShop.create(temporary, GOOGLE);
    try (Discreet exact = ours.open();
        Discreet google = theirs.open()) {
      Explanation expected = exact.explain(QUERY, Share.percent(2));
      Explanation explained = google.explain(QUERY, Share.percent(2));
      assertThat(explained.epsilon()).isEqualTo(expected.epsilon());
      List<Explanation.Noise> noise = explained.measures().get(0).noise();
      assertThat(noise).extracting(Explanation.Noise::mechanism).containsExactly("google-laplace");
      assertThat(noise.get(0).scaleUnits())
          .isEqualTo(expected.measures().get(0).noise().get(0).scaleUnits());
    }
  }

  /** The library's noise ends at half of the largest scale that ours has. */
  @Test
  void explain_scaleThatOnlyExactNoiseHas_isRefusedAsTooSmallACost() {
    Path other = temporary.resolve("other");
    assertThat(other.toFile().mkdir()).isTrue();
    TestShop ours = TestShop.create(other, EXACT);
    TestShop theirs = TestShop.create(temporary, GOOGLE);
    Share cost = new Share(new BigDecimal("5.6e-13")); // of ε = 4: two units of 2⁻⁴⁰
    try (Discreet exact = ours.open();
        Discreet google = theirs.open()) {
      double scale = exact.explain(QUERY, cost).measures().get(0).noise().get(0).scaleUnits();
      assertThat(scale).isBetween(0x1p39, 0x1p40);
      assertThatThrownBy(() -> google.explain(QUERY, cost))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the cost is so small that noise would drown any answer");
    }
  }
}
