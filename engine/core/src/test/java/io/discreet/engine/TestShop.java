package io.discreet.engine;

import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/** A real shop in a folder: real files taken in, a real ledger, a clock of its own. */
final class TestShop {
  static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final List<String> CITIES = List.of("Leeds", "York", "Hull");
  static final List<String> CATEGORIES = List.of("bread", "cake", "coffee");

  static final String POLICY =
      """
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, selection-delta: 1e-7, period: month, when-spent: drop }
      retention: 24 months
      purposes:
        recommendations: { consent: required }
        stock-planning: { consent: not-required }
      tables:
        customers:
          one-row-per-customer: true
          columns:
            city: { type: category, values: [Leeds, York, Hull] }
        purchases:
          max-rows: 1000
          columns:
            day: { type: date }
            category: { type: category, values: [bread, cake, coffee] }
            amount: { type: decimal, scale: 2, range: [-500, 500], clamp: [0, 60] }
      """;

  final Path folder;
  final Path files;
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  private TestShop(Path folder, Path files) {
    this.folder = folder;
    this.files = files;
  }

  /** Makes an empty shop under a temporary folder. */
  static TestShop create(Path temporary, String policy) {
    try {
      Path policyFile = Files.writeString(temporary.resolve("policy.yaml"), policy);
      TestShop shop = new TestShop(temporary.resolve("shop"), temporary);
      Discreet.init(shop.folder, policyFile, PASSPHRASE, shop.clock);
      return shop;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The shop that {@link #create} made under a temporary folder before. */
  static TestShop in(Path temporary) {
    return new TestShop(temporary.resolve("shop"), temporary);
  }

  /** Makes a shop with random customers, purchases and everybody's consent. */
  static TestShop filled(Path temporary, String policy, long seed, int customers) {
    TestShop shop = create(temporary, policy);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    StringBuilder people = new StringBuilder("email,city\n");
    StringBuilder purchases = new StringBuilder("email,day,category,amount\n");
    StringBuilder consents = new StringBuilder("email,purpose,granted,since\n");
    for (int i = 0; i < customers; i++) {
      String email = rawId(i);
      people.append(email).append(',').append(pick(random, CITIES)).append('\n');
      consents.append(email).append(",recommendations,true,2026-01-01\n");
      for (int row = random.nextInt(1, 9); row > 0; row--) {
        purchases
            .append(email)
            .append(String.format(Locale.ROOT, ",2026-%02d-%02d,", random.nextInt(1, 12), 9))
            .append(pick(random, CATEGORIES))
            .append(String.format(Locale.ROOT, ",%.2f%n", random.nextDouble(-5, 40)));
      }
    }
    try (Operator operator = shop.operate()) {
      operator.intake("customers", List.of(shop.file("customers.csv", people)), options());
      operator.intake("purchases", List.of(shop.file("purchases.csv", purchases)), options());
      operator.consent(shop.file("consents.csv", consents));
    }
    return shop;
  }

  static String rawId(int customer) {
    return "customer-number-" + customer + "@example.org";
  }

  static IntakeOptions options() {
    return IntakeOptions.DEFAULT;
  }

  private static String pick(RandomGenerator random, List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  Path file(String name, CharSequence content) {
    try {
      return Files.writeString(files.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void setClock(Instant now) {
    clock = Clock.fixed(now, ZoneOffset.UTC);
  }

  Discreet open() {
    return Discreet.open(folder, clock);
  }

  Operator operate() {
    return Discreet.operate(folder, PASSPHRASE, clock);
  }

  /** The vault generation that the ledger names now. */
  Vault vault(Policy policy) {
    try (Ledger ledger = Ledger.open(LedgerPlace.file(folder.resolve("ledger.sqlite")), clock)) {
      return Vault.open(folder, ledger.facts().shopId(), ledger.vaultGeneration(), policy);
    }
  }

  /**
   * The bytes of every file of the shop: vault, ledger, its log, free pages and what else is there.
   */
  String bytes() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
    return all.toString();
  }

  boolean isOnDisk(String text) throws IOException {
    return bytes().contains(text);
  }

  /** The names of all files of the vault, finished or not, in order. */
  List<String> vaultFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("vault-"))
          .sorted()
          .toList();
    }
  }

  /** A copy of the shop and its files, all doors of which are closed. */
  TestShop copiedTo(Path temporary) throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      for (Path one : all.toList()) {
        Path copy = temporary.resolve(files.relativize(one).toString());
        if (!copy.equals(temporary)) {
          Files.copy(one, copy);
        }
      }
    }
    return in(temporary);
  }
}
