package io.discreet.benchmarks.chart;

import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;

/** How all charts look: colours, logarithmic axes, white paper. */
public final class ChartStyle {

  /** The palette of Okabe and Ito (2008), which the colour-blind can tell apart. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x000000),
          new Color(0xE69F00),
          new Color(0x56B4E9));

  private static final DecimalFormatSymbols ENGLISH = new DecimalFormatSymbols(Locale.UK);

  private ChartStyle() {}

  /** The colour of a series by its number from 0; after the seventh they come again. */
  public static Color colour(int series) {
    return COLOURS.get(series % COLOURS.size());
  }

  /** A logarithmic axis that is marked at whole powers of ten. */
  public static LogAxis logarithmic(String label) {
    LogAxis axis = new LogAxis(label);
    axis.setStandardTickUnits(new NumberTickUnitSource(true));
    axis.setNumberFormatOverride(new DecimalFormat("#,##0.#####", ENGLISH));
    return axis;
  }

  /** An axis of equal steps, which need not begin at 0. */
  public static NumberAxis linear(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(false);
    axis.setNumberFormatOverride(new DecimalFormat("#,##0.###", ENGLISH));
    return axis;
  }

  /** A chart on white paper, with a legend. */
  public static JFreeChart white(String title, XYPlot plot) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    JFreeChart chart = new JFreeChart(title, new Font(Font.SANS_SERIF, Font.BOLD, 14), plot, true);
    chart.setBackgroundPaint(Color.WHITE);
    chart.getLegend().setFrame(BlockBorder.NONE);
    return chart;
  }
}
