package io.discreet.cli.output;

/** The forms in which a command prints a table. */
public enum Format {
  /** Aligned text, rounded to be read. */
  TABLE,
  /** JSON with every digit. */
  JSON,
  /** RFC 4180 with a header, every digit. */
  CSV
}
