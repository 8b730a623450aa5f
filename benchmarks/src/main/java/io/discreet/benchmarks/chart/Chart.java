package io.discreet.benchmarks.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** A chart: lines, or points with their intervals. Not thread-safe. */
public final class Chart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;

  private final String title;
  private final YIntervalSeriesCollection series = new YIntervalSeriesCollection();
  private final XYErrorRenderer renderer = new XYErrorRenderer();
  private ValueAxis across;
  private ValueAxis up;

  /**
   * @param xLabel with its unit
   * @param yLabel with its unit
   */
  public Chart(String title, String xLabel, String yLabel) {
    this.title = title;
    across = axis(xLabel);
    up = axis(yLabel);
    renderer.setDefaultShape(new Ellipse2D.Double(-3, -3, 6, 6));
    renderer.setErrorStroke(new BasicStroke(1.5f));
    renderer.setDrawXError(false);
  }

  private static NumberAxis axis(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(false);
    return axis;
  }

  /** Makes the axis that goes up logarithmic. */
  public Chart logY() {
    up = ChartStyle.logarithmic(up.getLabel());
    return this;
  }

  /** Makes the axis that goes across logarithmic. */
  public Chart logX() {
    across = ChartStyle.logarithmic(across.getLabel());
    return this;
  }

  /** Names the places 0, 1, 2 … on the axis that goes across. */
  public Chart places(List<String> names) {
    SymbolAxis named = new SymbolAxis(across.getLabel(), names.toArray(String[]::new));
    named.setGridBandsVisible(false);
    named.setVerticalTickLabels(names.size() > 8);
    across = named;
    return this;
  }

  /** Makes the axis that goes up begin at 0. */
  public Chart fromZero() {
    ((NumberAxis) up).setAutoRangeIncludesZero(true);
    return this;
  }

  /**
   * Adds a line.
   *
   * @param xs rising
   * @param ys one for each of {@code xs}
   */
  public Chart line(String name, double[] xs, double[] ys) {
    return add(name, xs, ys, ys, ys, true);
  }

  /**
   * Adds points with the intervals that they lie in.
   *
   * @param ys one for each of {@code xs}
   * @param lows lower ends, one for each
   * @param highs upper ends, one for each
   */
  public Chart points(String name, double[] xs, double[] ys, double[] lows, double[] highs) {
    return add(name, xs, ys, lows, highs, false);
  }

  private Chart add(
      String name, double[] xs, double[] ys, double[] lows, double[] highs, boolean line) {
    if (xs.length != ys.length || xs.length != lows.length || xs.length != highs.length) {
      throw new IllegalArgumentException(
          name + " has " + xs.length + " places, " + ys.length + " values and other intervals");
    }
    int index = series.getSeriesCount();
    YIntervalSeries added = new YIntervalSeries(name, false, true);
    for (int i = 0; i < xs.length; i++) {
      added.add(xs[i], ys[i], lows[i], highs[i]);
    }
    series.addSeries(added);
    renderer.setSeriesPaint(index, ChartStyle.colour(index));
    renderer.setSeriesStroke(index, new BasicStroke(2));
    renderer.setSeriesLinesVisible(index, line);
    renderer.setSeriesShapesVisible(index, !line);
    return this;
  }

  /** Draws it, at twice the pixels of its size, for sharp screens. */
  public BufferedImage image() {
    XYPlot plot = new XYPlot(series, across, up, renderer);
    plot.setOutlineVisible(false);
    JFreeChart chart = ChartStyle.white(title, plot);
    BufferedImage image = new BufferedImage(2 * WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(2, 2);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    graphics.dispose();
    return image;
  }
}
