package io.discreet.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyHashTest {

  private static String hash(String yaml) {
    return PolicyHash.of(PolicyFile.parse(yaml, "discreet.yaml"));
  }

  @Test
  void of_bakery_isPinned() {
    // A change of this value makes every stored release of every shop unreachable: raise the
    // version.
    assertThat(hash(Policies.BAKERY))
        .isEqualTo("ecfe323a61619d17b76972697ef28d4af8d90211a867e9cffbddb16572a404f2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "# discreet.yaml | # another comment",
        "epsilon: 4.0 | epsilon: 4",
        "1e-6 | 0.000001",
        "24 months | 2 years",
        "column: email, kind: email | kind: email, column: email",
        "delta: 1e-6, selection-delta: 1e-7 | selection-delta: 1e-7, delta: 1e-6",
        "[-500, 500] | [-500.00, 5e2]",
        "[Leeds, York, Hull] | ['Leeds', \"York\", Hull]",
      })
  void of_sameDeclarations_isEqual(String old, String replacement) {
    assertThat(hash(Policies.bakeryWith(old, replacement))).isEqualTo(hash(Policies.BAKERY));
  }

  /** Who may ask how much, and how large a shop may be, make no question a new one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`consent: required }` | `consent: required, quota: 40% }`",
        "`consent: not-required }` | `consent: not-required, quota: 40% }`",
        "`tables:` | `analysts: { ann: {} }\ntables:`",
        "`tables:` | `analysts: { ann: { quota: 20% } }\ntables:`",
        "`tables:` | `plans: { ann: {} }\ntables:`",
        "`tables:` | `plans: { ann: { quota: 20% } }\ntables:`",
        "`tables:` | `capacity: { customers: 1000, rows: 5e7 }\ntables:`",
      })
  void of_anotherQuotaAskerOrCapacity_isEqual(String old, String replacement) {
    assertThat(hash(Policies.bakeryWith(old, replacement))).isEqualTo(hash(Policies.BAKERY));
  }

  @Test
  void of_columnsInAnotherOrder_isEqual() {
    String day = "      day:      { type: date }\n";
    String product = "      product:  { type: category }\n";
    String swapped = Policies.BAKERY.replace(product, "@").replace(day, product).replace("@", day);

    assertThat(swapped).isNotEqualTo(Policies.BAKERY);
    assertThat(hash(swapped)).isEqualTo(hash(Policies.BAKERY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "column: email | column: mail",
        "kind: email | kind: text",
        "Europe/London | Europe/Paris",
        "epsilon: 4.0 | epsilon: 4.000000000000001",
        "delta: 1e-6 | delta: 2e-6",
        "selection-delta: 1e-7 | selection-delta: 0",
        "period: month | period: none",
        "when-spent: drop | when-spent: refuse",
        "24 months | 25 months",
        "24 months | 24 days",
        "`retention: 24 months\n` | ``",
        "consent: required | consent: not-required",
        "stock-planning: | stock-plans:",
        "one-row-per-customer: true | one-row-per-customer: false",
        "`  customers:` | `  people:`",
        "max-rows: 20 | max-rows: 21",
        "`max-rows: 20` | `max-rows: 20\n    retention-date: day`",
        "`    max-rows: 20\n` | ``",
        "`day:  ` | `date: `",
        "type: date | type: category",
        "[Leeds, York, Hull] | [York, Leeds, Hull]",
        "[Leeds, York, Hull] | [Leeds, York]",
        "[Leeds, York, Hull] | [LeedsYork, Hull]",
        "scale: 2 | scale: 3",
        "[-500, 500] | [-500, 501]",
        "clamp: [0, 200] | clamp: [1, 200]",
        "`, clamp: [0, 200]` | ``",
      })
  void of_anotherDeclaration_isDifferent(String old, String replacement) {
    assertThat(hash(Policies.bakeryWith(old, replacement))).isNotEqualTo(hash(Policies.BAKERY));
  }

  @Test
  void of_noiseOfALibrary_differsAndExactIsTheDefault() {
    String budget = "delta: 1e-6, selection-delta: 1e-7";
    String pure = hash(Policies.bakeryWith(budget, "delta: 0"));
    assertThat(hash(Policies.bakeryWith(budget, "delta: 0, noise: exact"))).isEqualTo(pure);
    assertThat(hash(Policies.bakeryWith(budget, "delta: 0, noise: google"))).isNotEqualTo(pure);
  }
}
