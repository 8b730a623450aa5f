package io.discreet.benchmarks.personalize;

import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Releases of a night by city, age band and item, with their parents, from a seed. */
final class MadeUpReleases {
  private static final List<String> AXES = List.of("city", "age_band", "item");
  private static final int[] CELLS = {5, 6, 40};
  private static final double SIGMA = 15;

  private MadeUpReleases() {}

  static List<String> items() {
    List<String> items = new ArrayList<>();
    for (int item = 0; item < CELLS[2]; item++) {
      items.add("item " + item);
    }
    return items;
  }

  static List<Release> night(long seed) {
    Random random = new Random(seed);
    List<Release> night = new ArrayList<>();
    for (int subset = 4; subset < 8; subset++) { // all have the items
      night.add(release(random, subset));
    }
    return night;
  }

  private static Release release(Random random, int subset) {
    List<Axis> axes = new ArrayList<>();
    List<List<String>> cells = new ArrayList<>(List.of(List.of()));
    double customers = 600.0 * CELLS[0] * CELLS[1];
    for (int axis = 0; axis < CELLS.length; axis++) {
      if ((subset >> axis & 1) == 1) {
        axes.add(new Axis(AXES.get(axis), AXES.get(axis)));
        customers /= axis == 2 ? 1 : CELLS[axis];
        List<List<String>> longer = new ArrayList<>();
        for (List<String> cell : cells) {
          for (int i = 0; i < CELLS[axis]; i++) {
            List<String> next = new ArrayList<>(cell);
            next.add(AXES.get(axis).replace("_band", "") + " " + i);
            longer.add(next);
          }
        }
        cells = longer;
      }
    }
    List<Row> rows = new ArrayList<>();
    for (List<String> cell : cells) {
      // Item 0 is the most popular; where city and age have the same number, item 7 is liked.
      int item = Integer.parseInt(cell.get(cell.size() - 1).substring(5));
      boolean liked = item == 7 && cell.size() == 3 && same(cell.get(0), cell.get(1));
      double value =
          Math.rint(customers / (item + 5) * (liked ? 2.5 : 1) + SIGMA * random.nextGaussian());
      double error = Math.sqrt(SIGMA * SIGMA + 1.0 / 12);
      rows.add(
          new Row(cell, List.of(new Estimate(value, error, value - 2 * error, value + 2 * error))));
    }
    return new Release(
        String.format("%016x%016x", random.nextLong(), random.nextLong()),
        Instant.parse("2026-11-24T02:00:00Z"),
        LocalDate.parse("2026-11-23"),
        Optional.empty(),
        "SELECT " + axes + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + axes,
        "purchases",
        "recommendations",
        1,
        new Charged("gaussian-dp", 1, 100, 0.1),
        Optional.empty(),
        Coverage.COMPLETE,
        1,
        "0".repeat(64),
        axes,
        List.of(
            new MeasureInfo(
                "customers",
                MeasureInfo.Kind.CUSTOMERS,
                0,
                List.of(new Noise("count", "rounded-gaussian", SIGMA, "1")))),
        rows);
  }

  private static boolean same(String city, String age) {
    return city.substring(5).equals(age.substring(4));
  }
}
