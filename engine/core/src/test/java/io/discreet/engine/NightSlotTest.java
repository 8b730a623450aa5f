package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.RunOptions.NightSlot;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A slot of a nightly plan holds the answer to one question, and gives it to that question only.
 */
class NightSlotTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final SegmentQuery BY_CATEGORY =
      SegmentQuery.parse(
          "SELECT category, COUNT(DISTINCT customer), SUM(amount) FROM purchases GROUP BY category",
          "stock-planning");

  @TempDir private Path temporary;
  private TestShop shop;
  private Release first;

  @BeforeEach
  void firstNight() {
    shop = TestShop.filled(temporary, TestShop.POLICY, 3, 20);
    first = ask(BY_CATEGORY, 2);
  }

  private Release ask(SegmentQuery query, double percent) {
    try (Discreet analyst = shop.open()) {
      return analyst.run(
          query,
          Share.percent(percent),
          RunOptions.nightly(DAY, new NightSlot("night", DAY, "categories")));
    }
  }

  private void changePolicy(String old, String replacement) throws IOException {
    assertThat(TestShop.POLICY).contains(old);
    Files.writeString(
        shop.folder.resolve("discreet.yaml"), TestShop.POLICY.replace(old, replacement));
  }

  @Test
  void sameQuestion_isTheStoredAnswer_alsoForAnotherShare() {
    assertThat(ask(BY_CATEGORY, 2)).isEqualTo(first);
    assertThat(ask(BY_CATEGORY, 3)).isEqualTo(first);
  }

  @Test
  void anotherL0_isRefused() {
    assertThat(first.l0()).isNotEqualTo(1);
    assertThatThrownBy(() -> ask(BY_CATEGORY.withL0(1), 2))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "query categories of plan night was already answered for 2026-11-23 with another l0;"
                + " give the new question a name of its own");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clamp: [0, 60] | clamp: [0, 50]",
        "range: [-500, 500] | range: [-100, 500]",
        "max-rows: 1000 | max-rows: 10",
        "[bread, cake, coffee] | [bread, cake, tea]",
        "stock-planning: { consent: not-required } | stock-planning: { consent: required }",
        "epsilon: 4.0 | epsilon: 3.0"
      })
  void anotherPolicy_isRefused(String old, String replacement) throws IOException {
    changePolicy(old, replacement);
    assertThatThrownBy(() -> ask(BY_CATEGORY, 2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("was already answered for 2026-11-23 with another policy");
  }

  @Test
  void anotherQuota_isTheSameQuestion() throws IOException {
    changePolicy("consent: not-required", "consent: not-required, quota: 50%");
    assertThat(ask(BY_CATEGORY, 2)).isEqualTo(first);
    changePolicy("tables:", "plans: { night: { quota: 10% } }\ntables:");
    assertThat(ask(BY_CATEGORY, 2)).isEqualTo(first);
  }
}
