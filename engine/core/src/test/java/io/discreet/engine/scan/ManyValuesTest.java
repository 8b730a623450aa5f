package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.ledger.Spend;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Found segments by columns with as many values as there can be: no product of their numbers fits a
 * long, and a refusal, or two segments taken for one, would come of rows (law 8).
 */
class ManyValuesTest {
  private static final List<String> COLUMNS = List.of("a", "b", "c", "d", "e");

  /** Powers of two and their neighbours: what overflows comes out as 0 or as one another. */
  private static final int[] CODES = {
    0, 1, 2, 4, 8, 16, 1 << 10, 1 << 20, 1 << 29, 1 << 30, Integer.MAX_VALUE - 1, Packed.NULL
  };

  private static final int CUSTOMERS = 400;
  private static final int ROWS_OF_CUSTOMER = 5;

  /** All values that codes can have. */
  private static final class Values extends AbstractList<String> {
    private final int size;

    Values(int size) {
      this.size = size;
    }

    @Override
    public String get(int code) {
      return "v" + code;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int indexOf(Object label) {
      return -1; // neither of those that read like reserved cells
    }
  }

  private record Table(int[] offsets, Map<String, int[]> codes, int values) implements TableData {

    static Table random(long seed, int[] possible, int values) {
      Random random = new Random(seed);
      int rows = CUSTOMERS * ROWS_OF_CUSTOMER;
      return new Table(
          IntStream.rangeClosed(0, CUSTOMERS).map(i -> i * ROWS_OF_CUSTOMER).toArray(),
          COLUMNS.stream()
              .collect(
                  Collectors.toMap(
                      column -> column,
                      column ->
                          IntStream.range(0, rows)
                              .map(row -> possible[random.nextInt(possible.length)])
                              .toArray())),
          values);
    }

    @Override
    public ColumnData column(String name) {
      int[] values = codes.get(name);
      return new ColumnData.Codes(
          new Packed.Ints(values == null ? new int[0] : values), new Values(this.values));
    }

    List<String> labels(List<String> columns, int row) {
      return columns.stream()
          .map(column -> codes.getOrDefault(column, CODES)[row])
          .map(code -> code == Packed.NULL ? "NULL" : "v" + code)
          .toList();
    }
  }

  private static QueryPlan plan(List<String> columns) {
    String declared =
        COLUMNS.stream()
            .map(column -> "      " + column + ": { type: category }\n")
            .collect(Collectors.joining());
    String axes = String.join(", ", columns);
    return new QueryPlanner(
            PolicyFile.parse(
                """
                customer: { column: email, kind: email }
                time-zone: UTC
                budget: { epsilon: 4, delta: 1e-6, selection-delta: 1e-7, period: month }
                purposes:
                  recommendations: { consent: required }
                tables:
                  purchases:
                    max-rows: 20
                    columns:
                """
                    + declared,
                "test policy"))
        .plan(
            SegmentQuery.parse(
                "SELECT " + axes + ", COUNT(*) FROM purchases GROUP BY " + axes, "recommendations"),
            Share.percent(100),
            RandomShop.AS_OF);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void law8_columnsOfAsManyValuesAsCanBe_giveEverySegmentItsOwnTotal(int count) {
    List<String> columns = COLUMNS.subList(0, count);
    Table table = Table.random(count, CODES, Integer.MAX_VALUE);
    assertThat(cells(plan(columns), table).rowSteps()).isGreaterThan(BlockContribution.MOST_STEPS);
    assertEverySegmentHasItsOwnTotal(columns, table);
  }

  /** So few that steps are packed into ints, and rows walked in blocks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void law10_columnsOfFewValues_giveEverySegmentItsOwnTotal(int count) {
    List<String> columns = COLUMNS.subList(0, count);
    Table table = Table.random(count, new int[] {0, 1, 2, Packed.NULL}, 3);
    assertThat(cells(plan(columns), table).rowSteps()).isEqualTo(1L << (2 * count));
    assertEverySegmentHasItsOwnTotal(columns, table);
  }

  private static Cells cells(QueryPlan plan, Table table) {
    return new Cells(plan.axes(), plan.finestSegments(), name -> table, Integer.MAX_VALUE);
  }

  private static void assertEverySegmentHasItsOwnTotal(List<String> columns, Table table) {
    QueryPlan plan = plan(columns);
    long[] remaining = new long[CUSTOMERS];
    Arrays.fill(remaining, Long.MAX_VALUE);
    Standing standing =
        new Standing(
            7,
            Instant.EPOCH,
            Allowances.of(remaining),
            Spend.NONE,
            Collections.emptySortedMap(),
            1L << 40,
            1,
            1);
    Bounding bounding =
        Bounding.of(new Random(7).longs(CUSTOMERS).toArray(), () -> SipHash24.of(new byte[16]));

    Tally tally = Scan.tally(plan, name -> table, standing, bounding, 3);

    // No customer is in more segments than l0, so that all rows count.
    Map<List<String>, Long> expected = new HashMap<>();
    for (int row = 0; row < CUSTOMERS * ROWS_OF_CUSTOMER; row++) {
      expected.merge(table.labels(columns, row), 1L, Long::sum);
    }
    Map<List<String>, Long> rows = new HashMap<>();
    for (int place = 0; place < tally.totals()[0].length; place++) {
      assertThat(rows.put(tally.labels().apply(place), tally.totals()[0][place])).isNull();
    }
    assertThat(rows).isEqualTo(expected);
  }

  /** Priorities are remembered by segment; those of another would change who keeps what. */
  @Test
  void law1_priorities_areThoseOfTheLabelsWhateverWasAskedBefore() {
    QueryPlan plan = plan(COLUMNS);
    Cells cells = cells(plan, Table.random(1, CODES, Integer.MAX_VALUE));
    SegmentHashes remembering = new SegmentHashes(plan, cells, SipHash24.of(new byte[16]));
    Random random = new Random(3);
    for (int asked = 0; asked < 20_000; asked++) {
      long[] number =
          random.ints(COLUMNS.size(), 0, CODES.length - 1).mapToLong(i -> CODES[i]).toArray();
      List<String> named =
          IntStream.range(0, number.length)
              .boxed()
              .flatMap(axis -> List.of(COLUMNS.get(axis), "v" + number[axis]).stream())
              .toList();
      assertThat(remembering.of(number[0], Arrays.copyOfRange(number, 1, number.length)))
          .isEqualTo(SipHash24.of(new byte[16]).hash(LabelBytes.of(named)));
    }
  }
}
