package io.discreet.engine.personalize;

import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.release.Release.Selection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Known numbers of customers in every cell of some axes, and noisy releases of them: a made-up
 * truth with Gaussian noise, rounded to integers, from a seed.
 */
final class TrueCounts {

  private final Map<String, List<String>> axes;
  private final Map<Map<String, String>, Double> cells = new LinkedHashMap<>();

  private final Map<Map<String, String>, Double> sums = new HashMap<>();

  /**
   * @param axes the cells of each axis
   * @param truth the number of customers in a cell
   */
  TrueCounts(Map<String, List<String>> axes, ToDoubleFunction<Map<String, String>> truth) {
    this.axes = axes;
    for (Map<String, String> cell : cellsOf(List.copyOf(axes.keySet()))) {
      cells.put(cell, truth.applyAsDouble(cell));
    }
  }

  /** The number of customers in a cell of some of the axes. */
  double at(Map<String, String> cell) {
    return sums.computeIfAbsent(cell, this::sum);
  }

  private double sum(Map<String, String> cell) {
    double sum = 0;
    for (Map.Entry<Map<String, String>, Double> one : cells.entrySet()) {
      if (one.getKey().entrySet().containsAll(cell.entrySet())) {
        sum += one.getValue();
      }
    }
    return sum;
  }

  /** A release by some of the axes, with noise of standard deviation σ. */
  Release release(Random random, double sigma, String... by) {
    return draft(random, sigma, by).release();
  }

  /** As {@link #release}, to be changed before it is made. */
  Draft draft(Random random, double sigma, String... by) {
    List<Row> rows = new ArrayList<>();
    double standardError = Math.sqrt(sigma * sigma + 1.0 / 12);
    for (Map<String, String> cell : cellsOf(List.of(by))) {
      double value = Math.rint(at(cell) + sigma * random.nextGaussian());
      rows.add(row(cell, value, standardError));
    }
    return new Draft(List.of(by), rows, sigma, random);
  }

  static Row row(Map<String, String> cell, double value, double standardError) {
    return new Row(
        List.copyOf(cell.values()),
        List.of(
            new Estimate(
                value, standardError, value - 2 * standardError, value + 2 * standardError)));
  }

  private List<Map<String, String>> cellsOf(List<String> by) {
    List<Map<String, String>> all = List.of(Map.of());
    for (String axis : by) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> cell : all) {
        for (String label : axes.getOrDefault(axis, List.of())) {
          Map<String, String> next = new LinkedHashMap<>(cell);
          next.put(axis, label);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  /** The parts of a release that tests vary. */
  static final class Draft {
    private final List<String> by;
    private List<Row> rows;
    private final double sigma;
    private final String id;
    private String purpose = "recommendations";
    private String condition = "";
    private MeasureInfo.Kind kind = MeasureInfo.Kind.CUSTOMERS;
    private LocalDate asOf = LocalDate.parse("2026-11-23");
    private Optional<Release.Joint> jointly = Optional.empty();
    private Optional<Selection> selection = Optional.empty();
    private Instant at = Instant.parse("2026-11-24T02:00:00Z");

    Draft(List<String> by, List<Row> rows, double sigma, Random random) {
      this.by = by;
      this.rows = rows;
      this.sigma = sigma;
      this.id = String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    Draft purpose(String name) {
      this.purpose = name;
      return this;
    }

    Draft where(String text) {
      this.condition = " WHERE " + text;
      return this;
    }

    Draft asOf(String date) {
      this.asOf = LocalDate.parse(date);
      return this;
    }

    /** Leaves the rows with so few customers out, as a choice of discovered segments would. */
    Draft named(double threshold) {
      selection = Optional.of(new Selection("gaussian-threshold", Math.max(1, threshold), 1e-9));
      rows = rows.stream().filter(row -> row.estimates().get(0).value() >= threshold).toList();
      return this;
    }

    /** One of several answers of the draw with a charge. */
    Draft jointly(String charge) {
      jointly = Optional.of(new Release.Joint(charge, 2, 200));
      return this;
    }

    /** Its numbers are those of a ranking: chosen for being large. */
    Draft ranking() {
      kind = MeasureInfo.Kind.TOP_K;
      return this;
    }

    Draft at(String instant) {
      this.at = Instant.parse(instant);
      return this;
    }

    Draft rows(List<Row> others) {
      this.rows = others;
      return this;
    }

    List<Row> rows() {
      return rows;
    }

    String id() {
      return id;
    }

    Release release() {
      String axes = String.join(", ", by);
      String query =
          "SELECT "
              + (by.isEmpty() ? "" : axes + ", ")
              + "COUNT(DISTINCT customer) FROM purchases"
              + condition
              + (by.isEmpty() ? "" : " GROUP BY " + axes);
      return new Release(
          id,
          at,
          asOf,
          Optional.empty(),
          query,
          "purchases",
          purpose,
          1,
          new Charged("gaussian-dp", 1, 100, 0.1),
          jointly,
          selection,
          Coverage.COMPLETE,
          1,
          "0".repeat(64),
          by.stream().map(axis -> new Axis(axis, axis.replaceAll(".*\\((.*)\\)", "$1"))).toList(),
          List.of(
              new MeasureInfo(
                  "customers",
                  kind,
                  0,
                  List.of(new Noise("count", "rounded-gaussian", sigma, "1")))),
          rows);
    }
  }

  /** A cell given as axis, label, axis, label, … */
  static Map<String, String> cell(String... pairs) {
    Map<String, String> cell = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      cell.put(pairs[i], pairs[i + 1]);
    }
    return cell;
  }
}
