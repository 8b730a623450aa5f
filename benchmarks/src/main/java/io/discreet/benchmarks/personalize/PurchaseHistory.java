package io.discreet.benchmarks.personalize;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Who bought what when, from CSV files, for an evaluation that may see everything.
 *
 * @param segments of each customer with any; a segment has a value for each axis that is known
 * @param purchases with a customer, an item and a day, in the order of the file
 */
public record PurchaseHistory(Map<String, Map<String, String>> segments, List<Purchase> purchases) {

  /** One purchase. */
  public record Purchase(String customer, String item, LocalDate day) {}

  /**
   * What the columns are called.
   *
   * @param axes of the segments
   */
  public record Columns(String customer, String item, String day, List<String> axes) {}

  /**
   * Reads the files; lines that lack something are passed over.
   *
   * @param customers one line a customer; null where purchases have the axes, of which a customer's
   *     first counts
   */
  public static PurchaseHistory read(@Nullable Path customers, Path purchases, Columns columns)
      throws IOException {
    Map<String, Map<String, String>> segments = new HashMap<>();
    if (customers != null) {
      each(customers, line -> putSegment(segments, line, columns));
    }
    List<Purchase> bought = new ArrayList<>();
    each(
        purchases,
        line -> {
          if (customers == null) {
            putSegment(segments, line, columns);
          }
          String item = field(line, columns.item());
          LocalDate day = day(field(line, columns.day()));
          String customer = id(line, columns);
          if (!item.isEmpty() && !customer.isEmpty() && day != null) {
            bought.add(new Purchase(customer, item, day));
          }
        });
    return new PurchaseHistory(segments, bought);
  }

  private static void putSegment(
      Map<String, Map<String, String>> segments, NamedCsvRecord line, Columns columns) {
    Map<String, String> segment = new LinkedHashMap<>();
    for (String axis : columns.axes()) {
      String value = field(line, axis);
      if (!value.isEmpty()) {
        segment.put(axis, value);
      }
    }
    segments.putIfAbsent(id(line, columns), segment);
  }

  private static void each(Path file, Consumer<NamedCsvRecord> action) throws IOException {
    try (var raw = Files.newInputStream(file);
        var plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        CsvReader<NamedCsvRecord> lines =
            CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(plain)) {
      lines.forEach(action);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String id(NamedCsvRecord line, Columns columns) {
    return field(line, columns.customer()).toLowerCase(Locale.ROOT);
  }

  private static String field(NamedCsvRecord line, String column) {
    return line.findField(column).map(String::strip).orElse("");
  }

  private static @Nullable LocalDate day(String text) {
    try {
      return text.length() < 10 ? null : LocalDate.parse(text.substring(0, 10));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The same with some purchases only. */
  PurchaseHistory where(Predicate<Purchase> condition) {
    return new PurchaseHistory(segments, purchases.stream().filter(condition).toList());
  }

  LocalDate newestDay() {
    return purchases.stream().map(Purchase::day).max(LocalDate::compareTo).orElseThrow();
  }

  /** All items, sorted: the shop's catalogue, which is public. */
  TreeSet<String> items() {
    TreeSet<String> items = new TreeSet<>();
    purchases.forEach(purchase -> items.add(purchase.item()));
    return items;
  }

  /** The values of an axis, sorted. */
  TreeSet<String> values(String axis) {
    TreeSet<String> values = new TreeSet<>();
    for (Map<String, String> segment : segments.values()) {
      String value = segment.get(axis);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  Map<String, String> segmentOf(String customer) {
    return segments.getOrDefault(customer, Map.of());
  }
}
