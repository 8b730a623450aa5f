package io.discreet.engine.query;

/** One axis of the segments. */
public sealed interface Dimension {

  String column();

  /** The values of a category column. */
  record ByCategory(String column) implements Dimension {}

  /** The calendar months of a date column, in the form 2026-11. */
  record ByMonth(String column) implements Dimension {}
}
