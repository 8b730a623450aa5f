package io.discreet.benchmarks.lab;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Data of a CSV file. Amounts are brought within 0 and the 99th percentile, as a policy's range
 * would; lines that lack a field or whose amount is no number are passed over.
 *
 * <p>That percentile is looked up in the data, which a policy must not do: the lab protects nobody.
 */
final class CsvData {
  private static final double WITHIN_RANGE = 0.99;

  private CsvData() {}

  /** What the columns are called. */
  record Columns(String customer, String segment, String amount) {}

  static DataSet read(Path file, Columns columns) throws IOException {
    Map<String, List<Row>> byCustomer = new TreeMap<>();
    TreeSet<String> labels = new TreeSet<>();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofNamedCsvRecord(file)) {
      for (NamedCsvRecord line : csv) {
        String customer = line.findField(columns.customer()).orElse("");
        String segment = line.findField(columns.segment()).orElse("");
        Optional<BigDecimal> amount = line.findField(columns.amount()).flatMap(CsvData::number);
        if (!customer.isEmpty() && !segment.isEmpty() && amount.isPresent()) {
          labels.add(segment);
          int cents = cents(amount.get());
          byCustomer
              .computeIfAbsent(customer, id -> new ArrayList<>())
              .add(new Row(segment, cents));
        }
      }
    }
    if (byCustomer.isEmpty()) {
      throw new IllegalArgumentException(
          file + " has no line with a customer, a segment and an amount; looked for " + columns);
    }
    int greatest = greatest(byCustomer);
    List<String> segments = List.copyOf(labels);
    Shape.Rows rows = new Shape.Rows();
    for (List<Row> customer : byCustomer.values()) {
      for (Row row : customer) {
        int position = Collections.binarySearch(segments, row.segment());
        rows.add(position, Math.max(0, Math.min(greatest, row.cents())));
      }
      rows.endOfCustomer();
    }
    return rows.data(String.valueOf(file.getFileName()), segments, greatest);
  }

  private record Row(String segment, int cents) {}

  private static int greatest(Map<String, List<Row>> byCustomer) {
    int[] all =
        byCustomer.values().stream().flatMap(List::stream).mapToInt(Row::cents).sorted().toArray();
    return Math.max(1, all[(int) Math.ceil(WITHIN_RANGE * all.length) - 1]);
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int cents(BigDecimal amount) {
    BigDecimal cents = amount.movePointRight(2).setScale(0, RoundingMode.HALF_EVEN);
    return cents
        .max(BigDecimal.valueOf(-1_000_000_000))
        .min(BigDecimal.valueOf(1_000_000_000))
        .intValue();
  }
}
