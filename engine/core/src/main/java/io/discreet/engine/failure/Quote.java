package io.discreet.engine.failure;

/** What somebody wrote, inside a message of one line. */
public final class Quote {

  private static final int MOST = 60;

  private Quote() {}

  /** At most 60 characters, control characters and line ends as spaces. */
  public static String shorten(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\s]+", " ");
    return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
  }
}
