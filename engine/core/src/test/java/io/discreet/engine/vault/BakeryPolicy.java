package io.discreet.engine.vault;

import io.discreet.engine.policy.Budget;
import io.discreet.engine.policy.Budget.BudgetPeriod;
import io.discreet.engine.policy.Budget.WhenSpent;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.policy.CustomerId;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.Table;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A small shop's policy: customers with a city, purchases with every type of column. */
public final class BakeryPolicy {

  private BakeryPolicy() {}

  public static Column city() {
    return new Column.Category("city", List.of("Leeds", "York", "Hull"));
  }

  public static Column product() {
    return new Column.Category("product", List.of());
  }

  public static Column.Numeric amount() {
    return number("amount", 2, -50_000, 50_000);
  }

  public static Column.Numeric number(String name, int scale, long low, long high) {
    return new Column.Numeric(name, scale, new Bounds(low, high), Optional.empty());
  }

  public static Column day() {
    return new Column.Date("day");
  }

  public static Policy policy() {
    return of(
        Optional.empty(),
        table("customers", true, city()),
        table("purchases", false, day(), product(), amount()));
  }

  public static Policy withRetention(Period retention) {
    return of(
        Optional.of(retention),
        table("customers", true, city()),
        table("purchases", false, day(), product(), amount()));
  }

  public static Policy of(Optional<Period> retention, Table... tables) {
    Map<String, Table> byName = new LinkedHashMap<>();
    Arrays.stream(tables).forEach(table -> byName.put(table.name(), table));
    return new Policy(
        new CustomerId("email", CustomerId.Kind.EMAIL),
        ZoneId.of("Europe/London"),
        new Budget(4, 1e-6, 1e-7, BudgetPeriod.MONTH, WhenSpent.DROP),
        retention,
        Optional.empty(),
        Optional.empty(),
        Map.of("recommendations", new Purpose("recommendations", true)),
        Map.of(),
        Map.of(),
        byName);
  }

  public static Table table(String name, boolean oneRowPerCustomer, Column... columns) {
    Map<String, Column> byName = new LinkedHashMap<>();
    Arrays.stream(columns).forEach(column -> byName.put(column.name(), column));
    return new Table(
        name,
        oneRowPerCustomer,
        oneRowPerCustomer ? OptionalInt.empty() : OptionalInt.of(20),
        byName);
  }
}
