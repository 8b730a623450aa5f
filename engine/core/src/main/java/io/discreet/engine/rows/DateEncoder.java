package io.discreet.engine.rows;

import io.discreet.engine.failure.RowFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Dates: ISO 8601 calendar dates {@code 2010-12-01}, alone or with a time of day behind {@code T}
 * or a space ({@code 08:26}, {@code 08:26:00}, {@code 08:26:00.5}) and an offset ({@code Z}, {@code
 * +01}, {@code +0100}, {@code +01:00}). A time without an offset is the shop's own; one with an
 * offset counts on the day that it falls on in the shop's time zone. The hour 24, leap seconds and
 * days outside the years 1 to 9999, which no query can name, are no dates.
 */
final class DateEncoder extends ValueEncoder {

  private static final int DATE_LENGTH = 10;

  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  private final ZoneId zone;

  DateEncoder(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  RowFault fault() {
    return RowFault.UNPARSABLE_DATE;
  }

  @Override
  void canonical(long value, CanonicalBytes bytes) {
    bytes.put(value);
  }

  @Override
  long encode(char[] text, int from, int to) {
    int end = from + DATE_LENGTH;
    if (to < end || text[from + 4] != '-' || text[from + 7] != '-') {
      return FAULTY;
    }
    int year = digits(text, from, 4);
    int month = digits(text, from + 5, 2);
    int dayOfMonth = digits(text, from + 8, 2);
    if (year < 1 || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) {
      return FAULTY;
    }
    long day;
    try {
      day = LocalDate.of(year, month, dayOfMonth).toEpochDay();
    } catch (DateTimeException e) {
      return FAULTY; // no such day in that month
    }
    return to == end ? day : withTime(day, text, end, to);
  }

  private long withTime(long day, char[] text, int from, int to) {
    char separator = text[from];
    if (separator != 'T' && separator != 't' && separator != ' ') {
      return FAULTY;
    }
    int position = from + 1;
    int hour = digits(text, position, to, 2);
    int minute =
        position + 2 < to && text[position + 2] == ':' ? digits(text, position + 3, to, 2) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return FAULTY;
    }
    position += 5;
    int second = 0;
    if (position < to && text[position] == ':') {
      second = digits(text, position + 1, to, 2);
      if (second < 0 || second > 59) {
        return FAULTY;
      }
      position = afterFraction(text, position + 3, to);
    }
    if (position == to) {
      return day;
    }
    long secondOfDay = hour * 3600L + minute * 60L + second;
    return position < 0 ? FAULTY : inZone(day, secondOfDay, text, position, to);
  }

  /** The position after an optional fraction of a second of up to nine digits, or -1. */
  private static int afterFraction(char[] text, int from, int to) {
    if (from == to || (text[from] != '.' && text[from] != ',')) {
      return from;
    }
    int position = from + 1;
    while (position < to && isDigit(text[position])) {
      position++;
    }
    int count = position - from - 1;
    return count >= 1 && count <= 9 ? position : -1;
  }

  private long inZone(long day, long secondOfDay, char[] text, int from, int to) {
    int offset = offsetSeconds(text, from, to);
    if (offset == NO_OFFSET) {
      return FAULTY;
    }
    Instant instant =
        Instant.ofEpochSecond(Math.multiplyExact(day, 86_400L) + secondOfDay - offset);
    long inZone = instant.atZone(zone).toLocalDate().toEpochDay();
    return inZone < FIRST_DAY || inZone > LAST_DAY ? FAULTY : inZone;
  }

  private static final int NO_OFFSET = Integer.MIN_VALUE;

  /** Z, or ±HH, ±HHMM, ±HH:MM up to 18 hours. */
  private static int offsetSeconds(char[] text, int from, int to) {
    char sign = text[from];
    if (sign == 'Z' || sign == 'z') {
      return to == from + 1 ? 0 : NO_OFFSET;
    }
    if (sign != '+' && sign != '-') {
      return NO_OFFSET;
    }
    int hours = digits(text, from + 1, to, 2);
    int rest = from + 3;
    int minutes = 0;
    if (rest < to) {
      rest += text[rest] == ':' ? 1 : 0;
      minutes = digits(text, rest, to, 2);
      rest += 2;
    }
    int seconds = hours * 3600 + minutes * 60;
    if (hours < 0
        || minutes < 0
        || minutes > 59
        || rest != to
        || seconds > ZoneOffset.MAX.getTotalSeconds()) {
      return NO_OFFSET;
    }
    return sign == '-' ? -seconds : seconds;
  }

  private static int digits(char[] text, int from, int to, int count) {
    return from + count <= to ? digits(text, from, count) : -1;
  }

  /** A number of so many decimal digits, or -1. */
  private static int digits(char[] text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      value = 10 * value + (text[i] - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
