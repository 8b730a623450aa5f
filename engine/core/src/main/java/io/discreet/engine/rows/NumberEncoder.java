package io.discreet.engine.rows;

import io.discreet.engine.failure.RowFault;
import io.discreet.engine.policy.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers: decimal digits with an optional sign, point and exponent, rounded half to even to the
 * column's scale. A number outside the column's range is moved to the nearer bound and counted as
 * adjusted.
 */
final class NumberEncoder extends ValueEncoder {

  // Longer than any number that a program prints; bounds the work of one value.
  private static final int LONGEST = 400;

  // Beyond every range, with room for ten more digits before overflow.
  private static final long SATURATED = 1L << 58;

  private final Column.Numeric column;

  NumberEncoder(Column.Numeric column) {
    this.column = column;
  }

  @Override
  RowFault fault() {
    return RowFault.UNPARSABLE_NUMBER;
  }

  @Override
  void canonical(long value, CanonicalBytes bytes) {
    bytes.put(value);
  }

  @Override
  long encode(char[] text, int from, int to) {
    long units = units(text, from, to, column.scale());
    if (units == FAULTY) {
      return FAULTY;
    }
    long inRange = column.range().clamp(units);
    if (inRange != units) {
      adjust();
    }
    return inRange;
  }

  /** The number in units of 10^-scale; of a magnitude beyond every range, saturated. */
  static long units(char[] text, int from, int to, int scale) {
    int position = from;
    boolean negative = text[position] == '-';
    if (negative || text[position] == '+') {
      position++;
    }
    long units = 0;
    int digits = 0;
    int fraction = -1; // digits after the point so far, or -1 before it
    int firstDropped = 0;
    boolean laterDropped = false;
    for (; position < to; position++) {
      char c = text[position];
      if (c == '.' && fraction < 0) {
        fraction = 0;
      } else if (c >= '0' && c <= '9') {
        digits++;
        int digit = c - '0';
        if (fraction >= scale) {
          if (fraction == scale) {
            firstDropped = digit;
          } else {
            laterDropped |= digit != 0;
          }
        } else {
          units = Math.min(SATURATED, 10 * units + digit);
        }
        if (fraction >= 0) {
          fraction++;
        }
      } else {
        return exponential(text, from, to, position, digits, scale);
      }
    }
    if (digits == 0) {
      return FAULTY;
    }
    for (int i = Math.max(0, fraction); i < scale; i++) {
      units = Math.min(SATURATED, 10 * units);
    }
    boolean up = firstDropped > 5 || (firstDropped == 5 && (laterDropped || (units & 1) == 1));
    units += up ? 1 : 0;
    return negative ? -units : units;
  }

  private static long exponential(char[] text, int from, int to, int mark, int digits, int scale) {
    if (digits == 0 || (text[mark] != 'e' && text[mark] != 'E') || to - from > LONGEST) {
      return FAULTY;
    }
    int exponent = mark + 1;
    if (exponent < to && (text[exponent] == '-' || text[exponent] == '+')) {
      exponent++;
    }
    // BigDecimal would take digits of other scripts, too.
    for (int i = exponent; i < to; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return FAULTY;
      }
    }
    if (exponent == to || to - exponent > 9) {
      return FAULTY;
    }
    BigDecimal number = new BigDecimal(text, from, to - from);
    long integerDigits = (long) number.precision() - number.scale() + scale;
    if (number.signum() == 0 || integerDigits < 0) {
      return 0; // less than a tenth of a unit
    }
    if (integerDigits > 17) {
      return number.signum() * SATURATED;
    }
    return number.setScale(scale, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
  }
}
