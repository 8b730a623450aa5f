package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.personalize.DaysSplit;
import io.discreet.benchmarks.personalize.PurchaseHistory;
import io.discreet.cli.demo.Bakery;
import io.discreet.cli.demo.Bakery.BakeryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** The newest days of the demo's bakery, as it was on a day; made once, when first asked for. */
final class BakeryDays {
  static final List<String> AXES = List.of("city", "age_band");
  private static final LocalDate AS_OF = LocalDate.of(2026, 11, 26);
  private static final int CUSTOMERS = 8_000;
  private static final int PURCHASES = 300_000;

  private BakeryDays() {}

  /** 180 days, and the 30 days after. */
  static DaysSplit split() {
    return Made.SPLIT;
  }

  /** Loaded with its first use, by one thread. */
  private static final class Made {
    private static final DaysSplit SPLIT = DaysSplit.newest(history(), 180, 30);

    private static PurchaseHistory history() {
      try {
        Path folder = Files.createTempDirectory("bakery");
        try {
          BakeryFiles files = new Bakery(1, CUSTOMERS, PURCHASES, AS_OF).write(folder);
          return PurchaseHistory.read(
              files.customers(),
              files.purchases(),
              new PurchaseHistory.Columns("email", "product", "day", AXES));
        } finally {
          delete(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
