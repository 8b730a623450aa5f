package io.discreet.cli.command;

import io.discreet.engine.failure.Quote;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options, and says in plain words what is wrong with them. */
final class Values {

  private Values() {}

  static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong(text, "is not a day; write it like 2026-11-26");
    }
  }

  static Integer wholeNumber(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw wrong(text, "is not a whole number within reach");
    }
  }

  static Long longNumber(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw wrong(text, "is not a whole number within reach");
    }
  }

  static Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw wrong(text, "is not a number");
    }
  }

  private static TypeConversionException wrong(String text, String why) {
    return new TypeConversionException("'" + Quote.shorten(text) + "' " + why);
  }
}
