package io.discreet.engine.policy;

import io.discreet.engine.failure.Nearest;
import io.discreet.engine.policy.Budget.BudgetPeriod;
import io.discreet.engine.policy.Budget.NoiseChoice;
import io.discreet.engine.policy.Budget.WhenSpent;
import io.discreet.engine.yaml.YamlNode;
import io.discreet.engine.yaml.YamlNode.Mapping;
import io.discreet.engine.yaml.YamlValues;
import java.time.DateTimeException;
import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the YAML tree to the policy. */
final class PolicyReader {

  private static final Pattern RETENTION =
      Pattern.compile("([1-9][0-9]{0,4}) (day|week|month|year)s?");

  private PolicyReader() {}

  static Policy read(YamlNode root) {
    Mapping top =
        root.mapping()
            .allowing(
                "customer",
                "time-zone",
                "budget",
                "retention",
                "capacity",
                "ledger",
                "purposes",
                "analysts",
                "plans",
                "tables");
    CustomerId customer = customer(top.get("customer", "{ column: email, kind: email }").mapping());
    ZoneId timeZone = timeZone(top.get("time-zone", "Europe/London"));
    Budget budget = budget(top.get("budget", "{ epsilon: 4.0, delta: 1e-6, period: month }"));
    Optional<Period> retention = top.find("retention").map(PolicyReader::retention);
    Optional<Capacity> capacity = top.find("capacity").map(PolicyReader::capacity);
    Optional<LedgerUrl> ledgerUrl =
        top.find("ledger").map(node -> YamlValues.at(node, () -> new LedgerUrl(node.text())));
    Map<String, Purpose> purposes =
        purposes(top.get("purposes", "purposes: { recommendations: { consent: required } }"));
    Map<String, Asker> analysts = askers(top.find("analysts"));
    Map<String, Asker> plans = askers(top.find("plans"));
    YamlNode tables =
        top.get("tables", "tables: { purchases: { columns: { day: { type: date } } } }");
    Map<String, Table> declared = tables(tables, customer);
    return YamlValues.at(
        tables,
        () ->
            new Policy(
                customer, timeZone, budget, retention, capacity, ledgerUrl, purposes, analysts,
                plans, declared));
  }

  private static CustomerId customer(Mapping node) {
    node.allowing("column", "kind");
    YamlNode column = node.get("column", "column: email");
    CustomerId.Kind kind =
        YamlValues.choice(
            node.get("kind", "kind: email"),
            Map.of("email", CustomerId.Kind.EMAIL, "text", CustomerId.Kind.TEXT));
    String name = column.text();
    return YamlValues.at(column, () -> new CustomerId(name, kind));
  }

  private static ZoneId timeZone(YamlNode node) {
    String written = node.text();
    try {
      return ZoneId.of(written);
    } catch (DateTimeException e) {
      throw node.place()
          .refuse(
              "must be a time zone such as Europe/London, got "
                  + node.describe()
                  + Nearest.hint(written, ZoneId.getAvailableZoneIds().stream().sorted().toList()));
    }
  }

  private static Budget budget(YamlNode budget) {
    Mapping node =
        budget
            .mapping()
            .allowing(
                "epsilon",
                "delta",
                "selection-delta",
                "period",
                "when-spent",
                "coverage-reserve",
                "noise");
    double epsilon = YamlValues.real(node.get("epsilon", "epsilon: 4.0"));
    double delta = YamlValues.real(node.get("delta", "delta: 1e-6"));
    double selectionDelta = node.find("selection-delta").map(YamlValues::real).orElse(0.0);
    BudgetPeriod period =
        YamlValues.choice(
            node.get("period", "period: month"),
            Map.of(
                "none", BudgetPeriod.NONE,
                "day", BudgetPeriod.DAY,
                "week", BudgetPeriod.WEEK,
                "month", BudgetPeriod.MONTH,
                "quarter", BudgetPeriod.QUARTER,
                "year", BudgetPeriod.YEAR));
    WhenSpent whenSpent =
        node.find("when-spent")
            .map(
                value ->
                    YamlValues.choice(
                        value, Map.of("drop", WhenSpent.DROP, "refuse", WhenSpent.REFUSE)))
            .orElse(WhenSpent.DROP);
    NoiseChoice noise =
        node.find("noise")
            .map(
                value ->
                    YamlValues.choice(
                        value, Map.of("exact", NoiseChoice.EXACT, "google", NoiseChoice.GOOGLE)))
            .orElse(NoiseChoice.EXACT);
    Optional<CoverageReserve> reserve =
        node.find("coverage-reserve")
            .map(share -> YamlValues.at(share, () -> CoverageReserve.parse(share.text())));
    return YamlValues.at(
        node, () -> new Budget(epsilon, delta, selectionDelta, period, whenSpent, noise, reserve));
  }

