package io.discreet.cli.output;

import io.discreet.cli.output.Sheet.Audience;
import io.discreet.cli.output.Sheet.Column;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Place;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.mechanisms.accounting.SafeSide;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A release as a table: for readers, value ± half of the 95 % interval. */
public final class ReleaseSheet {

  /** How many digits of a release's id readers are shown: enough to find it again. */
  private static final int ID_DIGITS = 8;

  private ReleaseSheet() {}

  /** The release in a form, ending in a line feed; as JSON, its one stored form. */
  public static String render(Release release, Format format) {
    return switch (format) {
      case TABLE -> sheet(release).render(format) + "\n" + footer(release) + "\n";
      case JSON -> new String(ReleaseJson.write(release), StandardCharsets.UTF_8) + "\n";
      case CSV -> sheet(release).render(format);
    };
  }

  /** The id as readers are shown it. */
  public static String shortId(Release release) {
    return release.id().substring(0, Math.min(ID_DIGITS, release.id().length()));
  }

  /** What a reader must know about all values of a release, in one or two lines. */
  public static String footer(Release release) {
    return Text.wrap(
        naming(release)
            + leftOut(release)
            + places(release)
            + "± is half of the 95 % interval · cost at most "
            + Figures.percent(SafeSide.SPENT, release.charged().share())
            + " of a customer's budget (ε "
            + Figures.significant(SafeSide.SPENT, release.charged().epsilon())
            + ") · purpose "
            + release.purpose()
            + " · coverage "
            + release.coverage().words()
            + " · release "
            + shortId(release),
        "");
  }

  /** That segments are missing, and which; nothing where all of them are public. */
  private static String naming(Release release) {
    return release
        .selection()
        .map(
            selection ->
                "segments with fewer than about "
                    + Figures.significant(selection.threshold())
                    + " customers are not named · ")
        .orElse("");
  }

  /** Whom an estimate of coverage counts; nothing of other answers. */
  private static String leftOut(Release release) {
    return release.measures().stream()
            .anyMatch(measure -> measure.kind() == MeasureInfo.Kind.LEFT_OUT)
        ? "left_out: customers whose budget did not suffice for the question, without those who"
            + " have used up the reserve, too · "
        : "";
  }

  /** What the brackets of a ranking say; nothing of other answers. */
  private static String places(Release release) {
    return placeColumns(release).isEmpty()
        ? ""
        : "place: in brackets where it may be without noise; that and ± hold for all values of a"
            + " segment at 95 % together · ";
  }

  /**
   * Columns for the places of a ranking, however many rows it has; none of other answers, and of
   * rankings that were stored before places were.
   */
  static List<Column> placeColumns(Release release) {
    List<Column> columns = new ArrayList<>();
    if (release.rows().stream().allMatch(row -> row.place().isPresent())) {
      for (MeasureInfo measure : release.measures()) {
        if (measure.kind() == MeasureInfo.Kind.TOP_K) {
          columns.add(Column.numbers("", "place").only(Audience.READERS));
          for (String what : List.of(" place", " best place", " worst place")) {
            columns.add(Column.numbers(measure.name() + what, "").only(Audience.PROGRAMS));
          }
        }
      }
    }
    return columns;
  }

  /** The cells of {@link #placeColumns}. */
  static List<Cell> placeCells(Row row) {
    return row.place()
        .map(
            place ->
                List.of(
                    Cell.text(words(place)),
                    Cell.count(place.noisy()),
                    Cell.count(place.best()),
                    Cell.count(place.worst())))
        .orElse(List.of());
  }

  /**
   * A place as readers are shown it: {@code 2}, or {@code 2 (1–4)} where the noise leaves it open.
   */
  private static String words(Place place) {
    return place.best() == place.worst()
        ? Integer.toString(place.noisy())
        : place.noisy() + " (" + place.best() + "–" + place.worst() + ")";
  }

  /** The segments of a release, one a row. */
  public static Sheet sheet(Release release) {
    List<Column> columns = new ArrayList<>();
    for (Axis axis : release.dimensions()) {
      columns.add(Column.words(axis.name(), axis.name()));
    }
    for (MeasureInfo measure : release.measures()) {
      String name = measure.name();
      columns.add(Column.numbers(name, name).only(Audience.READERS));
      columns.add(Column.numbers(name, name).only(Audience.PROGRAMS));
      columns.add(Column.numbers(name + " standard error", "").only(Audience.PROGRAMS));
      columns.add(Column.numbers(name + " low", "").only(Audience.PROGRAMS));
      columns.add(Column.numbers(name + " high", "").only(Audience.PROGRAMS));
    }
    columns.addAll(placeColumns(release));
    Sheet sheet = new Sheet(columns);
    for (Row row : release.rows()) {
      List<Cell> cells = new ArrayList<>();
      for (String label : row.segment()) {
        cells.add(Cell.text(label));
      }
      for (int i = 0; i < row.estimates().size(); i++) {
        Estimate estimate = row.estimates().get(i);
        cells.add(Cell.text(plusMinus(estimate, release.measures().get(i).decimals())));
        cells.add(Cell.number(estimate.value()));
        cells.add(Cell.number(estimate.standardError()));
        cells.add(Cell.number(estimate.low()));
        cells.add(Cell.number(estimate.high()));
      }
      cells.addAll(placeCells(row));
      sheet.add(cells);
    }
    return sheet;
  }

  /** A noisy value as readers are shown it. */
  public static String plusMinus(Estimate estimate, int decimals) {
    return Figures.plusMinus(estimate.value(), (estimate.high() - estimate.low()) / 2, decimals);
  }

  /** Whether the value may be 0 and nothing but noise, as far as its 95 % interval tells. */
  public static boolean mayBeZero(Estimate estimate) {
    return estimate.low() <= 0 && estimate.high() >= 0;
  }
}
