package io.discreet.cli.output;

import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Night;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Place;
import io.discreet.engine.release.Release.Row;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Releases to print. */
public final class SampleReleases {

  private SampleReleases() {}

  /** Customers and their spend by city; the first city is called as given. */
  public static Release spendByCity(String firstCity) {
    return release(
        List.of(
            new Row(List.of(firstCity), List.of(estimate(1604, 14), estimate(154_120.25, 3_520))),
            new Row(List.of("York"), List.of(estimate(-3, 14), estimate(-0.5, 3_520))),
            new Row(List.of("other"), List.of(estimate(0, 14), estimate(12, 3_520)))));
  }

  /** The same with this many segments. */
  public static Release withSegments(int segments) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      rows.add(new Row(List.of("city " + i), List.of(estimate(i, 14), estimate(i, 3_520))));
    }
    return release(rows);
  }

  /** The night before, when the first segment's first value was smaller by as much. */
  public static Release before(Release now, double smaller) {
    List<Row> rows = new ArrayList<>(now.rows());
    List<Estimate> first = new ArrayList<>(rows.get(0).estimates());
    first.set(0, estimate(first.get(0).value() - smaller, first.get(0).standardError()));
    rows.set(0, new Row(rows.get(0).segment(), first));
    return release("f".repeat(32), LocalDate.of(2026, 11, 23), rows);
  }

  /** Customers by city and category; Hull has a tenth of the customers of Leeds. */
  public static Release customersByCityAndCategory() {
    List<Row> rows = new ArrayList<>();
    for (String city : List.of("Leeds", "Hull")) {
      for (String category : List.of("bread", "cake", "tea")) {
        double size = city.equals("Leeds") ? 1_000 : 100;
        boolean liked = city.equals("Leeds") == category.equals("tea");
        rows.add(new Row(List.of(city, category), List.of(estimate(liked ? 2 * size : size, 14))));
      }
    }
    Release one = spendByCity("Leeds");
    return new Release(
        "c".repeat(32),
        one.at(),
        one.asOf(),
        Optional.of(new Night("plan", "city-category")),
        "SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city, category",
        one.table(),
        one.purpose(),
        one.l0(),
        one.charged(),
        one.selection(),
        one.coverage(),
        one.dataVersion(),
        one.policyHash(),
        List.of(new Axis("city", "city"), new Axis("category", "category")),
        one.measures().subList(0, 1),
        rows);
  }

  /** The two first values of Leeds, larger by as much, and of York, on a day of November. */
  public static Release ranking(int day, String axis, List<String> values, double larger) {
    return ranking(
        day,
        axis,
        List.of(new Axis("city", "city"), new Axis(axis, "day")),
        List.of(
            ranked(List.of("Leeds", values.get(0)), 900 + larger, new Place(1, 1, 1)),
            ranked(List.of("Leeds", values.get(1)), 520 + larger, new Place(2, 2, 3)),
            ranked(List.of("York", values.get(1)), 310, new Place(1, 1, 4)),
            ranked(List.of("York", values.get(0)), 300, new Place(2, 1, 4))));
  }

  /** The two first months of all customers. */
  public static Release rankingOfMonths() {
    return ranking(
        24,
        "MONTH(day)",
        List.of(new Axis("MONTH(day)", "day")),
        List.of(
            ranked(List.of("2026-07"), 900, new Place(1, 1, 1)),
            ranked(List.of("2026-03"), 520, new Place(2, 2, 3))));
  }

  private static Release ranking(int day, String axis, List<Axis> axes, List<Row> rows) {
    Release one = release("%032x".formatted(day), LocalDate.of(2026, 11, day), List.of());
    String by = axes.size() == 2 ? "city" : "";
    return new Release(
        one.id(),
        one.at(),
        one.asOf(),
        Optional.of(new Night("plan", "first")),
        "SELECT "
            + (by.isEmpty() ? "" : by + ", ")
            + "TOP_K("
            + axis
            + ", 2) FROM purchases"
            + (by.isEmpty() ? "" : " GROUP BY " + by),
        one.table(),
        one.purpose(),
        one.l0(),
        one.charged(),
        one.selection(),
        one.coverage(),
        one.dataVersion(),
        one.policyHash(),
        axes,
        List.of(
            new MeasureInfo(
                "top_k(" + axis + ", 2)",
                MeasureInfo.Kind.TOP_K,
                0,
                List.of(new Noise("count", "rounded-gaussian", 14, "1")))),
        rows);
  }

  private static Row ranked(List<String> segment, double customers, Place place) {
    return new Row(segment, List.of(estimate(customers, 14)), Optional.of(place));
  }

  private static Release release(List<Row> rows) {
    return release("0123456789abcdef0123456789abcdef", LocalDate.of(2026, 11, 24), rows);
  }

  private static Release release(String id, LocalDate asOf, List<Row> rows) {
    return new Release(
        id,
        asOf.atTime(1, 30).toInstant(ZoneOffset.UTC),
        asOf,
        Optional.of(new Night("plan", "spend-by-city")),
        "SELECT city, COUNT(DISTINCT customer), SUM(amount) FROM purchases"
            + " WHERE amount < 5 GROUP BY city",
        "purchases",
        "recommendations",
        1,
        new Charged("gaussian-dp", 15, 1_000, 0.3456),
        Optional.empty(),
        Coverage.COMPLETE,
        3,
        "ab".repeat(32),
        List.of(new Axis("city", "city")),
        List.of(
            new MeasureInfo(
                "customers",
                MeasureInfo.Kind.CUSTOMERS,
                0,
                List.of(new Noise("count", "rounded-gaussian", 14, "1"))),
            new MeasureInfo(
                "sum(amount)",
                MeasureInfo.Kind.SUM,
                2,
                List.of(new Noise("sum", "rounded-gaussian", 352_000, "0.01")))),
        rows);
  }

  private static Estimate estimate(double value, double standardError) {
    return new Estimate(
        value, standardError, value - 1.96 * standardError, value + 1.96 * standardError);
  }
}
