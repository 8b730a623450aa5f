package io.discreet.engine.scan;

import io.discreet.engine.plan.ColumnRef;
import io.discreet.engine.plan.RowTest;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A condition on a customer's history, row by row: the specification of {@link HistoryFilter}.
 * Remembers the customer asked last; not thread-safe.
 */
final class HistoryTruth extends RowTruth {
  private final RowTest.History test;
  private final TableData table;
  private final Optional<RowTruth> where;
  private final Map<String, Packed> columns = new HashMap<>();
  private int lastCustomer = -1;
  private Outcome lastOutcome = Outcome.NO;

  HistoryTruth(RowTest.History test, Function<String, TableData> tables) {
    this.test = test;
    table = tables.apply(test.table());
    where = test.where().map(condition -> RowTruth.bind(condition, tables));
    test.having().ifPresent(this::fetchColumns);
  }

  /** Before any row is looked at, since other threads share the table. */
  private void fetchColumns(RowTest having) {
    if (having instanceof RowTest.Not not) {
      fetchColumns(not.part());
    } else if (having instanceof RowTest.And and) {
      and.parts().forEach(this::fetchColumns);
    } else if (having instanceof RowTest.Or or) {
      or.parts().forEach(this::fetchColumns);
    } else {
      ((RowTest.Aggregated) having)
          .column()
          .map(ColumnRef::name)
          .ifPresent(name -> columns.put(name, table.column(name).values()));
    }
  }

  @Override
  Outcome of(int customer, int row) {
    if (customer != lastCustomer) {
      lastCustomer = customer;
      lastOutcome = of(customer);
    }
    return lastOutcome;
  }

  private Outcome of(int customer) {
    int[] offsets = table.offsets();
    List<Integer> rows = new ArrayList<>();
    for (int row = start(offsets, customer); row < start(offsets, customer + 1); row++) {
      if (where.isEmpty() || where.get().of(customer, row) == Outcome.YES) {
        rows.add(row);
      }
    }
    boolean holds =
        !rows.isEmpty()
            && (test.having().isEmpty() || together(test.having().get(), rows) == Outcome.YES);
    return holds ? Outcome.YES : Outcome.NO;
  }

  private static int start(int[] offsets, int customer) {
    return offsets[Math.min(customer, offsets.length - 1)];
  }

  private Outcome together(RowTest having, List<Integer> rows) {
    if (having instanceof RowTest.Not not) {
      return opposite(together(not.part(), rows));
    } else if (having instanceof RowTest.And and) {
      Outcome least = Outcome.YES;
      for (RowTest part : and.parts()) {
        Outcome outcome = together(part, rows);
        least = outcome.compareTo(least) < 0 ? outcome : least;
      }
      return least;
    } else if (having instanceof RowTest.Or or) {
      Outcome most = Outcome.NO;
      for (RowTest part : or.parts()) {
        Outcome outcome = together(part, rows);
        most = outcome.compareTo(most) > 0 ? outcome : most;
      }
      return most;
    }
    return compared((RowTest.Aggregated) having, rows);
  }

  private Outcome compared(RowTest.Aggregated test, List<Integer> rows) {
    if (test.column().isEmpty()) {
      return holds(test, BigDecimal.valueOf(rows.size()), test.constant());
    }
    List<BigDecimal> values = values(test.column().get(), rows);
    if (values.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal constant = test.constant();
    return switch (test.kind()) {
      case COUNT -> throw new IllegalStateException("a count of a column");
      case SUM -> holds(test, sum, constant);
      case AVG -> holds(test, sum, constant.multiply(BigDecimal.valueOf(values.size())));
      case MIN -> holds(test, values.stream().reduce(BigDecimal::min).orElseThrow(), constant);
      case MAX -> holds(test, values.stream().reduce(BigDecimal::max).orElseThrow(), constant);
    };
  }

  private static Outcome holds(RowTest.Aggregated test, BigDecimal value, BigDecimal constant) {
    return test.operator().holds(value.compareTo(constant)) ? Outcome.YES : Outcome.NO;
  }

  private List<BigDecimal> values(ColumnRef column, List<Integer> rows) {
    Packed packed = Objects.requireNonNull(columns.get(column.name()));
    return rows.stream()
        .map(packed::get)
        .filter(value -> value != Packed.NULL)
        .map(BigDecimal::valueOf)
        .toList();
  }
}
