package io.discreet.cli;

import io.discreet.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small real shop that is made and asked through the command itself. */
public final class CliShop {

  public static final String PASSPHRASE = "correct horse battery staple";

  public static final String POLICY =
      """
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, selection-delta: 1e-7, period: month, when-spent: drop }
      purposes:
        recommendations: { consent: required }
        stock-planning: { consent: not-required }
      tables:
        customers:
          one-row-per-customer: true
          columns:
            city: { type: category, values: [Leeds, York, Hull] }
        purchases:
          max-rows: 20
          columns:
            day: { type: date }
            category: { type: category, values: [bread, cake, coffee] }
            amount: { type: decimal, scale: 2, range: [-50, 50], clamp: [0, 60] }
            pieces: { type: integer, range: [0, 50] }
      """;

  private static final List<String> CITIES = List.of("Leeds", "York", "Hull");
  private static final List<String> CATEGORIES = List.of("bread", "cake", "coffee");
  private static final int CUSTOMERS = 300;

  private final Path files;

  private CliShop(Path files) {
    this.files = files;
  }

  /** What one run of the command gave. */
  public record Outcome(int code, String out, String err) {}

  /** A folder for files, with no shop in it yet. */
  public static CliShop none(Path files) {
    return new CliShop(files);
  }

  /** A shop without data. */
  public static CliShop empty(Path files, String policy) {
    CliShop shop = new CliShop(files);
    shop.file("policy.yaml", policy);
    shop.done("init", shop.path(), "--policy", shop.at("policy.yaml"));
    return shop;
  }

  /** A shop in which everybody from Leeds buys bread, from York cake, and from Hull coffee. */
  public static CliShop filled(Path files, String policy) {
    CliShop shop = empty(files, policy);
    StringBuilder customers = new StringBuilder("email,city\n");
    StringBuilder purchases = new StringBuilder("email,day,category,amount,pieces\n");
    StringBuilder consents = new StringBuilder("email,purpose,granted,since\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      int kind = i % 3;
      customers.append(rawId(i)).append(',').append(CITIES.get(kind)).append('\n');
      consents.append(rawId(i)).append(",recommendations,true,2026-01-01\n");
      for (int row = 0; row <= i % 4; row++) {
        purchases.append(rawId(i)).append(",2026-0").append(1 + row).append("-09,");
        purchases.append(CATEGORIES.get(kind)).append(",").append(1 + i % 9).append(".50,2\n");
      }
    }
    shop.file("customers.csv", customers);
    shop.file("purchases.csv", purchases);
    shop.file("consents.csv", consents);
    shop.done("intake", shop.path(), "customers", shop.at("customers.csv"));
    shop.done("intake", shop.path(), "purchases", shop.at("purchases.csv"));
    shop.done("consent", shop.path(), shop.at("consents.csv"));
    return shop;
  }

  public static String rawId(int customer) {
    return "customer-number-" + customer + "@example.org";
  }

  /** The shop's folder, as an argument. */
  public String path() {
    return at("shop");
  }

  /** A file of the test, as an argument. */
  public String at(String name) {
    return files.resolve(name).toString();
  }

  public Path file(String name, CharSequence content) {
    try {
      return Files.writeString(files.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the command with the passphrase in its environment and nothing on standard input. */
  public Outcome run(String... args) {
    return run(Map.of("DISCREET_PASSPHRASE", PASSPHRASE), InputStream.nullInputStream(), args);
  }

  /** Runs the command with a text on standard input. */
  public Outcome runWith(String in, String... args) {
    return run(
        Map.of("DISCREET_PASSPHRASE", PASSPHRASE),
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        args);
  }

  /** Runs the command with an environment and a standard input. */
  public Outcome run(Map<String, String> environment, InputStream in, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(in, utf8(out), utf8(err), environment, false);
    int code = Main.run(args, terminal);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs the command, which must succeed, and returns what it printed. */
  public String done(String... args) {
    Outcome outcome = run(args);
    if (outcome.code() != 0) {
      throw new AssertionError(String.join(" ", args) + ": " + outcome);
    }
    return outcome.out();
  }

  /**
   * The content of every file of the shop's parent folder, by path; SQLite's scratch files apart.
   */
  public Map<String, String> bytes() {
    try (Stream<Path> all = Files.walk(files)) {
      Map<String, String> bytes = new TreeMap<>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = files.relativize(file).toString();
        // Opening a ledger makes them and closing it removes them.
        if (!name.endsWith("-shm") && !name.endsWith("-wal")) {
          bytes.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrintStream utf8(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