  private static Period retention(YamlNode node) {
    Matcher written = RETENTION.matcher(node.text());
    if (!written.matches()) {
      throw node.place()
          .refuse("must be a time such as 24 months, 90 days or 2 years, got " + node.describe());
    }
    int count = Integer.parseInt(written.group(1));
    return switch (written.group(2)) {
      case "day" -> Period.ofDays(count);
      case "week" -> Period.ofWeeks(count);
      case "month" -> Period.ofMonths(count);
      default -> Period.ofYears(count);
    };
  }

  private static Capacity capacity(YamlNode node) {
    Mapping capacity = node.mapping().allowing("customers", "rows");
    int customers = YamlValues.wholeNumber(capacity.get("customers", "customers: 1000000"));
    int rows = YamlValues.wholeNumber(capacity.get("rows", "rows: 50000000"));
    return YamlValues.at(capacity, () -> new Capacity(customers, rows));
  }

  private static Map<String, Purpose> purposes(YamlNode node) {
    Map<String, Purpose> purposes = new LinkedHashMap<>();
    node.mapping()
        .entries()
        .forEach(
            (name, value) -> {
              Mapping purpose = value.mapping().allowing("consent", "quota");
              boolean required =
                  YamlValues.choice(
                      purpose.get("consent", "consent: required"),
                      Map.of("required", true, "not-required", false));
              Optional<Quota> quota = quota(purpose);
              purposes.put(name, YamlValues.at(purpose, () -> new Purpose(name, required, quota)));
            });
    if (purposes.isEmpty()) {
      throw node.place().refuse("needs at least one purpose");
    }
    return purposes;
  }

  private static Map<String, Asker> askers(Optional<YamlNode> node) {
    Map<String, Asker> askers = new LinkedHashMap<>();
    node.ifPresent(
        listed ->
            listed
                .mapping()
                .entries()
                .forEach(
                    (name, value) -> {
                      Optional<Quota> quota = quota(value.mapping().allowing("quota"));
                      askers.put(name, YamlValues.at(value, () -> new Asker(name, quota)));
                    }));
    return askers;
  }

  private static Optional<Quota> quota(Mapping holder) {
    return holder.find("quota").map(share -> YamlValues.at(share, () -> Quota.parse(share.text())));
  }

  private static Map<String, Table> tables(YamlNode node, CustomerId customer) {
    Map<String, Table> tables = new LinkedHashMap<>();
    node.mapping()
        .entries()
        .forEach((name, value) -> tables.put(name, table(name, value.mapping(), customer)));
    if (tables.isEmpty()) {
      throw node.place().refuse("needs at least one table");
    }
    return tables;
  }

  private static Table table(String name, Mapping node, CustomerId customer) {
    node.allowing("one-row-per-customer", "max-rows", "retention-date", "columns");
    boolean single =
        node.find("one-row-per-customer")
            .map(value -> YamlValues.choice(value, Map.of("true", true, "false", false)))
            .orElse(false);
    // A customer with one row has at most one row in a segment: nothing is left to declare.
    OptionalInt maxRows =
        node.find("max-rows")
            .map(value -> OptionalInt.of(YamlValues.wholeNumber(value)))
            .orElse(single ? OptionalInt.of(1) : OptionalInt.empty());
    YamlNode columns = node.get("columns", "columns: { day: { type: date } }");
    Map<String, Column> declared = new LinkedHashMap<>();
    columns
        .mapping()
        .entries()
        .forEach(
            (column, value) -> {
              YamlValues.check(value, () -> customer.requireOther(column));
              declared.put(column, ColumnReader.read(column, value.mapping()));
            });
    if (declared.isEmpty()) {
      throw columns.place().refuse("needs at least one column");
    }
    Optional<String> retentionDate = node.find("retention-date").map(YamlNode::text);
    return YamlValues.at(node, () -> new Table(name, single, maxRows, retentionDate, declared));
  }
}
