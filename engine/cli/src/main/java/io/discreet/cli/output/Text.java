package io.discreet.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text for a terminal. */
public final class Text {

  /** How wide a terminal is taken to be. */
  public static final int COLUMNS = 80;

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private Text() {}

  /**
   * The text without control characters, which a value may hold and a terminal would obey, on one
   * line.
   */
  public static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point ->
                printable.appendCodePoint(
                    Character.isISOControl(point)
                            || Character.getType(point) == Character.FORMAT
                            || Character.getType(point) == Character.LINE_SEPARATOR
                            || Character.getType(point) == Character.PARAGRAPH_SEPARATOR
                        ? '\uFFFD'
                        : point));
    return printable.toString();
  }

  /** How many columns a printable text takes; marks that combine take none. */
  public static int width(String text) {
    return (int)
        text.codePoints()
            .filter(
                point -> {
                  int type = Character.getType(point);
                  return type != Character.NON_SPACING_MARK && type != Character.ENCLOSING_MARK;
                })
            .count();
  }

  /**
   * The text in lines of at most {@link #COLUMNS} columns, broken at spaces.
   *
   * @param indent what every line begins with
   */
  public static String wrap(String text, String indent) {
    return fold(text, COLUMNS - width(indent)).stream()
        .map(line -> indent + line)
        .collect(Collectors.joining("\n"));
  }

  /** The text in lines of at most so many columns, broken at spaces; a longer word stays whole. */
  static List<String> fold(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : SPACES.split(text.strip(), -1)) {
      String printable = printable(word);
      if (!line.isEmpty() && width(line + " " + printable) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(printable);
    }
    lines.add(line.toString());
    return lines;
  }
}
