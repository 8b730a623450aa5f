package io.discreet.engine.intake;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.keys.IdRefusal;
import io.discreet.engine.keys.IdResult;
import io.discreet.engine.keys.KeyedHash;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.Pseudonymizer;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Retention;
import io.discreet.engine.vault.StagedRows;
import io.discreet.engine.vault.VaultWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Takes files into one table of the next vault generation. Used once, by one thread.
 *
 * <p>Law 7: the raw id of a row lives in the row's buffer and in the pseudonymizer, and nowhere
 * else.
 */
public final class Intake {

  /**
   * A finished intake, not yet in the ledger.
   *
   * @param newCustomers pseudonyms without an index so far, in the order of their new indexes
   */
  public record Result(IntakeSummary summary, List<Pseudonym> newCustomers) {}

  private static final int PROGRESS_ROWS = 1 << 13;

  private final Policy policy;
  private final Table table;
  private final Registry registry;
  private final Pseudonymizer pseudonymizer;
  private final KeyedHash hash;
  private final IntakeOptions options;
  private final Column[] columns;
  private final ValueEncoder[] encoders;
  private final long[] values;
  private final int dateColumn;
  private final long oldestDay;
  private final CanonicalBytes content = new CanonicalBytes();
  private final Map<Pseudonym, Integer> newIndexes = new HashMap<>();
  private final List<Pseudonym> newCustomers = new ArrayList<>();
  private final BitSet seen = new BitSet();
  private final FaultTally tally = new FaultTally();
  private final Set<String> ignored = new LinkedHashSet<>();
  private final Set<String> contents = new HashSet<>();
  private long expired;

