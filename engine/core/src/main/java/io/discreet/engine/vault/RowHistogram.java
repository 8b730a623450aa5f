package io.discreet.engine.vault;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;

/**
 * How many rows customers have, in up to 2¹⁶ groups of neighbours: what borders between parts are
 * chosen by. Groups double in width as customers come that are beyond the last.
 */
final class RowHistogram {

  private static final int GROUPS = 1 << 16;

  private final long[] rows = new long[GROUPS];
  private int shift;

  void add(int customer, long count) {
    while (customer >>> shift >= GROUPS) {
      for (int group = 0; group < GROUPS / 2; group++) {
        rows[group] = rows[2 * group] + rows[2 * group + 1];
      }
      Arrays.fill(rows, GROUPS / 2, GROUPS, 0);
      shift++;
    }
    rows[customer >>> shift] += count;
  }

  /** Adds rows that a range of customers has, as if each had as many. */
  void spread(int firstCustomer, int endCustomer, long count) {
    long customers = (long) endCustomer - firstCustomer;
    long steps = Math.min(customers, GROUPS);
    for (long step = 0; step < steps; step++) {
      add(
          (int) (firstCustomer + customers * step / steps),
          count * (step + 1) / steps - count * step / steps);
    }
  }

  /**
   * Adds the rows of a query.
   *
   * @param query selects a column {@code customer}
   */
  void add(DuckDb db, String query) {
    int width = shift;
    db.with(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet group =
                  statement.executeQuery(
                      "SELECT customer >> "
                          + width
                          + " AS neighbours, count(*) FROM ("
                          + query
                          + ") WHERE customer >= 0 GROUP BY neighbours")) {
            while (group.next()) {
              add(group.getInt(1) << width, group.getLong(2));
            }
            return width;
          }
        });
  }

  long total() {
    return Arrays.stream(rows).sum();
  }

  /**
   * Divides customers into ranges of about as many rows each.
   *
   * @param ranges at most so many, at least 1
   * @return rising from 0 to {@code customers}, at least these two
   */
  int[] borders(int customers, long ranges) {
    long total = Math.max(total(), 1);
    int[] borders = new int[Math.toIntExact(Math.min(ranges, customers)) + 2];
    int count = 1;
    long before = 0;
    long passed = 0;
    for (int group = 0; group < GROUPS && (long) group << shift < customers; group++) {
      long due = before * ranges / total;
      if (due > passed && due < ranges) {
        borders[count++] = group << shift;
        passed = due;
      }
      before += rows[group];
    }
    borders[count++] = customers;
    return Arrays.copyOf(borders, count);
  }
}
