package io.discreet.engine.plan;

import io.discreet.engine.policy.Capacity;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Table;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The columns that a query's scan reads, by table: all that it may hold of a vault.
 *
 * <p>Law 8: what they take at most follows from the declared columns and the declared capacity.
 *
 * @param byTable of each table whose rows are walked the names of the columns, which may be none
 * @param coded likewise those of which it is enough to know which codes each customer's rows have,
 *     and how often, where that is kept
 */
public record PlannedColumns(
    SortedMap<String, SortedSet<String>> byTable, Map<String, Set<String>> coded) {

  public PlannedColumns {
    SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
    byTable.forEach(
        (table, names) -> copy.put(table, Collections.unmodifiableSortedSet(new TreeSet<>(names))));
    byTable = Collections.unmodifiableSortedMap(copy);
    coded = Map.copyOf(coded);
  }

  static PlannedColumns of(QueryPlan plan) {
    Finder finder = new Finder();
    finder.plan(plan);
    plan.question().ifPresent(finder::plan);
    Map<String, Set<String>> coded =
        plan.asked()
            .codedCategory()
            .<Map<String, Set<String>>>map(of -> Map.of(of.table(), Set.of(of.name())))
            .orElse(Map.of());
    return new PlannedColumns(finder.found, coded);
  }

  /**
   * The bytes that the columns take at most in a shop that is as large as its policy allows, with
   * the place of each customer's first row in each table; without the values of categories.
   *
   * @param tables of the policy, by name
   */
  public long mostBytes(Map<String, Table> tables, Capacity capacity) {
    long bytes = 0;
    for (Map.Entry<String, SortedSet<String>> read : byTable.entrySet()) {
      Table table = Objects.requireNonNull(tables.get(read.getKey()));
      bytes += Integer.BYTES * (capacity.customers() + 1L);
      for (String name : read.getValue()) {
        Column column = Objects.requireNonNull(table.columns().get(name));
        bytes += (long) column.widest().bytes() * capacity.rowsOf(table);
      }
    }
    return bytes;
  }

  /** As a message names them: {@code customers: city; purchases: amount, store}. */
  @Override
  public String toString() {
    return byTable.entrySet().stream()
        .map(
            table ->
                table.getKey()
                    + (table.getValue().isEmpty() ? "" : ": ")
                    + String.join(", ", table.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** Walks everything in a plan that names a column. */
  private static final class Finder {
    private final SortedMap<String, SortedSet<String>> found = new TreeMap<>();

    void plan(QueryPlan plan) {
      table(plan.table().name());
      plan.where().ifPresent(this::test);
      plan.axes().forEach(axis -> column(axis.column()));
      for (Answer answer : plan.answers()) {
        answer.column().ifPresent(this::column);
        answer.condition().ifPresent(this::test);
      }
    }

    private SortedSet<String> table(String name) {
      return found.computeIfAbsent(name, n -> new TreeSet<>());
    }

    private void column(ColumnRef column) {
      table(column.table()).add(column.name());
    }

    private void test(RowTest test) {
      if (test instanceof RowTest.And and) {
        and.parts().forEach(this::test);
      } else if (test instanceof RowTest.Or or) {
        or.parts().forEach(this::test);
      } else if (test instanceof RowTest.Not not) {
        test(not.part());
      } else if (test instanceof RowTest.LabelIn in) {
        column(in.column());
      } else if (test instanceof RowTest.LabelStartsWith starts) {
        column(starts.column());
      } else if (test instanceof RowTest.DayBetween between) {
        column(between.column());
      } else if (test instanceof RowTest.UnitsBetween between) {
        column(between.column());
      } else if (test instanceof RowTest.IsNull isNull) {
        column(isNull.column());
      } else if (test instanceof RowTest.Calculated calculated) {
        calculated.columns().values().forEach(this::column);
      } else if (test instanceof RowTest.CalculationIsNull calculated) {
        calculated.columns().values().forEach(this::column);
      } else if (test instanceof RowTest.History history) {
        table(history.table());
        history.where().ifPresent(this::test);
        history.having().ifPresent(this::test);
      } else if (test instanceof RowTest.Aggregated aggregated) {
        aggregated.column().ifPresent(this::column);
      } else {
        throw new IllegalStateException("a row test without columns: " + test.getClass());
      }
    }
  }
}
