package io.discreet.engine.intake;

import io.discreet.engine.ledger.Registry;
import io.discreet.engine.parts.PartTask;
import io.discreet.engine.parts.PartedRows;
import io.discreet.engine.parts.PartedSource;
import io.discreet.engine.parts.Routing;
import io.discreet.engine.parts.Survey;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.rows.RowCheck;
import io.discreet.engine.vault.PartOrder;
import io.discreet.engine.vault.RemoteRows;
import io.discreet.engine.vault.StoredPart;
import io.discreet.engine.vault.VaultWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes rows that other machines check and sort into one table of the next vault generation: they
 * survey their rows, this process gives customers their indexes and values their codes, and they
 * write the parts. Used once, by one thread.
 *
 * <p>Law 10: what is counted, kept and refused is what {@link Intake} would of a file with the same
 * rows in the order of the partitions.
 */
public final class PartedIntake implements ReadIntake {

  private final Policy policy;
  private final String policyText;
  private final Table table;
  private final LocalDate today;
  private final VaultWriter writer;
  private final PartedRows rows;
  private final CustomerIndexes indexes;
  private final BitSet seen = new BitSet();
  private final FaultTally tally = new FaultTally();
  private final RowsDigest digest = new RowsDigest();
  private final List<int[]> indexesOfPartitions = new ArrayList<>();
  private List<Survey> surveys = List.of();
  private List<Survey.Found> found = List.of();

  private PartedIntake(
      VaultWriter writer,
      Policy policy,
      String policyText,
      Table table,
      PartedRows rows,
      Registry registry,
      LocalDate today) {
    this.writer = writer;
    this.policy = policy;
    this.policyText = policyText;
    this.table = table;
    this.rows = rows;
    this.today = today;
    indexes = new CustomerIndexes(registry);
  }

  /**
   * Has the rows of a source read and counted; {@link #write} comes next.
   *
   * @param policyText what {@code policy} was read from
   * @throws io.discreet.engine.failure.InputException as {@link Intake#read}
   * @throws io.discreet.engine.failure.StorageException if another machine fails for good
   */
  public static PartedIntake read(
      VaultWriter writer,
      Policy policy,
      String policyText,
      Table table,
      PartedSource source,
      RowCheck check,
      Registry registry,
      LocalDate today,
      IntakeOptions options) {
    PartedIntake intake =
        new PartedIntake(writer, policy, policyText, table, source.open(check), registry, today);
    try {
      intake.survey();
      options.progress().at(intake.tally.rows(), 0, 0);
      intake.tally.requireAtMost(options.maxBadRows(), source.name());
      return intake;
    } catch (RuntimeException e) {
      intake.close();
      throw e;
    }
  }

  private void survey() {
    Survey first = Survey.of(policy, table, today, new BitSet());
    surveys = Collections.nCopies(rows.partitions(), first);
    found = rows.survey(surveys);
    List<BitSet> dropped = new ArrayList<>();
    for (Survey.Found partition : found) {
      dropped.add(index(partition));
    }
    if (dropped.stream().anyMatch(some -> !some.isEmpty())) {
      surveys = dropped.stream().map(some -> Survey.of(policy, table, today, some)).toList();
      List<Survey.Found> before = found;
      found = rows.survey(surveys); // what only those rows had is not kept, and is not counted
      for (int partition = 0; partition < before.size(); partition++) {
        found.get(partition).requireRowsOf(before.get(partition));
      }
    }
    for (Survey.Found partition : found) {
      tally.rows(partition.rowsRead(), fault -> partition.faults().getOrDefault(fault, 0L));
      partition.digest(digest::add);
    }
  }

  /**
   * Gives the customers of a partition their indexes.
   *
   * @return those who have their only row in a partition before it
   */
  private BitSet index(Survey.Found partition) {
    BitSet dropped = new BitSet();
    int[] own = new int[partition.customers()];
    for (int number = 0; number < own.length; number++) {
      own[number] = indexes.of(partition.customer(number));
      if (table.oneRowPerCustomer() && seen.get(own[number])) {
        dropped.set(number);
      }
      seen.set(own[number]);
    }
    indexesOfPartitions.add(own);
    return dropped;
  }

  @Override
  public String contents() {
    return digest.sha256();
  }

  @Override
  public Result write() {
    long kept = found.stream().mapToLong(PartedIntake::keptRows).sum();
    RemoteRows staged = writer.stageElsewhere(table.name(), rows.wantedParts(kept));
    for (int partition = 0; partition < found.size(); partition++) {
      int[] counts = found.get(partition).keptRows();
      for (int number = 0; number < counts.length; number++) {
        if (counts[number] > 0) {
          staged.add(indexesOfPartitions.get(partition)[number], counts[number]);
        }
      }
    }
    List<String> columns = List.copyOf(table.columns().keySet());
    for (int i = 0; i < columns.size(); i++) {
      if (table.columns().get(columns.get(i)) instanceof Column.Category) {
        Set<String> words = new TreeSet<>();
        for (Survey.Found partition : found) {
          words.addAll(partition.words().get(i));
        }
        staged.words(i, words);
      }
    }
    VaultWriter.Written written =
        writer.writeElsewhere(indexes.size(), today, policyText, this::writeParts);
    return new Result(summary(kept, written, columns), indexes.newCustomers());
  }

  private static long keptRows(Survey.Found partition) {
    long rows = 0;
    for (int count : partition.keptRows()) {
      rows += count;
    }
    return rows;
  }

  private List<StoredPart> writeParts(PartOrder order, int[] borders) {
    List<Routing> routings = new ArrayList<>();
    for (int partition = 0; partition < found.size(); partition++) {
      routings.add(
          new Routing(
              surveys.get(partition),
              found.get(partition),
              indexesOfPartitions.get(partition),
              order,
              borders));
    }
    List<PartTask.Done> done = rows.write(routings, new PartTask(order, borders));
    long arrived = done.stream().mapToLong(PartTask.Done::newRows).sum();
    long sent = found.stream().mapToLong(PartedIntake::keptRows).sum();
    if (arrived != sent) {
      throw new IllegalStateException(arrived + " rows arrived of " + sent);
    }
    return done.stream().map(PartTask.Done::part).toList();
  }

  private IntakeSummary summary(long kept, VaultWriter.Written written, List<String> columns) {
    Map<String, Long> adjusted = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      long count = found.stream().mapToLong(partition -> partition.adjusted()[column]).sum();
      if (count > 0) {
        adjusted.put(columns.get(i), count);
      }
    }
    return new IntakeSummary(
        table.name(),
        tally.rows(),
        kept,
        tally.faults(),
        found.stream().mapToLong(Survey.Found::expired).sum(),
        written.expired(),
        adjusted,
        seen.cardinality(),
        indexes.newCustomers().size(),
        rows.ignoredColumns());
  }

  @Override
  public void close() {
    rows.close();
  }
}
