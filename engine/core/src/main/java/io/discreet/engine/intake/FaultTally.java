package io.discreet.engine.intake;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RowFault;
import io.discreet.engine.rows.RowBatch;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Counts rows and their faults by kind, and refuses too many. */
final class FaultTally {

  private final Map<RowFault, Long> faults = new EnumMap<>(RowFault.class);
  private long rows;
  private long bad;

  void row() {
    rows++;
  }

  void fault(RowFault fault) {
    bad++;
    faults.merge(fault, 1L, Long::sum);
  }

  /** Counts the rows of a batch, good and bad. */
  void batch(RowBatch batch) {
    rows(batch.rowsRead(), batch::faults);
  }

  /** Counts rows, good and bad. */
  void rows(long read, ToLongFunction<RowFault> faultsOf) {
    rows += read;
    for (RowFault fault : RowFault.values()) {
      long count = faultsOf.applyAsLong(fault);
      if (count > 0) {
        bad += count;
        faults.merge(fault, count, Long::sum);
      }
    }
  }

  long rows() {
    return rows;
  }

  Map<RowFault, Long> faults() {
    return Collections.unmodifiableMap(new EnumMap<>(faults));
  }

  /**
   * Refuses more bad rows than allowed.
   *
   * @param subject the files, for the message
   * @param maxBadRows the largest share of bad rows that is accepted
   */
  void requireAtMost(double maxBadRows, String subject) {
    // In decimals: as doubles, 0.29 of 100 rows would be fewer than 29.
    BigDecimal accepted = BigDecimal.valueOf(maxBadRows).multiply(BigDecimal.valueOf(rows));
    if (BigDecimal.valueOf(bad).compareTo(accepted) > 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d of %d rows are bad (%.2f %%), at most %.2f %% are accepted: %s; nothing was"
                  + " changed, mend the rows or allow more with --max-bad-rows",
              subject,
              bad,
              rows,
              100.0 * bad / rows,
              100 * maxBadRows,
              faults.entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey().label())
                  .collect(Collectors.joining(", "))));
    }
  }

  static double requireShare(double maxBadRows) {
    // Written as !(x >= 0) so that NaN is refused too.
    if (!(maxBadRows >= 0 && maxBadRows <= 1)) {
      throw new InputException(
          "the accepted share of bad rows must be between 0 and 1, got " + maxBadRows);
    }
    return maxBadRows;
  }
}
