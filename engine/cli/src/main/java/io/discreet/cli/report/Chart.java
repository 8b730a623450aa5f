package io.discreet.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discreet.engine.release.Release.Estimate;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One chart.
 *
 * @param words what it shows, for those who do not see it and as its caption
 * @param content what {@code charts.js} draws
 * @param compact whether it stays small on a wide screen
 */
record Chart(String words, ObjectNode content, boolean compact) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What fits beside the margins of a phone 360 pixels wide. */
  private static final int NARROW = 328;

  private static final int WIDE = 700;

  /**
   * A noisy value at a place of the chart.
   *
   * @param label what it is the value of: a segment, a month, a night
   * @param unsure whether it may be nothing but noise
   * @param memory the same together with earlier answers, where there are any
   */
  record Point(String label, Estimate estimate, boolean unsure, Optional<Estimate> memory) {

    private ObjectNode json() {
      ObjectNode json =
          interval(estimate).put("label", Html.printable(label)).put("unsure", unsure);
      memory.ifPresent(one -> json.set("memory", interval(one)));
      return json;
    }

    private static ObjectNode interval(Estimate estimate) {
      return JSON.createObjectNode()
          .put("value", estimate.value())
          .put("low", estimate.low())
          .put("high", estimate.high());
    }
  }

  /** A bar for each segment, from the top down. */
  static Chart bars(String words, List<Point> points) {
    return new Chart(words, described("bars", points), false);
  }

  /** A line over calendar time. */
  static Chart overTime(String words, List<Point> points) {
    ObjectNode content = described("line", points).put("height", 220).put("joined", true);
    return new Chart(words, content.put("scale", false), false);
  }

  /** One value over the nights, and what is remembered of it. */
  static Chart overNights(String words, List<Point> points) {
    ObjectNode content = described("line", points).put("height", 170).put("joined", false);
    return new Chart(words, content.put("scale", true), true);
  }

  /** One cell of a heat map: positions of column and row, counted from 0. */
  record HeatCell(int column, int row, double value, boolean unsure) {}

  /** A colour for each pair of two axes. */
  static Chart heat(String words, List<String> columns, List<String> rows, List<HeatCell> cells) {
    ObjectNode content = JSON.createObjectNode().put("kind", "heat");
    columns.stream().map(Html::printable).forEach(content.putArray("xs")::add);
    rows.stream().map(Html::printable).forEach(content.putArray("ys")::add);
    ArrayNode array = content.putArray("cells");
    for (HeatCell cell : cells) {
      array
          .addObject()
          .put("x", cell.column())
          .put("y", cell.row())
          .put("value", cell.value())
          .put("unsure", cell.unsure());
    }
    return new Chart(words, content, false);
  }

  /** What is left of a budget at the end of each day, as shares of 1; empty for days to come. */
  static Chart budget(String words, Map<LocalDate, Optional<Double>> leftByDay) {
    ObjectNode content = JSON.createObjectNode().put("kind", "budget");
    ArrayNode days = content.putArray("days");
    ArrayNode left = content.putArray("left");
    leftByDay.forEach(
        (day, share) -> {
          days.add(day.toString());
          share.ifPresentOrElse(left::add, left::addNull);
        });
    return new Chart(words, content, false);
  }

  private static ObjectNode described(String kind, List<Point> points) {
    ObjectNode content = JSON.createObjectNode().put("kind", kind);
    ArrayNode rows = content.putArray("rows");
    points.forEach(point -> rows.add(point.json()));
    return content;
  }

  /** The figure: on a phone a picture of its own, since a smaller one could not be read. */
  void show(Html html) {
    html.tag("<figure><div role=\"img\" aria-label=\"").text(words).tag("\">");
    if (compact) {
      html.tag(svg("", NARROW));
    } else {
      html.tag(svg("narrow", NARROW)).tag(svg("broad", WIDE));
    }
    html.tag("</div><figcaption>").text(words).tag("</figcaption></figure>\n");
  }

  private String svg(String style, int width) {
    return ChartPress.draw(content.deepCopy().put("width", width).toString())
        .replaceFirst("<svg ", "<svg class=\"chart " + style + "\" aria-hidden=\"true\" ")
        // The background is the page's, and the library numbers it the same in each picture.
        .replaceFirst("<rect [^>]*id=\"0\"[^>]*></rect>", "");
  }
}
