package io.discreet.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Column.Bounds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

  private static Policy parse(String yaml) {
    return PolicyFile.parse(yaml, "discreet.yaml");
  }

  private static Table table(Policy policy, String name) {
    return Objects.requireNonNull(policy.tables().get(name));
  }

  @Test
  void parse_bakery_readsEveryDeclaration() {
    Policy policy = parse(Policies.BAKERY);

    assertThat(policy.customer()).isEqualTo(new CustomerId("email", CustomerId.Kind.EMAIL));
    assertThat(policy.timeZone()).isEqualTo(ZoneId.of("Europe/London"));
    assertThat(policy.budget())
        .isEqualTo(new Budget(4.0, 1e-6, 1e-7, Budget.BudgetPeriod.MONTH, Budget.WhenSpent.DROP));
    assertThat(policy.retention()).contains(Period.ofMonths(24));
    assertThat(policy.purposes())
        .isEqualTo(
            Map.of(
                "recommendations", new Purpose("recommendations", true),
                "stock-planning", new Purpose("stock-planning", false)));
    assertThat(policy.tables().keySet()).containsExactly("customers", "purchases");
    assertThat(policy.attributeTables()).extracting(Table::name).containsExactly("customers");

    Table purchases = table(policy, "purchases");
    assertThat(purchases.maxRows()).isEqualTo(OptionalInt.of(20));
    assertThat(purchases.columns().values())
        .containsExactly(
            new Column.Date("day"),
            new Column.Category("category", List.of("bread", "cake", "coffee")),
            new Column.Category("product", List.of()),
            new Column.Numeric(
                "amount", 2, new Bounds(-50_000, 50_000), Optional.of(new Bounds(0, 20_000))),
            new Column.Numeric(
                "quantity", 0, new Bounds(-100, 100), Optional.of(new Bounds(0, 50))));
  }

  @Test
  void parse_ledgerOnAServer_isReadAndShapesNoAnswer() {
    String address = "jdbc:postgresql://db.example.org:5432/shop?currentSchema=one";
    Policy policy = parse(Policies.BAKERY + "ledger: " + address + "\n");
    assertThat(policy.ledgerUrl()).contains(new LedgerUrl(address));
    assertThat(policy.ledgerUrl().orElseThrow().address())
        .isEqualTo("jdbc:postgresql://db.example.org:5432/shop");
    assertThat(parse(Policies.BAKERY).ledgerUrl()).isEmpty();
    assertThat(PolicyHash.of(policy)).isEqualTo(PolicyHash.of(parse(Policies.BAKERY)));
  }

  @Test
  void parse_capacity_isReadAndBoundsEveryTable() {
    Policy policy = parse(Policies.BAKERY + "capacity: { customers: 2e6, rows: 60000000 }\n");
    Capacity capacity = policy.capacity().orElseThrow();
    assertThat(capacity.rowsOf(table(policy, "customers"))).isEqualTo(2_000_000);
    assertThat(capacity.rowsOf(table(policy, "purchases"))).isEqualTo(60_000_000);
    assertThat(parse(Policies.BAKERY).capacity()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ customers: 10 }",
        "{ rows: 10 }",
        "{ customers: 0, rows: 10 }",
        "{ customers: 10, rows: -1 }",
        "{ customers: 10, rows: 2147483640 }",
        "{ customers: 10, rows: 1.5 }",
        "{ customers: 10, rows: many }",
        "{ customers: 10, rows: 10, tables: 1 }",
        "10"
      })
  void parse_capacityThatIsNone_isRefusedInPlace(String capacity) {
    assertThatThrownBy(() -> parse(Policies.BAKERY + "capacity: " + capacity + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("capacity")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:ledger.sqlite",
        "postgresql://db/shop",
        "jdbc:postgresql://ada:sesame@db/shop",
        "jdbc:postgresql://db/shop?user=ada&password=sesame",
        "jdbc:postgresql://db/shop?PASSWORD=sesame",
        "jdbc:postgresql://db/"
      })
  void parse_ledgerWithAnotherSchemeOrASecret_isRefusedWithoutRepeatingIt(String address) {
    assertThatThrownBy(() -> parse(Policies.BAKERY + "ledger: " + address + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ledger must")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void parse_ageBandsAndNumbersAsCategories_staySameText() {
    Policy policy =
        parse(Policies.bakeryWith("[18-24, 25-34,", "[2026-11, 0x10, 1_000, 1e3, true, 18-24,"));

    assertThat(table(policy, "customers").columns().get("age_band"))
        .isInstanceOfSatisfying(
            Column.Category.class,
            column ->
                assertThat(column.values())
                    .startsWith("2026-11", "0x10", "1_000", "1e3", "true", "18-24"));
  }

  @Test
  void parse_oneRowPerCustomerTable_hasOneRowAtMost() {
    assertThat(table(parse(Policies.BAKERY), "customers").maxRows()).isEqualTo(OptionalInt.of(1));
  }

  @Test
  void parse_optionalKeysLeftAway_takesDocumentedDefaults() {
    Policy policy =
        parse(
            Policies.BAKERY
                .replace(", selection-delta: 1e-7", "")
                .replace(", when-spent: drop", "")
                .replace("retention: 24 months\n", "")
                .replace("    max-rows: 20\n", ""));

    assertThat(policy.budget().selectionDelta()).isZero();
    assertThat(policy.budget().whenSpent()).isEqualTo(Budget.WhenSpent.DROP);
    assertThat(policy.retention()).isEmpty();
    assertThat(table(policy, "purchases").maxRows()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // old | new | message
        "epsilon: 4.0 | epsilonn: 4.0 | 4: budget.epsilonn: unknown key; did you mean epsilon?",
        "epsilon: 4.0, | `` | 4: budget: key 'epsilon' is missing; write for example epsilon: 4.0",
        "epsilon: 4.0 | epsilon: 4.0, epsilon: 5 | 4: budget.epsilon: key is written twice; keep"
            + " one",
        "epsilon: 4.0 | epsilon: .nan | 4: budget.epsilon: must be a number such as 4.0 or 1e-6,"
            + " got '.nan'",
        "epsilon: 4.0 | epsilon: NaN | 4: budget.epsilon: must be a number such as 4.0 or 1e-6, got"
            + " 'NaN'",
        "epsilon: 4.0 | epsilon: 1e999 | 4: budget: budget.epsilon must be finite and above 0, got"
            + " Infinity",
        "epsilon: 4.0 | epsilon: 0 | 4: budget: budget.epsilon must be finite and above 0, got 0.0",
        "epsilon: 4.0 | epsilon: -1 | 4: budget: budget.epsilon must be finite and above 0, got"
            + " -1.0",
        "epsilon: 4.0 | epsilon: [4] | 4: budget.epsilon: must be a single value, got a list",
        "epsilon: 4.0 | epsilon: ~ | 4: budget.epsilon: has no value",
        "delta: 1e-6 | delta: 1 | 4: budget: budget.delta must be at least 0 and below 1, got 1.0",
        "delta: 1e-6 | delta: 1e-400 | 4: budget.delta: is too close to 0, got '1e-400'",
        "selection-delta: 1e-7 | selection-delta: 1e-6 | 4: budget: budget.selection-delta must be at least 0 and below budget.delta, got 1.0E-6",
        "period: month | period: weekly | 4: budget.period: must be day, month, none, quarter, week or year, got 'weekly'; did you mean week?",
        "when-spent: drop | when-spent: refused | 4: budget.when-spent: must be drop or refuse, got 'refused'; did you mean refuse?",
        "when-spent: drop | coverage-reserve: 0.05 | 4: budget.coverage-reserve: coverage-reserve is written like 5%, got 0.05",
        "when-spent: drop | coverage-reserve: 100% | 4: budget.coverage-reserve: coverage-reserve must be above 0% and below 100%, got 100%",
        "when-spent: drop | when-spent: drop, noise: googel | 4: budget.noise: must be exact or google, got 'googel'; did you mean google?",
        "when-spent: drop | when-spent: drop, noise: google | 4: budget: budget.noise: google needs budget.delta 0 (its Laplace noise), got delta 1.0E-6: the library's Gaussian is a binomial approximation that is (epsilon, delta)-DP but not mu-GDP, so that no ledger of mu^2 can carry it",
        "kind: email | kind: e-mail | 2: customer.kind: must be email or text, got 'e-mail'; did you mean email?",
        "column: email | column: e mail | 2: customer.column: the customer's column 'e mail': a name is a letter or underscore, then letters, digits and underscores, 63 characters in all",
        "Europe/London | Europe/Londn | 3: time-zone: must be a time zone such as Europe/London, got 'Europe/Londn'; did you mean Europe/London?",
        "24 months | 24 | 5: retention: must be a time such as 24 months, 90 days or 2 years, got '24'",
        "24 months | 0 months | 5: retention: must be a time such as 24 months, 90 days or 2 years, got '0 months'",
        "consent: required | consent: yes | 7: purposes.recommendations.consent: must be not-required or required, got 'yes'",
        "consent: required | consent: required, quota: 0.4 | 7: purposes.recommendations.quota: a quota is written like 40%, got 0.4",
        "consent: required | consent: required, quota: 0% | 7: purposes.recommendations.quota: a quota must be above 0% and at most 100%, got 0%",
        "consent: required | consent: required, quota: 100.1% | 7: purposes.recommendations.quota: a quota must be above 0% and at most 100%, got 100.1%",
        "`tables:` | `analysts: { ann: { quota: 0.4 } }\ntables:` | 9: analysts.ann.quota: a quota is written like 40%, got 0.4",
        "`tables:` | `plans: { night: { quotas: 40% } }\ntables:` | 9: plans.night.quotas: unknown key; did you mean quota?",
        "`tables:` | `analysts: { ' ': {} }\ntables:` | 9: analysts. : the name of an analyst or a plan must not be empty, nor longer than 255 characters, nor hold control characters, got ' '",
        "stock-planning | stock planning | 8: purposes.stock planning: purpose 'stock planning': a name is a letter, then letters, digits, _ and -, 63 characters in all",
        "one-row-per-customer: true | one-row-per-customer: yes | 11: tables.customers.one-row-per-customer: must be false or true, got 'yes'",
        "max-rows: 20 | max-rows: 0 | 15: tables.purchases: max-rows must be 1 to 1000000, got 0",
        "max-rows: 20 | max-rows: 2.5 | 16: tables.purchases.max-rows: must be a whole number, got"
            + " '2.5'",
        "`max-rows: 20` | `max-rows: 20\n    retention-date: daj` | 15: tables.purchases: retention-date must be a date of the table, got daj; did you mean day?",
        "max-rows: 20 | max-row: 20 | 16: tables.purchases.max-row: unknown key; did you mean"
            + " max-rows?",
        "type: date | type: dat | 18: tables.purchases.columns.day.type: must be category, date,"
            + " decimal or integer, got 'dat'; did you mean date?",
        "type: date | type: date, scale: 2 | 18: tables.purchases.columns.day.scale: unknown key;"
            + " known here: type",
        "scale: 2 | scale: 10 | 21: tables.purchases.columns.amount.scale: a scale must be 0 to 9"
            + " decimal digits, got 10",
        "scale: 2, | `` | 21: tables.purchases.columns.amount: key 'scale' is missing; write for"
            + " example { type: decimal, scale: 2, range: [-500, 500] }",
        "`range: [-500, 500], ` | `` | 21: tables.purchases.columns.amount: key 'range' is missing;"
            + " write for example { type: decimal, scale: 2, range: [-500, 500] }",
        "range: [-500, 500] | range: [500, -500] | 21: tables.purchases.columns.amount.range:"
            + " bounds must have low <= high, got [50000, -50000]",
        "range: [-500, 500] | range: [-500] | 21: tables.purchases.columns.amount.range: must be"
            + " two numbers such as [-500, 500], got 1 items",
        "range: [-500, 500] | range: [-500, 1e9] | 21: tables.purchases.columns.amount.range:"
            + " bounds of [-50000, 100000000000] units could overflow: at most 2147483647 units of"
            + " the column's scale either side",
        "range: [-500, 500] | range: [-500, 1e999] | 21: tables.purchases.columns.amount.range[1]:"
            + " is too large: at most 2147483647 times 0.01",
        "clamp: [0, 200] | clamp: [0, 0.125] | 21: tables.purchases.columns.amount.clamp[1]: must"
            + " be a multiple of the column's resolution 0.01, got '0.125'",
        "clamp: [0, 200] | clamp: 200 | 21: tables.purchases.columns.amount.clamp: must be a list"
            + " ([a, b]), got '200'",
        "clamp: [0, 50] | clamp: [0, 0.5] | 22: tables.purchases.columns.quantity.clamp[1]: must be"
            + " a multiple of the column's resolution 1, got '0.5'",
        "[bread, cake, coffee] | [] | 19: tables.purchases.columns.category.values: lists no value;"
            + " leave the key away to discover them",
        "[bread, cake, coffee] | [bread, bread] | 19: tables.purchases.columns.category: column"
            + " category: the value 'bread' is listed twice",
        "[bread, cake, coffee] | [bread, Other] | 19: tables.purchases.columns.category: column"
            + " category: the value 'Other' is reserved; leave it away or rename it",
        "[bread, cake, coffee] | [bread, null] | 19: tables.purchases.columns.category.values[1]:"
            + " has no value",
        "`product: ` | `PRODUCT: {type: date}\n"
            + "      product: ` | 15: tables.purchases: columns 'PRODUCT' and 'product' differ in"
            + " case only; rename one",
        "`product: ` | `pro-duct: ` | 20: tables.purchases.columns.pro-duct: column 'pro-duct': a"
            + " name is a letter or underscore, then letters, digits and underscores, 63 characters"
            + " in all",
        "`product: ` | `Customer: ` | 20: tables.purchases.columns.Customer: the column name"
            + " 'customer' is reserved; rename the column",
        "`product: ` | `EMAIL: ` | 20: tables.purchases.columns.EMAIL: column 'EMAIL' holds the raw"
            + " id, which is never stored; remove it from the columns",
        "`budget: ` | `Budget: ` | 4: Budget: unknown key; did you mean budget?",
        "kind: email | kind: !!str email | 2: customer.kind: YAML tags (!name) are not supported;"
            + " leave the tag away",
      })
  void parse_mistake_isRefusedOnOneLineWithPlaceAndRemedy(
      String old, String replacement, String message) {
    assertThatThrownBy(() -> parse(Policies.bakeryWith(old, replacement)))
        .isExactlyInstanceOf(InputException.class)
        .hasMessage("discreet.yaml:" + message);
  }

  @Test
  void parse_aliases_areRefused() {
    assertThatThrownBy(() -> parse("customer: &a { column: email, kind: email }\nbudget: *a\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "discreet.yaml:2: budget: YAML aliases (*name) are not supported; write the value out");
  }

  @Test
  void parse_secondDocument_isRefused() {
    assertThatThrownBy(() -> parse(Policies.BAKERY + "---\na: b\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds a second document");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "\n\n"})
  void parse_emptyText_saysWhatToDeclare(String yaml) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "discreet.yaml:1: is empty; declare customer, time-zone, budget, purposes and tables");
  }

  @ParameterizedTest
  @ValueSource(strings = {"purposes: {}", "purposes: { }"})
  void parse_noPurpose_isRefused(String purposes) {
    String yaml =
        Policies.BAKERY
            .replace("purposes:\n", purposes + "\n")
            .replace("  recommendations: { consent: required }\n", "")
            .replace("  stock-planning:  { consent: not-required }\n", "");

    assertThatThrownBy(() -> parse(yaml))
        .hasMessage("discreet.yaml:6: purposes: needs at least one purpose");
  }

  @Test
  void parse_noTable_isRefused() {
    String yaml = Policies.BAKERY.substring(0, Policies.BAKERY.indexOf("tables:")) + "tables: {}\n";

    assertThatThrownBy(() -> parse(yaml))
        .hasMessage("discreet.yaml:9: tables: needs at least one table");
  }

  @Test
  void parse_brokenYaml_namesLineOnOneLine() {
    assertThatThrownBy(() -> parse("customer: { column: email\nbudget: [1\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("discreet.yaml:")
        .hasMessageContaining("is not YAML")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  @Test
  void parse_deepNesting_isRefused() {
    assertThatThrownBy(() -> parse("a: " + "[".repeat(100_000)))
        .isInstanceOf(InputException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(400));
  }

  @Test
  void parse_randomDamage_neverFailsOtherwiseThanByOneLine() {
    long seed = 20260211;
    SplittableRandom random = new SplittableRandom(seed);
    String alphabet =
        "{}[]:,-#&*!|>'\"%@` \n\t\\0ax\u0085\u2028\u00e9\ud83c\udf5e\u0000\ufeff\ud800";
    for (int round = 0; round < 4_000; round++) {
      StringBuilder yaml = new StringBuilder(Policies.BAKERY);
      int edits = 1 + random.nextInt(4);
      for (int i = 0; i < edits; i++) {
        int at = random.nextInt(yaml.length());
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> yaml.setCharAt(at, c);
          case 1 -> yaml.insert(at, c);
          default -> yaml.delete(at, Math.min(yaml.length(), at + 1 + random.nextInt(30)));
        }
      }
      Throwable thrown = catchThrowable(() -> parse(yaml.toString()));
      if (thrown != null) {
        assertThat(thrown)
            .as("seed %d, round %d:%n%s", seed, round, yaml)
            .isExactlyInstanceOf(InputException.class);
        assertThat(String.valueOf(thrown.getMessage()).chars().anyMatch(Character::isISOControl))
            .as("seed %d, round %d: %s", seed, round, thrown.getMessage())
            .isFalse();
      }
    }
  }

  @Test
  void parse_askers_haveQuotasOrNone() {
    Policy policy =
        parse(
            Policies.bakeryWith(
                "tables:",
                "analysts: { ann: { quota: 20% }, bob: {} }\nplans: { night: {} }\ntables:"));
    assertThat(policy.analyst("ann")).isEqualTo(new Asker("ann", Optional.of(Quota.parse("20%"))));
    assertThat(policy.analyst("bob")).isEqualTo(new Asker("bob"));
    assertThat(policy.plan("another")).isEqualTo(new Asker("another"));
    assertThatThrownBy(() -> policy.analyst("anm"))
        .isInstanceOf(InputException.class)
        .hasMessage("the policy lists no analyst anm; did you mean ann?");
    assertThatThrownBy(() -> policy.requireAsker(Optional.empty(), Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("lists who may ask (ann, bob)");
    assertThatThrownBy(
            () -> policy.requireAsker(Optional.empty(), Optional.of(policy.plan("another"))))
        .hasMessageContaining("or list plan another under plans");
    policy.requireAsker(Optional.empty(), Optional.of(policy.plan("night")));
    policy.requireAsker(Optional.of(policy.analyst("bob")), Optional.empty());
    assertThat(policy.quotas()).containsOnlyKeys(QuotaHolder.analyst("ann"));
  }

  @Test
  void parse_quota_isAShareOfTheBudgetRoundedDown() {
    Policy policy =
        parse(Policies.bakeryWith("consent: required", "consent: required, quota: 12.50 %"));
    Quota quota =
        Objects.requireNonNull(policy.purposes().get("recommendations")).quota().orElseThrow();
    assertThat(quota).isEqualTo(Quota.parse("12.5%")).hasToString("12.5%");
    assertThat(quota.units(15)).isEqualTo(1);
    assertThat(quota.units(16)).isEqualTo(2);
  }

  @Test
  void read_fileOnDisk_equalsParsedText(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("discreet.yaml"), Policies.BAKERY);

    assertThat(PolicyFile.read(file)).isEqualTo(parse(Policies.BAKERY));
  }

  @Test
  void read_missingFile_namesIt(@TempDir Path folder) {
    assertThatThrownBy(() -> PolicyFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.yaml: cannot be read; check that the file exists");
  }

  @Test
  void read_folderInPlaceOfFile_isRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> PolicyFile.read(folder)).isInstanceOf(InputException.class);
  }

  @Test
  void read_invalidUtf8_isRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("discreet.yaml");
    Files.write(file, "caf\u00e9: 1".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> PolicyFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage("discreet.yaml:1: is not UTF-8 text; save it as UTF-8");
  }

  @Test
  void read_hugeFile_isRefused(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("discreet.yaml"), "#".repeat(PolicyFile.MOST_BYTES + 1));

    assertThatThrownBy(() -> PolicyFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage("discreet.yaml:1: is longer than 1048576 bytes");
  }
}
