package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import io.discreet.engine.vault.Vault;
import io.discreet.engine.vault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A damaged vault file is named by whoever reads it and by the audit, or every row is as it was
 * written; what was spent is in the ledger and stays there.
 *
 * <p>{@code -Ddiscreet.damage=2000} flips more bits than the build does.
 */
class VaultDamageTest {

  private static final int FLIPS = Integer.getInteger("discreet.damage", 30);
  private static final long SEED = 20261126;

  /** DuckDB's: one header of the file, and two of the database in turns. */
  private static final int HEADERS = 3 * 4096;

  @TempDir private Path temporary;
  private TestShop shop;
  private Policy policy;
  private String shopId;
  private Registry registry;
  private int generation;
  private Path file;
  private byte[] whole = {};
  private List<String> rows = List.of();

  @BeforeEach
  void makeShop() throws IOException {
    shop = TestShop.filled(temporary, TestShop.POLICY, 7, 40);
    try (Discreet analyst = shop.open()) {
      policy = analyst.policy();
    }
    try (Ledger ledger =
        Ledger.open(
            LedgerPlace.file(shop.folder.resolve("ledger.sqlite")),
            Clock.fixed(TestShop.NOW, ZoneOffset.UTC))) {
      shopId = ledger.facts().shopId();
      registry = ledger.registry();
      generation = ledger.vaultGeneration();
    }
    file = shop.folder.resolve("vault-" + generation + ".duckdb");
    whole = Files.readAllBytes(file);
    rows = rows();
  }

  @Test
  void vault_bitsFlipped_isNamedOrEveryRowIsAsItWas() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    int[] used = IntStream.range(HEADERS, whole.length).filter(at -> whole[at] != 0).toArray();
    Set<Integer> places = new TreeSet<>();
    for (int flip = 0; flip < FLIPS; flip++) {
      places.add(8 * random.nextInt(HEADERS) + random.nextInt(8));
      places.add(8 * used[random.nextInt(used.length)] + random.nextInt(8));
      places.add(random.nextInt(8 * whole.length));
    }
    for (int bit = 0; bit < 8 * 64; bit += Math.max(1, 500 / FLIPS)) {
      places.add(bit); // the file's own checksum, mark and version
      places.add(8 * 4096 + bit); // and where the newest state of the database is found
      places.add(8 * 8192 + bit);
    }
    assertThat(outcome(whole)).isEqualTo("harmless");
    int named = 0;
    List<String> wrong = new ArrayList<>();
    for (int place : places) {
      byte[] damaged = whole.clone();
      damaged[place / 8] ^= (byte) (1 << (place % 8));
      String outcome = outcome(damaged);
      if (outcome.equals("named")) {
        named++;
      } else if (!outcome.equals("harmless")) {
        wrong.add("byte " + place / 8 + " bit " + place % 8 + ": " + outcome);
      }
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
    assertThat(named).as("flips of %d that were noticed", places.size()).isGreaterThan(FLIPS);
  }

  @Test
  void vault_cutShort_isNamedOrEveryRowIsAsItWas() throws IOException {
    int named = 0;
    for (int length = whole.length - 1; length >= 0; length -= whole.length / 20 + 1) {
      String outcome = outcome(Arrays.copyOf(whole, length));
      assertThat(outcome).as("%d bytes", length).isIn("named", "harmless");
      named += outcome.equals("named") ? 1 : 0;
    }
    assertThat(named).isGreaterThan(15);
  }

  @Test
  void law6_vaultDamaged_chargesNothingAndForgetsNoSpend() throws IOException {
    String first = "SELECT category, COUNT(DISTINCT customer) FROM purchases GROUP BY category";
    String other = "SELECT COUNT(*) FROM purchases";
    ask(first);
    double spent = spent();
    byte[] damaged = whole.clone();
    for (int at = HEADERS; at < damaged.length; at++) {
      damaged[at] ^= (byte) (damaged[at] == 0 ? 0 : 0x11);
    }
    Files.write(file, damaged);
    assertThatThrownBy(() -> ask(other))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(file.getFileName().toString());
    try (Operator operator = shop.operate()) {
      assertThatThrownBy(() -> operator.audit(Optional.empty()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(file.getFileName().toString());
      assertThatThrownBy(() -> operator.forget(TestShop.rawId(2)))
          .isInstanceOf(VaultException.class);
      assertThatThrownBy(
              () ->
                  operator.intake(
                      "purchases",
                      List.of(
                          shop.file(
                              "more.csv",
                              "email,day,category,amount\n"
                                  + TestShop.rawId(1)
                                  + ",2026-01-01,cake,2\n")),
                      TestShop.options()))
          .isInstanceOf(VaultException.class);
    }
    Files.write(file, whole);
    assertThat(spent()).isEqualTo(spent);
    ask(first); // is still the stored answer
    assertThat(spent()).isEqualTo(spent);
    ask(other);
    assertThat(spent()).isGreaterThan(spent);
  }

  private void ask(String text) {
    try (Discreet analyst = shop.open()) {
      analyst.run(SegmentQuery.parse(text, "stock-planning"), Share.percent(1));
    }
  }

  private double spent() {
    try (Operator operator = shop.operate()) {
      operator.audit(Optional.empty());
      return operator.statement(TestShop.rawId(1)).periodShare();
    }
  }

  /** What comes of a vault file: "named", "harmless", or what went wrong. */
  private String outcome(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    boolean audited =
        VaultAudit.fault(shop.folder, shopId, generation, policy, registry).isPresent();
    try {
      if (!rows().equals(rows)) {
        return "other rows than were written";
      }
      return audited ? "named by the audit only" : "harmless";
    } catch (VaultException e) {
      return audited ? "named" : "not named by the audit: " + e;
    } catch (RuntimeException e) {
      return "not named: " + e;
    }
  }

  /** Everything that the vault holds. */
  private List<String> rows() {
    List<String> all = new ArrayList<>();
    try (Vault vault = Vault.open(shop.folder, shopId, generation, policy)) {
      for (Table table : policy.tables().values()) {
        TableData data = vault.table(table.name());
        all.add(table.name() + Arrays.toString(data.offsets()));
        for (String name : table.columns().keySet()) {
          ColumnData column = data.column(name);
          Packed values = column.values();
          all.add(
              IntStream.range(0, values.length()).mapToObj(values::get).toList()
                  + (column instanceof ColumnData.Codes codes
                      ? codes.dictionary().toString()
                      : ""));
        }
      }
    }
    return all;
  }
}
