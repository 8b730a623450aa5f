package io.discreet.engine.release;

/** Which rows a release was asked about, as its query text says. */
public final class Conditions {

  private static final String WHERE = "WHERE";
  private static final String GROUP_BY = "GROUP BY";

  private Conditions() {}

  /**
   * Returns the condition of a release: the text between {@code WHERE} and {@code GROUP BY}, or an
   * empty text where the query has none. Two releases of one table ask about the same rows if their
   * conditions are equal; canonical query texts make the converse nearly true.
   */
  public static String of(Release release) {
    String query = release.query();
    int where = keyword(query, WHERE, 0);
    if (where < 0) {
      return "";
    }
    int start = where + WHERE.length();
    int end = keyword(query, GROUP_BY, start);
    return query.substring(start, end < 0 ? query.length() : end).strip();
  }

  /**
   * The first place of a keyword that stands by itself, outside quotes and parentheses: a condition
   * over a customer's history holds a query with keywords of its own. −1 where there is none.
   */
  private static int keyword(String query, String keyword, int from) {
    char quote = 0;
    int depth = 0;
    for (int at = from; at < query.length(); at++) {
      char c = query.charAt(at);
      if (quote != 0) {
        // A doubled quote closes and opens again at once: no case of its own.
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth == 0
          && query.regionMatches(true, at, keyword, 0, keyword.length())
          && isBoundary(query, at - 1)
          && isBoundary(query, at + keyword.length())) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isBoundary(String query, int at) {
    return at < 0 || at >= query.length() || !Character.isJavaIdentifierPart(query.charAt(at));
  }
}
