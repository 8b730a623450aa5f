package io.discreet.cli.output;

import io.discreet.mechanisms.accounting.SafeSide;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One cell of a {@link Sheet}.
 *
 * @param shown as a reader wants it
 * @param data as a program wants it: a text, a finite number, a boolean, or null for none
 */
public record Cell(String shown, @Nullable Object data) {

  public Cell {
    boolean finite = !(data instanceof Double number) || Double.isFinite(number);
    boolean known =
        data == null
            || data instanceof String
            || data instanceof Boolean
            || data instanceof Long
            || data instanceof Double
            || data instanceof BigDecimal;
    if (!known || !finite) {
      throw new IllegalArgumentException("a cell holds a text, a boolean or a finite number");
    }
  }

  /** A text, the same for readers and programs. */
  public static Cell text(String text) {
    return new Cell(text, text);
  }

  /** A whole number, with thousands separated for readers. */
  public static Cell count(long count) {
    return new Cell(String.format(Locale.ROOT, "%,d", count), count);
  }

  /** Yes or no. */
  public static Cell flag(boolean flag) {
    return new Cell(flag ? "yes" : "no", flag);
  }

  /** A share in [0, 1], in percent for readers. */
  public static Cell share(double share) {
    return new Cell(Figures.percent(share), share);
  }

  /** A share of a budget, in percent for readers, on its side. */
  public static Cell share(SafeSide side, double share) {
    return new Cell(Figures.percent(side, share), share);
  }

  /** A figure about privacy loss, to a few significant digits for readers, on its side. */
  public static Cell number(SafeSide side, double figure) {
    return new Cell(
        Figures.significant(side, figure), Double.isFinite(figure) ? (Double) figure : null);
  }

  /** A number to a few significant digits for readers. */
  public static Cell number(double number) {
    return Double.isFinite(number)
        ? new Cell(Figures.significant(number), number)
        : new Cell(Double.toString(number), null);
  }

  /** Nothing to say. */
  public static Cell none() {
    return new Cell("", null);
  }
}
