package io.discreet.cli.report;

/**
 * Builds HTML that is well-formed XML too. Whatever is not a tag of this class's callers goes
 * through {@link #text}.
 */
public final class Html {

  private final StringBuilder html = new StringBuilder();

  /** Appends markup as it stands: constants of the code only. */
  public Html tag(String markup) {
    html.append(markup);
    return this;
  }

  /** Appends a text, escaped. */
  public Html text(String text) {
    html.append(escape(text));
    return this;
  }

  /** Appends an element that holds a text. */
  public Html element(String name, String text) {
    return tag("<" + name + ">").text(text).tag("</" + name + ">");
  }

  /** A text as it may stand in an element or a quoted attribute. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(printable(point));
              }
            });
    return escaped.toString();
  }

  /** A text without characters that no browser should obey. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().map(Html::printable).forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static int printable(int point) {
    return allowed(point) ? point : 0xFFFD;
  }

  /** Whether XML 1.0 allows the character, and no browser would obey it. */
  private static boolean allowed(int point) {
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    boolean noCharacter = (point & 0xFFFE) == 0xFFFE;
    return point == '\n'
        || !(Character.isISOControl(point)
            || Character.getType(point) == Character.FORMAT
            || surrogate
            || noCharacter);
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
