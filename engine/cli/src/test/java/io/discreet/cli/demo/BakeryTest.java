package io.discreet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BakeryTest {

  private static final LocalDate AS_OF = LocalDate.of(2026, 11, 24);

  @TempDir Path folder;

  @Test
  void write_sameArguments_sameBytesOnEveryMachine() throws Exception {
    Bakery.BakeryFiles files = new Bakery(1, 200, 10_000, AS_OF).write(folder);

    // Written down once: another machine, JDK or day must give the same.
    assertThat(sha256(files.customers(), files.purchases(), files.consents()))
        .isEqualTo("47ff7c4976ce10bee3d2c398556c3f714ab1fa73a285f22e67c7374e27a0562b");
  }

  @Test
  void write_otherSeed_otherShop() throws Exception {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path other = Files.createDirectory(folder.resolve("other"));

    assertThat(sha256(new Bakery(1, 50, 500, AS_OF).write(one).purchases()))
        .isNotEqualTo(sha256(new Bakery(2, 50, 500, AS_OF).write(other).purchases()));
  }

  @Test
  void purchases_anyShop_endTheDayBeforeAsOfAndHaveEveryMalformedKind() throws Exception {
    int purchases = 50_000;
    Bakery.BakeryFiles files = new Bakery(7, 1_000, purchases, AS_OF).write(folder);

    List<String> lines = lines(files.purchases());
    int bad = purchases / 5_000 * BadLine.values().length;
    assertThat(lines).hasSize(1 + purchases + bad);
    assertThat(bad).isLessThan(purchases / 100);
    List<String> days = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      if (fields[1].matches("\\d{4}-\\d\\d-\\d\\d")) {
        days.add(fields[1]);
      }
    }
    assertThat(days).isSorted();
    assertThat(days.get(0)).isEqualTo("2025-05-24");
    assertThat(days.get(days.size() - 1)).isEqualTo("2026-11-23");
    assertThat(lines.stream().filter(line -> line.contains("3.5O")).count()).isEqualTo(10);
    assertThat(lines.stream().filter(line -> line.contains("30 February")).count()).isEqualTo(10);
    assertThat(lines.stream().filter(line -> line.length() > 1_024).count()).isEqualTo(10);
    assertThat(lines.stream().filter(line -> line.endsWith("bread")).count()).isEqualTo(10);
    assertThat(lines.stream().filter(line -> line.endsWith("cash")).count()).isEqualTo(10);
    assertThat(lines.stream().filter(line -> line.startsWith(",")).count()).isEqualTo(10);
    assertThat(lines.stream().filter(line -> line.contains("caf\u00e9")).count()).isEqualTo(10);
  }

  @Test
  void purchases_realSize_fewBuyMuch() throws Exception {
    Bakery.BakeryFiles files = new Bakery(3, 2_000, 75_000, AS_OF).write(folder);

    Map<String, Long> lines =
        lines(files.purchases()).stream()
            .map(line -> line.split(",", -1)[0].strip().toLowerCase(java.util.Locale.ROOT))
            .filter(email -> email.contains("@example."))
            .collect(Collectors.groupingBy(email -> email, Collectors.counting()));
    List<Long> counts = lines.values().stream().sorted().toList();
    long total = counts.stream().mapToLong(Long::longValue).sum();
    long ofTopTenth =
        counts.subList(counts.size() * 9 / 10, counts.size()).stream()
            .mapToLong(Long::longValue)
            .sum();
    assertThat((double) ofTopTenth / total).isBetween(0.35, 0.55);
  }

  @Test
  void purchases_realSize_tastesDifferByCity() throws Exception {
    Bakery.BakeryFiles files = new Bakery(3, 2_000, 75_000, AS_OF).write(folder);
    Map<String, String> cities =
        lines(files.customers()).stream()
            .map(line -> line.split(",", -1))
            .collect(Collectors.toMap(row -> row[0], row -> row[2], (first, again) -> first));

    Map<String, Long> coffeeDrinkers =
        lines(files.purchases()).stream()
            .map(line -> line.split(",", -1))
            .filter(row -> row.length == 6 && row[2].equals("coffee"))
            .map(row -> row[0])
            .distinct()
            .collect(
                Collectors.groupingBy(
                    email -> cities.getOrDefault(email, ""), Collectors.counting()));
    assertThat(share(coffeeDrinkers, cities, "Leeds"))
        .isGreaterThan(1.3 * share(coffeeDrinkers, cities, "Hull"));
  }

  private static double share(Map<String, Long> drinkers, Map<String, String> cities, String city) {
    long all = cities.values().stream().filter(city::equals).count();
    return (double) drinkers.getOrDefault(city, 0L) / all;
  }

  @ParameterizedTest
  @CsvSource({"0, 10, --customers", "10000001, 10, --customers", "1, -1, --purchases"})
  void bakery_sizeOutOfRange_isRefusedByName(int customers, int purchases, String option) {
    assertThatThrownBy(() -> new Bakery(1, customers, purchases, AS_OF))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(option);
  }

  @Test
  void bakery_noPurchases_writesHeaderOnly() throws Exception {
    Bakery.BakeryFiles files = new Bakery(1, 1, 0, AS_OF).write(folder);

    assertThat(Files.readString(files.purchases()))
        .isEqualTo("email,day,category,product,amount,quantity\r\n");
  }

  /** Latin-1, so that the lines that are not UTF-8 can be read too. */
  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
  }

  private static String sha256(Path... files) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : files) {
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
