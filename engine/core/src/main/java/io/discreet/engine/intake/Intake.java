package io.discreet.engine.intake;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RowFault;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.rows.CheckedRows;
import io.discreet.engine.rows.IntakeSource;
import io.discreet.engine.rows.RowBatch;
import io.discreet.engine.rows.RowCheck;
import io.discreet.engine.vault.Retention;
import io.discreet.engine.vault.StagedRows;
import io.discreet.engine.vault.VaultWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes checked rows into one table of the next vault generation. Used once, by one thread.
 *
 * <p>Law 7: no raw id comes here; what reads the rows puts them under pseudonyms.
 */
public final class Intake implements ReadIntake {

  private final Table table;
  private final LocalDate today;
  private final IntakeOptions options;
  private final VaultWriter writer;
  private final StagedRows staged;
  private final Column[] columns;
  private final @Nullable Dictionary[] dictionaries;
  private final long[] adjusted;
  private final int dateColumn;
  private final long oldestDay;
  private final CustomerIndexes indexes;
  private final BitSet seen = new BitSet();
  private final FaultTally tally = new FaultTally();
  private final RowsDigest digest = new RowsDigest();
  private final Set<String> ignored = new LinkedHashSet<>();
  private final Set<String> contents = new HashSet<>();
  private long expired;

  private Intake(
      Policy policy,
      Table table,
      Registry registry,
      LocalDate today,
      IntakeOptions options,
      VaultWriter writer,
      StagedRows staged) {
    this.table = table;
    indexes = new CustomerIndexes(registry);
    this.today = today;
    this.options = options;
    this.writer = writer;
    this.staged = staged;
    columns = table.columns().values().toArray(Column[]::new);
    dictionaries = new @Nullable Dictionary[columns.length];
    adjusted = new long[columns.length];
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] instanceof Column.Category category) {
        dictionaries[i] = new Dictionary(category);
      }
    }
    dateColumn =
        Retention.dateColumn(table).map(List.copyOf(table.columns().keySet())::indexOf).orElse(-1);
    oldestDay =
        Retention.cutoff(policy, today).map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE + 1);
  }

  /**
   * Reads sources and stages their rows; {@link #write} comes next.
   *
   * @param writer of the next generation
   * @param check of the rows of {@code table}, where they are read
   * @param registry the customers known at the generation that {@code writer} follows
   * @param today what the retention counts back from
   * @throws InputException if a source cannot be read or has too many bad rows; the writer is then
   *     to be closed, and nothing has changed
   */
  public static Intake read(
      VaultWriter writer,
      Policy policy,
      Table table,
      List<IntakeSource> sources,
      RowCheck check,
      Registry registry,
      LocalDate today,
      IntakeOptions options) {
    Intake intake =
        new Intake(policy, table, registry, today, options, writer, writer.stage(table.name()));
    intake.readAll(sources, check);
    return intake;
  }

  /**
   * Files to take in.
   *
   * @throws InputException if one cannot be
   */
  public static List<IntakeSource> files(List<Path> files) {
    return files.stream().<IntakeSource>map(SourceFile::of).toList();
  }

  /** The SHA-256 of a file that can be taken in. */
  public static byte[] sha256(Path file) {
    return SourceFile.sha256(SourceFile.of(file).path());
  }

  private void readAll(List<IntakeSource> sources, RowCheck check) {
    if (sources.isEmpty()) {
      throw new InputException("no files to take in: name at least one");
    }
    long total = sources.stream().mapToLong(IntakeSource::size).sum();
    long before = 0;
    for (IntakeSource source : sources) {
      read(source, check, before, total);
      before += source.size();
    }
    options.progress().at(tally.rows(), total, total);
    tally.requireAtMost(
        options.maxBadRows(), String.join(", ", sources.stream().map(IntakeSource::name).toList()));
  }

  private void read(IntakeSource source, RowCheck check, long before, long total) {
    try (CheckedRows rows = source.open(check)) {
      for (RowBatch batch = rows.next(); batch != null; batch = rows.next()) {
        take(batch);
        options.progress().at(tally.rows(), before + rows.done(), total);
      }
      ignored.addAll(rows.ignoredColumns());
      boolean repeat = rows.sha256().filter(sha256 -> !contents.add(sha256)).isPresent();
      if (repeat && !options.allowRepeat()) {
        throw new InputException(
            source.name()
                + " holds the same as a file before it; if its rows are meant to count twice, allow"
                + " it with --again");
      }
    }
  }

  private void take(RowBatch batch) {
    tally.batch(batch);
    long[][] values = new long[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      values[i] = batch.values(i);
      Dictionary dictionary = dictionaries[i];
      if (dictionary != null) {
        if (batch.first()) {
          dictionary.begin();
        }
        dictionary.learn(batch.newWords(i));
      }
    }
    long[] row = new long[columns.length];
    for (int at = 0; at < batch.size(); at++) {
      for (int i = 0; i < row.length; i++) {
        Dictionary dictionary = dictionaries[i];
        long value = values[i][at];
        row[i] =
            dictionary == null || value == StagedRows.NULL ? value : dictionary.codeOfSource(value);
      }
      take(batch, at, row);
    }
  }

  /** Stages a row, unless it is too old or a customer's second where there may be one. */
  private void take(RowBatch batch, int at, long[] values) {
    long rowHash = batch.rowHash(at);
    digest.add(rowHash);
    if (dateColumn >= 0
        && values[dateColumn] != StagedRows.NULL
        && values[dateColumn] < oldestDay) {
      expired++;
      return;
    }
    int customer = indexes.of(batch.pseudonym(at));
    if (table.oneRowPerCustomer() && seen.get(customer)) {
      tally.fault(RowFault.DUPLICATE_CUSTOMER);
      return;
    }
    seen.set(customer);
    for (int i = 0; i < values.length; i++) {
      if (batch.adjusted(i, at)) {
        adjusted[i]++;
      }
    }
    staged.add(customer, rowHash, values);
  }

  @Override
  public String contents() {
    return digest.sha256();
  }

  @Override
  public Result write() {
    Map<String, Long> adjustedValues = new LinkedHashMap<>();
    for (int i = 0; i < columns.length; i++) {
      Dictionary dictionary = dictionaries[i];
      if (dictionary != null) {
        staged.dictionary(i, dictionary.words());
      }
      if (adjusted[i] > 0) {
        adjustedValues.put(columns[i].name(), adjusted[i]);
      }
    }
    long kept = staged.rows();
    VaultWriter.Written written = writer.write(indexes.size(), today);
    IntakeSummary summary =
        new IntakeSummary(
            table.name(),
            tally.rows(),
            kept,
            tally.faults(),
            expired,
            written.expired(),
            adjustedValues,
            seen.cardinality(),
            indexes.newCustomers().size(),
            List.copyOf(ignored));
    return new Result(summary, indexes.newCustomers());
  }

  @Override
  public void close() {}
}
