package io.discreet.benchmarks.scan;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * One question, as it is asked of each side.
 *
 * @param bar the most that ours may take, as a part of what SQL takes
 * @param ours query text, with other constants for each number
 * @param plain the SQL that people would write, for the same numbers
 * @param bounded what {@code plain} becomes where each customer is bounded as ours is, but for l0
 */
record Contest(
    String name,
    double bar,
    IntFunction<String> ours,
    IntFunction<String> plain,
    IntFunction<String> bounded) {

  private static final String CLAMP = "least(20000, greatest(0, sum(amount)))";

  /** All contests but the night of queries. */
  static List<Contest> all() {
    return List.of(
        rowsBySegment(),
        customersBySegment(),
        customersOfCategory(),
        sumOfCategory(),
        meanByTwoDimensions(),
        quantilesBySegment(),
        attributeAndEvent(),
        history(),
        boundedSum());
  }

  private static Contest rowsBySegment() {
    return new Contest(
        "rows per segment, no filter",
        1.0,
        i -> "SELECT store, COUNT(*) FROM purchases GROUP BY store",
        i -> "SELECT store, count(*) FROM purchases GROUP BY store",
        i ->
            perCustomer(
                "store", "least(" + MadeUpShop.MAX_ROWS + ", count(*))", "purchases", "TRUE"));
  }

  private static Contest customersBySegment() {
    return new Contest(
        "distinct customers per segment",
        0.05,
        i -> "SELECT store, COUNT(DISTINCT customer) FROM purchases GROUP BY store",
        i -> "SELECT store, count(DISTINCT customer) FROM purchases GROUP BY store",
        i -> perCustomer("store", "1", "purchases", "TRUE"));
  }

  private static Contest customersOfCategory() {
    return new Contest(
        "distinct customers per segment of one category",
        0.5,
        i ->
            "SELECT store, COUNT(DISTINCT customer) FROM purchases WHERE category = '"
                + category(i)
                + "' GROUP BY store",
        i ->
            "SELECT store, count(DISTINCT customer) FROM purchases WHERE category = "
                + code(i)
                + " GROUP BY store",
        i -> perCustomer("store", "1", "purchases", "category = " + code(i)));
  }

  private static Contest sumOfCategory() {
    return new Contest(
        "sum per segment of one category",
        1.0,
        i ->
            "SELECT store, SUM(amount) FROM purchases WHERE category = '"
                + category(i)
                + "' GROUP BY store",
        i -> "SELECT store, sum(amount) FROM purchases WHERE category = " + code(i) + " GROUP BY 1",
        i -> perCustomer("store", CLAMP, "purchases", "category = " + code(i)));
  }

  private static Contest meanByTwoDimensions() {
    return new Contest(
        "mean by two dimensions (500 segments), date range",
        1.0,
        i ->
            "SELECT store, channel, AVG(amount) FROM purchases WHERE day BETWEEN '"
                + day(i)
                + "' AND '"
                + day(i + 90)
                + "' GROUP BY store, channel",
        i ->
            "SELECT store, channel, avg(amount) FROM purchases WHERE "
                + days(i)
                + " GROUP BY store, channel",
        // Our mean is released as a centred sum; its centre is 0 for this range.
        i -> perCustomer("store, channel", "sum(amount)", "purchases", days(i)));
  }

  private static Contest quantilesBySegment() {
    return new Contest(
        "quantiles (3) per segment",
        0.5,
        i -> "SELECT store, QUANTILE(amount, 0.25, 0.5, 0.75) FROM purchases GROUP BY store",
        i -> "SELECT store, quantile_disc(amount, [0.25, 0.5, 0.75]) FROM purchases GROUP BY store",
        // Ours counts rows by leaf: one for each value of the range from its least on.
        i ->
            "SELECT store, amount + 5000, count(*) FROM purchases WHERE amount IS NOT NULL"
                + " GROUP BY ALL");
  }

  private static Contest attributeAndEvent() {
    return new Contest(
        "customer attribute x event attribute (SQL joins)",
        0.3,
        i -> "SELECT city, channel, COUNT(*) FROM purchases GROUP BY city, channel",
        i ->
            "SELECT city, channel, count(*) FROM purchases JOIN customers USING (customer)"
                + " GROUP BY city, channel",
        i ->
            perCustomer(
                "city, channel",
                "least(" + MadeUpShop.MAX_ROWS + ", count(*))",
                "purchases JOIN customers USING (customer)",
                "TRUE"));
  }

  private static Contest history() {
    return new Contest(
        "per-customer condition over history",
        0.2,
        i ->
            "SELECT store, COUNT(DISTINCT customer) FROM purchases WHERE "
                + ourHistory(i)
                + " GROUP BY store",
        i ->
            "SELECT store, count(DISTINCT customer) FROM purchases WHERE "
                + theirHistory(i)
                + " GROUP BY store",
        i -> perCustomer("store", "1", "purchases", theirHistory(i)));
  }

  private static String ourHistory(int i) {
    return "customer IN (SELECT customer FROM purchases WHERE category = '"
        + category(i)
        + "' AND day >= '"
        + day(i)
        + "' GROUP BY customer HAVING COUNT(*) >= 2 AND SUM(amount) > 50)";
  }

  private static String theirHistory(int i) {
    return "customer IN (SELECT customer FROM purchases WHERE category = "
        + code(i)
        + " AND day >= DATE '"
        + day(i)
        + "' GROUP BY customer HAVING count(*) >= 2 AND sum(amount) > 5000)";
  }

  private static Contest boundedSum() {
    return new Contest(
        "clamped sum, 5 segments a customer, bounded in SQL too",
        0.03,
        i -> "SELECT store, SUM(amount) FROM purchases GROUP BY store",
        i ->
            "SELECT store, sum(part) FROM (SELECT customer, store, "
                + CLAMP
                + " AS part, row_number() OVER"
                + " (PARTITION BY customer ORDER BY hash(customer, store)) AS position"
                + " FROM purchases GROUP BY customer, store) WHERE position <= 5 GROUP BY store",
        i -> perCustomer("store", CLAMP, "purchases", "TRUE"));
  }

  private static String perCustomer(String axes, String part, String from, String where) {
    return "SELECT "
        + axes
        + ", coalesce(sum(part), 0) FROM (SELECT customer, "
        + axes
        + ", "
        + part
        + " AS part FROM "
        + from
        + " WHERE "
        + where
        + " GROUP BY customer, "
        + axes
        + ") GROUP BY "
        + axes;
  }

  private static int code(int i) {
    return Math.floorMod(37 * i, MadeUpRows.CATEGORIES.size());
  }

  private static String category(int i) {
    return MadeUpRows.CATEGORIES.get(code(i));
  }

  private static String day(int i) {
    return MadeUpRows.FIRST_DAY.plusDays(Math.floorMod(i, MadeUpRows.DAYS)).toString();
  }

  private static String days(int i) {
    return String.format(Locale.ROOT, "day BETWEEN DATE '%s' AND DATE '%s'", day(i), day(i + 90));
  }
}
