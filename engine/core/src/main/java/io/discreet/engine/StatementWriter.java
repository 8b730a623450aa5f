package io.discreet.engine;

import io.discreet.engine.ledger.CustomerRecord;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.Spend;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import io.discreet.engine.vault.Vault;
import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.accounting.SafeSide;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts together what one customer gets on asking. */
final class StatementWriter {
  private final ShopFolder folder;
  private final Policy policy;
  private final Ledger ledger;
  private final QueryPlanner planner;

  StatementWriter(ShopFolder folder, Policy policy, Ledger ledger) {
    this.folder = folder;
    this.policy = policy;
    this.ledger = ledger;
    this.planner = new QueryPlanner(policy);
  }

  Statement write(CustomerRecord record, Instant at) {
    return new Statement(
        at,
        tables(record.index()),
        record.consents().stream()
            .map(
                consent ->
                    new Statement.ConsentLine(
                        consent.purpose(),
                        consent.granted(),
                        consent.since(),
                        consent.recordedAt(),
                        consent.effective()))
            .toList(),
        cap(record),
        record.caps().stream()
            .map(change -> new Statement.CapLine(change.at(), change.cap().epsilon()))
            .toList(),
        purposeCaps(record),
        record.payments().stream().map(this::use).toList(),
        record.byPeriod().entrySet().stream()
            .filter(period -> !period.getValue().equals(Spend.NONE))
            .map(period -> spend(period.getKey(), period.getValue()))
            .toList(),
        record.foldedBefore(),
        record.returned(),
        record.period(),
        epsilon(record.ofPeriod().units()),
        share(record.ofPeriod().units()),
        epsilon(record.lifetime().units()),
        policy.budget().noiseDelta(),
        delta(record.ofPeriod().deltaUnits()),
        delta(record.lifetime().deltaUnits()));
  }

  private Statement.PeriodSpend spend(String period, Spend spend) {
    return new Statement.PeriodSpend(
        period, share(spend.units()), epsilon(spend.units()), delta(spend.deltaUnits()));
  }

  private static List<Statement.PurposeCapLine> purposeCaps(CustomerRecord record) {
    Map<String, CustomerRecord.PurposeCapChange> newest = new TreeMap<>();
    record.purposeCaps().forEach(change -> newest.put(change.cap().purpose(), change));
    return newest.values().stream()
        .filter(change -> !change.cap().isOpen())
        .map(
            change ->
                new Statement.PurposeCapLine(
                    change.cap().purpose(),
                    SafeSide.SPENT.of(change.cap().fraction()),
                    change.at()))
        .toList();
  }

  private static OptionalDouble cap(CustomerRecord record) {
    List<CustomerRecord.CapChange> caps = record.caps();
    return caps.isEmpty() ? OptionalDouble.empty() : caps.get(caps.size() - 1).cap().epsilon();
  }

  private Statement.Use use(CustomerRecord.Payment payment) {
    // All answers from one draw were paid for together.
    Optional<String> questions =
        ledger
            .release(payment.releaseId())
            .map(ReleaseJson::readAll)
            .map(
                releases ->
                    releases.stream().map(Release::query).collect(Collectors.joining("; ")));
    return new Statement.Use(
        payment.releaseId(),
        payment.at(),
        payment.purpose(),
        questions,
        share(payment.spend().units()),
        delta(payment.spend().deltaUnits()));
  }

  private double share(long units) {
    return SafeSide.SPENT.share(units, planner.budgetUnits());
  }

  private double epsilon(long units) {
    return SafeSide.SPENT.of(planner.currency().epsilon(units, policy.budget().noiseDelta()));
  }

  private static double delta(long units) {
    return SafeSide.SPENT.of(DeltaUnits.toDeltaUp(units));
  }

  private List<Statement.TableRows> tables(int customer) {
    int generation = ledger.vaultGeneration();
    if (generation == 0) {
      return List.of();
    }
    List<Statement.TableRows> tables = new ArrayList<>();
    try (Vault vault = Vault.open(folder.path(), ledger.facts().shopId(), generation, policy)) {
      for (Table table : policy.tables().values()) {
        tables.add(rows(table, vault.table(table.name()), customer));
      }
    }
    return tables;
  }

  private static Statement.TableRows rows(Table table, TableData data, int customer) {
    List<List<Optional<String>>> rows = new ArrayList<>();
    int[] offsets = data.offsets();
    int first = customer < data.customers() ? offsets[customer] : 0;
    int count = customer < data.customers() ? offsets[customer + 1] - first : 0;
    if (count > 0) {
      IntStream.range(0, count).forEach(row -> rows.add(new ArrayList<>()));
      for (Column column : table.columns().values()) {
        ColumnData stored = data.column(column.name());
        IntStream.range(0, count)
            .forEach(row -> rows.get(row).add(value(column, stored, first + row)));
      }
    }
    return new Statement.TableRows(table.name(), List.copyOf(table.columns().keySet()), rows);
  }

  private static Optional<String> value(Column column, ColumnData data, int row) {
    int stored = data.values().get(row);
    if (stored == Packed.NULL) {
      return Optional.empty();
    } else if (data instanceof ColumnData.Codes codes) {
      return Optional.of(codes.dictionary().get(stored));
    } else if (data instanceof ColumnData.Days) {
      return Optional.of(LocalDate.ofEpochDay(stored).toString());
    } else if (column instanceof Column.Numeric numeric) {
      return Optional.of(BigDecimal.valueOf(stored, numeric.scale()).toPlainString());
    }
    throw new IllegalStateException("a column without a type: " + column.getClass());
  }
}
