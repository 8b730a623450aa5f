package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.chart.ChartStyle;
import io.discreet.benchmarks.lab.Summary.Band;
import io.discreet.benchmarks.lab.Summary.Line;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.w3c.dom.Document;

/**
 * Draws a figure of a summary as PNG and SVG: what was measured as lines within their confidence
 * bands, what they are compared with dashed in the same colour.
 */
final class Plot {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 360;
  private static final int COLUMNS = 2;
  private static final int PNG_SCALE = 2;

  private final Figure figure;
  private final Summary summary;

  Plot(Figure figure, Summary summary) {
    this.figure = figure;
    this.summary = summary;
  }

  void png(Path file) throws IOException {
    BufferedImage image =
        new BufferedImage(PNG_SCALE * width(), PNG_SCALE * height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(PNG_SCALE, PNG_SCALE);
    draw(graphics);
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  void svg(Path file) throws IOException {
    SVGGraphics2D graphics = new SVGGraphics2D(emptySvg());
    graphics.setSVGCanvasSize(new Dimension(width(), height()));
    draw(graphics);
    StringWriter text = new StringWriter();
    graphics.stream(text, true);
    Files.writeString(file, text.toString());
  }

  private static Document emptySvg() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private int width() {
    return Math.min(COLUMNS, figure.panels().size()) * WIDTH;
  }

  private int height() {
    return (figure.panels().size() + COLUMNS - 1) / COLUMNS * HEIGHT;
  }

  private void draw(Graphics2D graphics) {
    for (int i = 0; i < figure.panels().size(); i++) {
      int left = i % COLUMNS * WIDTH;
      int top = i / COLUMNS * HEIGHT;
      chart(figure.panels().get(i))
          .draw(graphics, new Rectangle2D.Double(left, top, WIDTH, HEIGHT));
    }
  }

  private JFreeChart chart(Figure.Panel panel) {
    List<Line> lines = panel.cells(summary);
    List<String> names =
        lines.stream().map(line -> line.levels().get(figure.lines())).distinct().toList();
    YIntervalSeriesCollection measured = new YIntervalSeriesCollection();
    XYSeriesCollection foretold = new XYSeriesCollection();
    DeviationRenderer bands = new DeviationRenderer(true, true);
    XYLineAndShapeRenderer dashes = new XYLineAndShapeRenderer(true, false);
    dashes.setDefaultSeriesVisibleInLegend(false);
    bands.setAlpha(0.2f);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      YIntervalSeries line = new YIntervalSeries(name);
      XYSeries dashed = new XYSeries(i);
      lines.stream()
          .filter(one -> name.equals(one.levels().get(figure.lines())))
          .forEach(one -> add(panel, one, line, dashed));
      measured.addSeries(line);
      foretold.addSeries(dashed);
      Color colour = ChartStyle.colour(i);
      bands.setSeriesPaint(i, colour);
      bands.setSeriesFillPaint(i, colour);
      bands.setSeriesStroke(i, new BasicStroke(1.6f));
      bands.setSeriesShape(i, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
      dashes.setSeriesPaint(i, colour);
      dashes.setSeriesStroke(
          i,
          new BasicStroke(
              1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0));
    }
    XYPlot plot =
        new XYPlot(
            measured,
            ChartStyle.logarithmic(figure.xLabel()),
            switch (panel.scale()) {
              case LOGARITHMIC -> ChartStyle.logarithmic(panel.yLabel());
              case LINEAR -> ChartStyle.linear(panel.yLabel());
            },
            bands);
    plot.setDataset(1, foretold);
    plot.setRenderer(1, dashes);
    JFreeChart chart = ChartStyle.white(panel.title(), plot);
    chart.addSubtitle(
        new TextTitle(
            "lines with 95 % bands: measured"
                + (panel.reference().isEmpty() ? "" : "; dashed: " + figure.reference())));
    return chart;
  }

  private void add(Figure.Panel panel, Line one, YIntervalSeries line, XYSeries dashed) {
    String level = one.levels().get(figure.x());
    if (level == null) {
      throw new IllegalArgumentException("no factor " + figure.x());
    }
    double x = Double.parseDouble(level);
    Band y = one.value(panel.y());
    if (panel.scale() == Figure.Scale.LINEAR) {
      line.add(x, y.value(), y.low(), y.high());
    } else if (y.value() > 0) { // a logarithmic axis has no place for 0
      line.add(x, y.value(), Math.max(y.low(), y.value() / 10), y.high());
    }
    if (!panel.reference().isEmpty()) {
      double reference = one.value(panel.reference()).value();
      if (reference > 0) {
        dashed.add(x, reference);
      }
    }
  }
}
