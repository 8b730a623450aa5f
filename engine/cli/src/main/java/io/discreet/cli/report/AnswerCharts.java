package io.discreet.cli.report;

import io.discreet.cli.report.Chart.HeatCell;
import io.discreet.cli.report.Chart.Point;
import io.discreet.engine.memory.Combined;
import io.discreet.engine.memory.Memory;
import io.discreet.engine.memory.Memory.Past;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Row;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The charts of one answer: a line over time, a heat map of two axes, bars of anything else, and
 * how the largest segments went over the nights.
 */
final class AnswerCharts {

  private static final int MOST_BARS = 20;
  private static final int MOST_COLUMNS = 12;
  private static final int MOST_ROWS = 30;
  private static final int MOST_TRAILS = 3;
  private static final int MONTHS_WITHOUT_YEAR = 10;

  private final Remembered remembered;
  private final Release release;
  private final Memory memory;

  /** Positions of the rows that are no totals of others. */
  private final List<Integer> parts;

  AnswerCharts(Remembered remembered, Memory memory) {
    this.remembered = remembered;
    this.release = remembered.release();
    this.memory = memory;
    this.parts =
        IntStream.range(0, release.rows().size())
            .filter(row -> !Segments.isTotal(release.rows().get(row)))
            .boxed()
            .toList();
  }

  /** For each measure a chart of its segments; none where there is one number only. */
  List<Chart> segments() {
    List<Chart> charts = new ArrayList<>();
    if (parts.size() > 1) {
      for (int measure = 0; measure < release.measures().size(); measure++) {
        charts.add(segments(measure));
      }
    }
    return charts;
  }

  private Chart segments(int measure) {
    String name = release.measures().get(measure).name();
    int axes = release.dimensions().size();
    // Of a ranking most cells of a map, or days of a line, would be missing.
    boolean whole = !Segments.areRanked(release);
    if (whole && axes == 1 && Segments.areTimes(labels(0))) {
      return overTime(measure, name);
    }
    if (whole && axes == 2) {
      List<String> first = labels(0);
      List<String> second = labels(1);
      // Time runs to the right; otherwise the axis with fewer cells does, so that it fits a phone.
      boolean secondAcross =
          Segments.areTimes(second) || (!Segments.areTimes(first) && second.size() <= first.size());
      int columns = secondAcross ? second.size() : first.size();
      int rows = secondAcross ? first.size() : second.size();
      if (columns <= MOST_COLUMNS && rows <= MOST_ROWS) {
        return heat(measure, name, secondAcross ? 1 : 0);
      }
    }
    return bars(measure, name);
  }

  /** The labels of one axis in the order of the rows. */
  private List<String> labels(int axis) {
    LinkedHashSet<String> labels = new LinkedHashSet<>();
    parts.forEach(row -> labels.add(release.rows().get(row).segment().get(axis)));
    return List.copyOf(labels);
  }

  private Chart overTime(int measure, String name) {
    List<Point> points =
        parts.stream()
            .filter(row -> !Segments.isReserved(release.rows().get(row).segment().get(0)))
            .map(row -> point(row, measure))
            .sorted(Comparator.comparing(Point::label))
            .toList();
    String memory = points.stream().anyMatch(point -> point.memory().isPresent()) ? BAND : "";
    return Chart.overTime(
        name + " by " + release.dimensions().get(0).name() + ", with 95 % intervals" + memory,
        points);
  }

  private static final String BAND = "; the band is what they say with earlier answers";

  private Chart heat(int measure, String name, int across) {
    int down = 1 - across;
    List<String> columns = labels(across);
    List<String> rows = labels(down);
    List<HeatCell> cells = new ArrayList<>();
    for (int part : parts) {
      Row row = release.rows().get(part);
      Estimate estimate = row.estimates().get(measure);
      cells.add(
          new HeatCell(
              columns.indexOf(row.segment().get(across)),
              rows.indexOf(row.segment().get(down)),
              estimate.value(),
              Doubt.isUnsure(estimate)));
    }
    boolean unsure = cells.stream().anyMatch(HeatCell::unsure);
    return Chart.heat(
        name
            + " by "
            + release.dimensions().get(down).name()
            + " and "
            + release.dimensions().get(across).name()
            + (unsure ? "; ? is too small to tell from noise" : ""),
        columns.stream().map(Segments::words).toList(),
        rows.stream().map(Segments::words).toList(),
        cells);
  }

  private Chart bars(int measure, String name) {
    int all = parts.size();
    List<Integer> shown = all <= MOST_BARS ? parts : largest(measure, MOST_BARS, true);
    List<Point> points = shown.stream().map(row -> point(row, measure)).toList();
    String which =
        points.size() == all ? "" : ": the " + points.size() + " largest of " + all + " segments";
    String memory =
        points.stream().anyMatch(point -> point.memory().isPresent())
            ? "; the blue lines below are what they say with earlier answers"
            : "";
    return Chart.bars(name + which + ", with 95 % intervals" + memory, points);
  }

  /** Rows of the largest values, those that stand out of the noise first. */
  private List<Integer> largest(int measure, int most, boolean unsureToo) {
    Comparator<Integer> order =
        Comparator.<Integer, Boolean>comparing(row -> Doubt.isUnsure(estimate(row, measure)))
            .thenComparing(
                Comparator.<Integer>comparingDouble(row -> Math.abs(estimate(row, measure).value()))
                    .reversed());
    return parts.stream()
        .filter(row -> unsureToo || !Doubt.isUnsure(estimate(row, measure)))
        .sorted(order)
        .limit(most)
        .toList();
  }

  private Estimate estimate(int row, int measure) {
    return release.rows().get(row).estimates().get(measure);
  }

  private Point point(int row, int measure) {
    return point(
        Segments.words(release.rows().get(row)),
        estimate(row, measure),
        remembered.at(row, measure));
  }

  private static Point point(String label, Estimate estimate, Combined combined) {
    Optional<Estimate> memory =
        combined.releases() > 1 ? Optional.of(combined.estimate()) : Optional.empty();
    return new Point(label, estimate, Doubt.isUnsure(estimate), memory);
  }

  /** Days as short as the history allows. */
  private DateTimeFormatter days() {
    List<Release> history = remembered.history();
    boolean within = history.get(0).asOf().plusMonths(MONTHS_WITHOUT_YEAR).isAfter(release.asOf());
    return within ? DateTimeFormatter.ofPattern("d MMM", Locale.UK) : DateTimeFormatter.ISO_DATE;
  }

  /**
   * How the largest segments of the first measure went over the nights; none after one night, and
   * none of rankings, which lack the nights on which noise was against a value.
   */
  List<Chart> nights() {
    List<Chart> charts = new ArrayList<>();
    if (remembered.history().size() > 1 && !Segments.areRanked(release)) {
      MeasureInfo measure = release.measures().get(0);
      DateTimeFormatter day = days();
      for (int row : largest(0, MOST_TRAILS, false)) {
        List<Point> points = new ArrayList<>();
        for (Past past : memory.trail(remembered, row, 0)) {
          points.add(point(day.format(past.asOf()), past.raw(), past.combined()));
        }
        String segment = Segments.words(release.rows().get(row));
        charts.add(
            Chart.overNights(
                measure.name()
                    + (segment.isEmpty() ? "" : " of " + segment)
                    + ", night by night; blue: with the answers before",
                points));
      }
    }
    return charts;
  }
}
