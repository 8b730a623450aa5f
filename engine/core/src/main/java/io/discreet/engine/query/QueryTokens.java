package io.discreet.engine.query;

import io.discreet.engine.failure.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;

/**
 * The tokens of a query text. The parser knows far more SQL than a query may hold, and what its
 * tree says of a clause that nobody looks at would be passed over in silence. Law: every token of a
 * text is a word of the grammar, a constant, or a name that the query uses; else it is refused.
 */
final class QueryTokens {

  private static final Set<String> WORDS =
      Set.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP",
          "BY",
          "HAVING",
          "AND",
          "OR",
          "NOT",
          "IN",
          "BETWEEN",
          "LIKE",
          "IS",
          "NULL",
          "DATE",
          "TODAY",
          "INTERVAL",
          "DISTINCT",
          "COUNT",
          "SUM",
          "AVG",
          "MEAN",
          "MIN",
          "MAX",
          "CLAMPED_SUM",
          "VAR_POP",
          "VARIANCE",
          "STDDEV_POP",
          "STDDEV",
          "RATE",
          "QUANTILE",
          "MEDIAN",
          "TOP_K",
          "LEFT_OUT",
          "ROLLUP",
          "POOLED",
          "WEIGHTED");

  /** The words that make an axis of a column in the parentheses after them. */
  private static final Set<String> AXIS_WORDS =
      Set.of("DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "BAND");

  private static final Set<String> SIGNS =
      Set.of("(", ")", ",", "=", "<>", "!=", "<", "<=", ">", ">=", ";");

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final int MOST_CHARACTERS = 1 << 16;
  private static final int MOST_NESTING = 100;

  private final String what;
  private final List<Token> tokens = new ArrayList<>();
  private int depth;

  private QueryTokens(String what) {
    this.what = what;
  }

  /**
   * Reads a text into tokens and refuses what no text may hold.
   *
   * @param what the text is, for messages: the query, the condition
   */
  static QueryTokens of(String text, String what) {
    if (text.isBlank()) {
      throw new QueryException(what + " is empty");
    }
    if (text.length() > MOST_CHARACTERS) {
      throw new QueryException(
          what + " has " + text.length() + " characters; write at most " + MOST_CHARACTERS);
    }
    QueryTokens all = new QueryTokens(what);
    try {
      CCJSqlParser scanner = new CCJSqlParser(text);
      Token token = scanner.getNextToken();
      while (all.add(token)) {
        token = scanner.getNextToken();
      }
    } catch (TokenMgrException | ParseException e) {
      throw unreadableToken(what);
    }
    return all;
  }

  /**
   * Adds a token, or refuses it at once: to look for the end of a bracket costs the lexer a walk
   * through the whole text.
   *
   * @return whether another one follows
   */
  private boolean add(Token token) {
    if (token.specialToken != null) {
      throw new QueryException("comments are not supported; leave them away");
    }
    if (token.kind == CCJSqlParserConstants.EOF) {
      return false;
    }
    depth += token.image.equals("(") ? 1 : token.image.equals(")") ? -1 : 0;
    if (depth > MOST_NESTING) {
      throw new QueryException(what + " is nested too deeply; write it flatter");
    }
    requirePlainQuotes(token);
    tokens.add(token);
    return true;
  }

  static QueryException unreadableToken(String what) {
    return new QueryException(
        what + " has a character or a quote that cannot be read; texts stand in single quotes");
  }

  private static void requirePlainQuotes(Token token) {
    if (token.kind == CCJSqlParserConstants.S_QUOTED_IDENTIFIER || token.image.equals("[")) {
      throw new QueryException(
          "a name stands without quotes, a text in single quotes, such as city = 'Leeds'; got "
              + Quote.shorten(token.image)
              + position(token));
    }
    if (token.kind == CCJSqlParserConstants.S_CHAR_LITERAL && !token.image.startsWith("'")) {
      throw new QueryException(
          "a text stands in single quotes, without a prefix; got "
              + Quote.shorten(token.image)
              + position(token));
    }
  }

  /** Refuses any word that is none of the grammar or of a query's names. */
  void requireQueryOf(Set<String> names) {
    require(names, true);
  }

  /** As {@link #requireQueryOf} for a condition or an axis that stands alone. */
  void requireConditionOf(Set<String> names) {
    require(names, false);
  }

  private void require(Set<String> names, boolean query) {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean known;
      if (isNumber(token) || token.kind == CCJSqlParserConstants.S_CHAR_LITERAL) {
        known = true;
      } else if (Character.isLetter(token.image.charAt(0)) || token.image.charAt(0) == '_') {
        String word = token.image.toUpperCase(Locale.ROOT);
        known =
            names.contains(token.image)
                || WORDS.contains(word)
                || (AXIS_WORDS.contains(word) && isAxisOrUnit(i));
      } else {
        known = isSign(i, query);
      }
      if (!known) {
        throw new QueryException(
            Quote.shorten(token.image)
                + " is not supported"
                + position(token)
                + "; a query is SELECT columns, measures FROM table WHERE condition GROUP BY"
                + " columns");
      }
    }
  }

  private boolean isSign(int index, boolean query) {
    String sign = WHITE_SPACE.matcher(tokens.get(index).image).replaceAll("");
    return switch (sign) {
      // Not before the end of a bracket, but in COUNT(*).
      case "+", "-", "/" -> !image(index + 1).equals(")");
      case "*" -> image(index - 1).equals("(") == image(index + 1).equals(")");
      case ";" -> query && index == tokens.size() - 1;
      default -> SIGNS.contains(sign);
    };
  }

  private boolean isAxisOrUnit(int index) {
    return image(index + 1).equals("(") || image(index - 2).equalsIgnoreCase("INTERVAL");
  }

  private String image(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index).image : "";
  }

  private static boolean isNumber(Token token) {
    return token.kind == CCJSqlParserConstants.S_LONG
        || token.kind == CCJSqlParserConstants.S_DOUBLE;
  }

  /** Where a token is, for messages. */
  private static String position(Token token) {
    return " at line " + token.beginLine + ", column " + token.beginColumn;
  }
}
