package io.discreet.cli.output;

import io.discreet.cli.output.Sheet.Column;
import io.discreet.engine.memory.Combined;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Row;
import java.util.ArrayList;
import java.util.List;

/** A release with what earlier answers to the same question add to it. */
public final class RememberedSheet {

  private RememberedSheet() {}

  /**
   * For readers: each value together with earlier nights, ± half of its 95 % interval; empty text
   * where there is nothing to combine.
   */
  public static String text(Remembered remembered) {
    if (!remembered.combines()) {
      return "";
    }
    Release release = remembered.release();
    List<Column> columns = new ArrayList<>();
    for (Axis axis : release.dimensions()) {
      columns.add(Column.words(axis.name(), axis.name()));
    }
    for (MeasureInfo measure : release.measures()) {
      columns.add(Column.numbers(measure.name(), measure.name()));
    }
    columns.add(Column.numbers("nights", "answers"));
    Sheet sheet = new Sheet(columns);
    for (int row = 0; row < release.rows().size(); row++) {
      List<Cell> cells = new ArrayList<>();
      int most = 1;
      for (String label : release.rows().get(row).segment()) {
        cells.add(Cell.text(label));
      }
      for (int i = 0; i < release.measures().size(); i++) {
        Combined combined = remembered.at(row, i);
        int decimals = release.measures().get(i).decimals();
        cells.add(Cell.text(ReleaseSheet.plusMinus(combined.estimate(), decimals)));
        most = Math.max(most, combined.releases());
      }
      cells.add(Cell.count(most));
      sheet.add(cells);
    }
    return "together with earlier answers, at no cost:\n" + sheet.render(Format.TABLE);
  }

  /**
   * For programs: each value with its noise and interval, and the same together with earlier
   * answers. CSV has a header; JSON is an array of objects.
   */
  public static Sheet sheet(Remembered remembered) {
    Release release = remembered.release();
    List<Column> columns = new ArrayList<>();
    for (Axis axis : release.dimensions()) {
      columns.add(Column.words(axis.name(), axis.name()));
    }
    for (MeasureInfo measure : release.measures()) {
      for (String prefix : List.of(measure.name(), measure.name() + " combined")) {
        for (String what : List.of("", " standard error", " low", " high")) {
          columns.add(Column.numbers(prefix + what, prefix + what));
        }
      }
      columns.add(Column.numbers(measure.name() + " combined answers", "answers"));
    }
    columns.addAll(ReleaseSheet.placeColumns(release));
    Sheet sheet = new Sheet(columns);
    for (int index = 0; index < release.rows().size(); index++) {
      Row row = release.rows().get(index);
      List<Cell> cells = new ArrayList<>();
      for (String label : row.segment()) {
        cells.add(Cell.text(label));
      }
      for (int i = 0; i < release.measures().size(); i++) {
        Combined combined = remembered.at(index, i);
        add(cells, row.estimates().get(i));
        add(cells, combined.estimate());
        cells.add(Cell.count(combined.releases()));
      }
      cells.addAll(ReleaseSheet.placeCells(row));
      sheet.add(cells);
    }
    return sheet;
  }

  private static void add(List<Cell> cells, Estimate estimate) {
    cells.add(Cell.number(estimate.value()));
    cells.add(Cell.number(estimate.standardError()));
    cells.add(Cell.number(estimate.low()));
    cells.add(Cell.number(estimate.high()));
  }
}