  private Intake(
      Policy policy,
      Table table,
      Registry registry,
      Pseudonymizer pseudonymizer,
      KeyedHash hash,
      LocalDate today,
      IntakeOptions options) {
    this.policy = policy;
    this.table = table;
    this.registry = registry;
    this.pseudonymizer = pseudonymizer;
    this.hash = hash;
    this.options = options;
    columns = table.columns().values().toArray(Column[]::new);
    encoders = new ValueEncoder[columns.length];
    values = new long[columns.length];
    for (int i = 0; i < columns.length; i++) {
      encoders[i] = ValueEncoder.of(columns[i], policy.timeZone());
    }
    dateColumn =
        Retention.dateColumn(table).map(List.copyOf(table.columns().keySet())::indexOf).orElse(-1);
    oldestDay =
        Retention.cutoff(policy, today).map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE + 1);
  }

  /**
   * Reads files and writes the next vault generation with their rows.
   *
   * @param writer of the next generation; written when this returns, not published
   * @param registry the customers known at the generation that {@code writer} follows
   * @param hash under the shop's bounding key
   * @param today what the retention counts back from
   * @throws InputException if a file cannot be read or has too many bad rows; the writer is then to
   *     be closed, and nothing has changed
   */
  public static Result run(
      VaultWriter writer,
      Policy policy,
      Table table,
      List<Path> files,
      Registry registry,
      Pseudonymizer pseudonymizer,
      KeyedHash hash,
      LocalDate today,
      IntakeOptions options) {
    Intake intake = new Intake(policy, table, registry, pseudonymizer, hash, today, options);
    List<SourceFile> sources = files.stream().map(SourceFile::of).toList();
    StagedRows staged = writer.stage(table.name());
    intake.readAll(sources, staged);
    return intake.finish(writer, staged, today);
  }

  /** The SHA-256 of a file that can be taken in. */
  public static byte[] sha256(Path file) {
    return SourceFile.sha256(SourceFile.of(file).path());
  }

  private void readAll(List<SourceFile> sources, StagedRows staged) {
    if (sources.isEmpty()) {
      throw new InputException("no files to take in: name at least one");
    }
    List<List<String>> names = new ArrayList<>();
    names.add(List.of(policy.customer().column()));
    for (Column column : columns) {
      names.add(List.of(column.name()));
    }
    WantedFields wanted = new WantedFields(names);
    long total = sources.stream().mapToLong(SourceFile::size).sum();
    long before = 0;
    for (SourceFile source : sources) {
      read(source, wanted, staged, before, total);
      before += source.size();
    }
    options.progress().at(tally.rows(), total, total);
    tally.requireAtMost(
        options.maxBadRows(), String.join(", ", sources.stream().map(SourceFile::name).toList()));
  }

  private void read(
      SourceFile source, WantedFields wanted, StagedRows staged, long before, long total) {
    TextRow row = new TextRow(wanted.size());
    try (RowSource rows = source.open(wanted)) {
      while (rows.next(row)) {
        tally.row();
        RowFault fault = take(row, staged);
        if (fault != null) {
          tally.fault(fault);
        }
        if (tally.rows() % PROGRESS_ROWS == 0) {
          options.progress().at(tally.rows(), before + rows.bytesRead(), total);
        }
      }
      ignored.addAll(rows.ignoredColumns());
      if (!contents.add(HexFormat.of().formatHex(rows.sha256())) && !options.allowRepeat()) {
        throw new InputException(
            source.name()
                + " holds the same as a file before it; if its rows are meant to count twice, allow"
                + " it with --again");
      }
    } catch (ZipException | EOFException e) {
      throw source.brokenGzip();
    } catch (IOException e) {
      throw SourceFile.unreadable(source.path());
    }
  }

  /** Stages a row, or says why it is bad. */
  private @Nullable RowFault take(TextRow row, StagedRows staged) {
    if (row.fault() != null) {
      return row.fault();
    }
    IdResult id = pseudonymizer.of(row.string(0));
    if (id instanceof IdRefusal refusal) {
      return fault(refusal);
    }
    Pseudonym pseudonym = (Pseudonym) id;
    for (int i = 0; i < encoders.length; i++) {
      values[i] = encoders[i].encode(row, i + 1);
      RowFault fault = encoders[i].faultOf(values[i]);
      if (fault != null) {
        return fault;
      }
    }
    if (dateColumn >= 0
        && values[dateColumn] != StagedRows.NULL
        && values[dateColumn] < oldestDay) {
      expired++;
      return null;
    }
    int customer = index(pseudonym);
    if (table.oneRowPerCustomer() && seen.get(customer)) {
      return RowFault.DUPLICATE_CUSTOMER;
    }
    seen.set(customer);
    for (ValueEncoder encoder : encoders) {
      encoder.keep();
    }
    staged.add(customer, rowHash(pseudonym), values);
    return null;
  }

  static RowFault fault(IdRefusal refusal) {
    return switch (refusal) {
      case EMPTY -> RowFault.EMPTY_ID;
      case TOO_LONG -> RowFault.ID_TOO_LONG;
      case INVALID -> RowFault.INVALID_UTF8;
    };
  }

  private int index(Pseudonym pseudonym) {
    int known = registry.find(pseudonym);
    if (known != Registry.ABSENT) {
      return known;
    }
    Integer index = newIndexes.get(pseudonym);
    if (index == null) {
      index = registry.size() + newCustomers.size();
      newIndexes.put(pseudonym, index);
      newCustomers.add(pseudonym);
    }
    return index;
  }

  /** A keyed hash of whose row it is and what it says: no other customer's rows can move it. */
  private long rowHash(Pseudonym pseudonym) {
    content.clear();
    content.put(pseudonym.high());
    content.put(pseudonym.low());
    for (int i = 0; i < values.length; i++) {
      boolean present = values[i] != StagedRows.NULL;
      content.put((byte) (present ? 1 : 0));
      if (present) {
        encoders[i].canonical(values[i], content);
      }
    }
    return hash.hash(content.toArray());
  }

  private Result finish(VaultWriter writer, StagedRows staged, LocalDate today) {
    Map<String, Long> adjusted = new LinkedHashMap<>();
    for (int i = 0; i < encoders.length; i++) {
      if (encoders[i] instanceof CategoryEncoder categories) {
        staged.dictionary(i, categories.dictionary());
      }
      if (encoders[i].adjustedValues() > 0) {
        adjusted.put(columns[i].name(), encoders[i].adjustedValues());
      }
    }
    long kept = staged.rows();
    VaultWriter.Written written = writer.write(registry.size() + newCustomers.size(), today);
    IntakeSummary summary =
        new IntakeSummary(
            table.name(),
            tally.rows(),
            kept,
            tally.faults(),
            expired,
            written.expired(),
            adjusted,
            seen.cardinality(),
            newCustomers.size(),
            List.copyOf(ignored));
    return new Result(summary, List.copyOf(newCustomers));
  }
}
