package io.discreet.benchmarks.scan;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.ledger.Spend;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The made-up shop's columns in memory, in the widths that a vault reads them in, without a ledger:
 * what the scan alone works on. Everybody takes part and can pay.
 */
final class KernelShop {
  private static final int MISSING = Packed.NULL;

  private final QueryPlanner planner = new QueryPlanner(PolicyFile.parse(MadeUpShop.policy(), ""));
  private final Map<String, TableData> tables;
  private final Standing standing;
  private final Bounding bounding;

  KernelShop(int customers, int rows) {
    MadeUpRows made = new MadeUpRows(1, customers, rows, MISSING);
    byte[] cities = new byte[customers];
    made.attributes((customer, hash, values) -> cities[customer] = (byte) values[0]);
    int[] offsets = new int[customers + 1];
    short[] days = new short[rows];
    byte[] stores = new byte[rows];
    byte[] categories = new byte[rows];
    byte[] channels = new byte[rows];
    short[] amounts = new short[rows];
    int[] row = {0};
    made.purchases(
        (customer, hash, values) -> {
          days[row[0]] = (short) values[0];
          stores[row[0]] = (byte) values[1];
          categories[row[0]] = (byte) values[2];
          channels[row[0]] = (byte) values[3];
          amounts[row[0]] = values[4] == MISSING ? Packed.Shorts.MISSING : (short) values[4];
          offsets[customer + 1] = ++row[0];
        });
    for (int customer = 0; customer < customers; customer++) {
      offsets[customer + 1] = Math.max(offsets[customer + 1], offsets[customer]);
    }
    int[] each = new int[customers + 1];
    Arrays.setAll(each, i -> i);
    tables =
        Map.of(
            "customers",
            new Table(each, Map.of("city", codes(cities, MadeUpRows.CITIES))),
            "purchases",
            new Table(
                offsets,
                Map.of(
                    "day",
                    new ColumnData.Days(new Packed.Shorts(days)),
                    "store",
                    codes(stores, MadeUpRows.STORES),
                    "category",
                    codes(categories, MadeUpRows.CATEGORIES),
                    "channel",
                    codes(channels, MadeUpRows.CHANNELS),
                    "amount",
                    new ColumnData.Units(new Packed.Shorts(amounts)))));
    long[] remaining = new long[customers];
    Arrays.fill(remaining, planner.budgetUnits());
    standing =
        new Standing(
            1,
            Instant.EPOCH,
            Allowances.of(remaining),
            Spend.NONE,
            Collections.emptySortedMap(),
            planner.budgetUnits(),
            1,
            1);
    List<Pseudonym> pseudonyms = MadeUpShop.pseudonyms(customers);
    bounding = Bounding.of(new Customers(pseudonyms), () -> SipHash24.of(new byte[16]));
  }

  private static ColumnData codes(byte[] codes, List<String> dictionary) {
    return new ColumnData.Codes(new Packed.Bytes(codes), dictionary);
  }

  private static final class Table implements TableData {
    private final int[] offsets;
    private final Map<String, ColumnData> columns;

    Table(int[] offsets, Map<String, ColumnData> columns) {
      this.offsets = offsets;
      this.columns = columns;
    }

    @Override
    public int[] offsets() {
      return offsets;
    }

    @Override
    public ColumnData column(String name) {
      ColumnData column = columns.get(name);
      if (column == null) {
        throw new IllegalArgumentException("no column " + name);
      }
      return column;
    }
  }

  private record Customers(List<Pseudonym> pseudonyms) implements Registry {
    @Override
    public int size() {
      return pseudonyms.size();
    }

    @Override
    public int find(Pseudonym pseudonym) {
      return pseudonyms.indexOf(pseudonym);
    }

    @Override
    public Pseudonym pseudonym(int index) {
      return pseudonyms.get(index);
    }
  }

  QueryPlan plan(String text) {
    return plan(text, QueryPlanner.DEFAULT_L0);
  }

  QueryPlan plan(String text, int l0) {
    SegmentQuery query = SegmentQuery.parse(text, MadeUpShop.PURPOSE).withL0(l0);
    return planner.plan(query, Share.percent(1), LocalDate.of(2026, 7, 1));
  }

  Tally tally(QueryPlan plan, int threads) {
    return Scan.tally(plan, this::table, standing, bounding, threads);
  }

  TableData table(String name) {
    TableData table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException("no table " + name);
    }
    return table;
  }
}
