package io.discreet.cli.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import io.discreet.engine.Discreet;
import io.discreet.engine.release.Release;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slot that queries were answered in jointly is not drawn again with other companions. */
class JointNightTest {

  private static final String PLAN =
      """
      purpose: recommendations
      spend: 20%
      queries:
        - name: a
          query: SELECT category, COUNT(DISTINCT customer) FROM purchases GROUP BY category
          jointly: first
        - name: b
          query: SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city, category
          jointly: first # b
        - name: c
          query: SELECT category, COUNT(DISTINCT customer) FROM purchases GROUP BY category
          jointly: second
        - name: d
          query: SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city, category
          jointly: second # d
      """;

  @TempDir private Path folder;
  private CliShop shop;
  private List<Release> drawn;

  @BeforeEach
  void draw() {
    shop = CliShop.filled(folder, CliShop.POLICY);
    assertThat(night(PLAN).err()).contains("a, b: drawn jointly", "c, d: drawn jointly");
    drawn = releases();
    assertThat(drawn).hasSize(4);
  }

  private Outcome night(String plan) {
    shop.file("plan.yaml", plan);
    return shop.run("nightly", shop.path(), shop.at("plan.yaml"), "--as-of", "2026-11-23");
  }

  private List<Release> releases() {
    try (Discreet analyst = Discreet.open(Path.of(shop.path()))) {
      return analyst.releases();
    }
  }

  private static String failed(String query) {
    return "failed: query "
        + query
        + " was already answered for 2026-11-23 jointly with other queries; give it a name of its"
        + " own, or wait for its next slot";
  }

  @Test
  void slot_withAnotherQueryInThePlaceOfOne_isNotDrawnAgain() {
    Outcome outcome = night(PLAN.replace("name: b", "name: e"));
    assertThat(outcome.err())
        .contains("a, e: " + failed("a"), "c, d: answered before, taken as stored")
        .contains("0 drawn, 2 as stored, 0 refused, 1 failed");
    assertThat(releases()).isEqualTo(drawn);
  }

  @Test
  void slot_ofPairsThatAreMadeAnew_isNotDrawnAgain() {
    Outcome outcome = night(PLAN.replace("first # b", "second").replace("second # d", "first"));
    assertThat(outcome.err())
        .contains("a, d: " + failed("a"), "b, c: " + failed("b"))
        .contains("0 drawn, 0 as stored, 0 refused, 2 failed");
    assertThat(releases()).isEqualTo(drawn);
  }

  @Test
  void slot_ofTheSameQueriesUnderAnotherName_isTakenAsStored() {
    Outcome outcome = night(PLAN.replace("first", "third"));
    assertThat(outcome.err()).contains("0 drawn, 4 as stored, 0 refused, 0 failed");
    assertThat(releases()).isEqualTo(drawn);
  }
}
