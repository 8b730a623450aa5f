package io.discreet.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not supported is refused by name, on one line, with what would work. */
class QueryRefusalTest {

  private static String refusal(String sql) {
    Throwable thrown = catchThrowable(() -> SegmentQuery.parse(sql, "p"));
    assertThat(thrown).as(sql).isExactlyInstanceOf(QueryException.class).hasNoCause();
    assertThat(thrown.getMessage()).as(sql).doesNotContain("\n", "\r").hasSizeLessThan(300);
    return String.valueOf(thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "SELECT COUNT(*) FROM a JOIN b ON a.x = b.x | JOIN is not supported",
        "SELECT COUNT(*) FROM a, b                  | JOIN is not supported",
        "SELECT COUNT(*) FROM (SELECT 1) x          | subqueries are not supported",
        "SELECT COUNT(*) FROM a WHERE b IN (SELECT 1)  | subqueries are not supported",
        "SELECT COUNT(*) FROM a WHERE b = (SELECT 1)   | subqueries are not supported",
        "SELECT COUNT(*) FROM a WHERE EXISTS (SELECT 1) | subqueries are not supported",
        "SELECT COUNT(*) OVER () FROM a             | window functions",
        "SELECT SUM(x) OVER (PARTITION BY y) FROM a | window functions",
        "SELECT COUNT(*) FROM a WINDOW w AS ()      | windows are not supported",
        "SELECT MODE(x) FROM a                    | unknown function MODE; measures are",
        "SELECT HOUR(d), COUNT(*) FROM a GROUP BY HOUR(d) | unknown function HOUR",
        "SELECT YEAR(d, 2), COUNT(*) FROM a GROUP BY YEAR(d, 2) | YEAR takes one date column",
        "SELECT BAND(b), COUNT(*) FROM a GROUP BY BAND(b) | BAND takes a numeric column and",
        "SELECT BAND(b, 1, 1.0), COUNT(*) FROM a GROUP BY BAND(b, 1) | rise, got 1 before 1",
        "SELECT BAND(b, 2, -1), COUNT(*) FROM a GROUP BY BAND(b, 1) | rise, got 2 before -1",
        "SELECT BAND(b, 'x'), COUNT(*) FROM a GROUP BY BAND(b, 1) | numbers without quotes",
        "SELECT BAND(DISTINCT b, 1), COUNT(*) FROM a GROUP BY BAND(b, 1) | BAND takes a numeric",
        "SELECT MONTH(), COUNT(*) FROM a GROUP BY MONTH() | MONTH takes one date column",
        "SELECT MONTH(DISTINCT d), COUNT(*) FROM a GROUP BY MONTH(d) | MONTH takes one date",
        "SELECT COUNT(*) FROM a WHERE b > NOW()     | a constant is needed",
        "SELECT COUNT(*) FROM a GROUP BY b HAVING COUNT(*) > 1 | own rows write WHERE customer IN"
            + " (",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT b FROM a) | selects the customer alone",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer, b FROM a) | the customer alone",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a GROUP BY customer, b) |"
            + " groups by the customer alone",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a GROUP BY b) | groups by"
            + " the",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a HAVING COUNT(*) > 1) |"
            + " groups by the customer alone",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT DISTINCT customer FROM a) | SELECT"
            + " DISTINCT",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a ORDER BY 1) | ORDER BY",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a LIMIT 1) | LIMIT is not",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a JOIN b ON c = d) | JOIN"
            + " is",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a UNION SELECT customer"
            + " FROM b) | subqueries are not supported, except",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a) b | cannot be read at b",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a WHERE customer IN (SELECT"
            + " customer FROM b)) | stands in no other one",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a WHERE SUM(b) > 1) | it"
            + " stands after HAVING",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a GROUP BY customer HAVING"
            + " b > 1) | HAVING compares COUNT(*), SUM",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a GROUP BY customer HAVING"
            + " COUNT(DISTINCT b) > 1) | without DISTINCT",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a GROUP BY customer HAVING"
            + " COUNT(b) > 1) | COUNT counts rows (*)",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a GROUP BY customer HAVING"
            + " SUM(*) > 1) | take a column",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a GROUP BY customer HAVING"
            + " SUM(b + 1) > 1) | arithmetic and functions",
        "SELECT COUNT(*) FROM a WHERE customer IN (SELECT customer FROM a GROUP BY customer HAVING"
            + " SUM(b) > COUNT(*)) | a constant is needed",
        "SELECT COUNT(*) FROM a ORDER BY 1          | ORDER BY is not supported",
        "SELECT COUNT(*) FROM a LIMIT 5             | LIMIT is not supported",
        "SELECT b, TOP_K(c, 0) FROM a GROUP BY b    | TOP_K names 1 to 1000 values",
        "SELECT TOP_K(c, 1001) FROM a               | TOP_K names 1 to 1000 values",
        "SELECT TOP_K(c, 2.5) FROM a                | TOP_K takes a column and a whole number",
        "SELECT TOP_K(c, 1e99) FROM a               | TOP_K takes a column and a whole number",
        "SELECT TOP_K(c) FROM a                     | TOP_K takes a column and a whole number",
        "SELECT TOP_K(c, d) FROM a                  | a constant is needed",
        "SELECT TOP_K(DISTINCT c, 3) FROM a         | TOP_K takes a column and a whole number",
        "SELECT COUNT(*), TOP_K(c, 3) FROM a        | TOP_K is asked alone",
        "SELECT TOP_K(b, 3), TOP_K(c, 3) FROM a     | TOP_K is asked alone",
        "SELECT b, TOP_K(b, 3) FROM a GROUP BY b    | leave it out of GROUP BY",
        "SELECT b, TOP_K(c, 3) FROM a GROUP BY ROLLUP(b) | not of totals; leave ROLLUP away",
        "SELECT LEFT_OUT('2%') FROM a               | LEFT_OUT takes the share that a question",
        "SELECT LEFT_OUT(COUNT(*)) FROM a           | LEFT_OUT takes the share that a question",
        "SELECT LEFT_OUT(0.02, COUNT(*)) FROM a     | LEFT_OUT takes the share that a question",
        "SELECT LEFT_OUT('2%', b) FROM a            | LEFT_OUT takes the share that a question",
        "SELECT LEFT_OUT(DISTINCT '2%', COUNT(*)) FROM a | LEFT_OUT takes the share that",
        "SELECT LEFT_OUT('2', COUNT(*)) FROM a      | a share is written like '2%', got 2",
        "SELECT LEFT_OUT('0%', COUNT(*)) FROM a     | above 0% and at most 100% of a budget, got 0%",
        "SELECT LEFT_OUT('101%', COUNT(*)) FROM a   | above 0% and at most 100% of a budget, got",
        "SELECT LEFT_OUT('2%', COUNT(*), COUNT(*)) FROM a | a measure is listed twice",
        "SELECT LEFT_OUT('2%', TOP_K(b, 3)) FROM a  | LEFT_OUT takes neither TOP_K nor LEFT_OUT",
        "SELECT LEFT_OUT('2%', LEFT_OUT('2%', COUNT(*))) FROM a | LEFT_OUT takes neither TOP_K",
        "SELECT COUNT(*), LEFT_OUT('2%', COUNT(*)) FROM a | LEFT_OUT is asked alone",
        "SELECT LEFT_OUT('2%', COUNT(*)), LEFT_OUT('3%', COUNT(*)) FROM a | LEFT_OUT is asked",
        "SELECT TOP 5 COUNT(*) FROM a               | LIMIT is not supported",
        "SELECT FIRST 5 COUNT(*) FROM a             | FIRST is not supported",
        "SELECT COUNT(*) FROM a FETCH FIRST 5 ROWS ONLY | LIMIT is not supported",
        "SELECT DISTINCT b, COUNT(*) FROM a GROUP BY b | SELECT DISTINCT is not supported",
        "SELECT COUNT(*) FROM a UNION SELECT COUNT(*) FROM b | only one SELECT",
        "WITH x AS (SELECT 1) SELECT COUNT(*) FROM a | WITH is not supported",
        "SELECT * FROM a                            | SELECT * is not supported",
        "SELECT a.* FROM a                          | SELECT * is not supported",
        "SELECT COUNT(a.*) FROM a                   | . is not supported",
        "SELECT COUNT(*) FROM a; SELECT COUNT(*) FROM a  | one query at a time",
        "SELECT COUNT(*) FROM a;;                   | one query at a time",
        "SELECT COUNT(*) FROM a;; SELECT COUNT(*) FROM a | one query at a time",
        "DELETE FROM a                              | only one SELECT",
        "SELECT COUNT(*) FROM a -- all of it        | comments are not supported",
        "SELECT /*+ hint */ COUNT(*) FROM a         | comments are not supported",
        "SELECT COUNT(*) FROM \"a\"                 | a name stands without quotes",
        "SELECT COUNT(*) FROM 'a'                   | name stands without quotes",
        "SELECT COUNT(*) FROM a WHERE `b` = 1       | a name stands without quotes",
        "SELECT COUNT(*) FROM a WHERE [b] = 1       | a name stands without quotes",
        "SELECT COUNT(*) FROM a WHERE b = \"x\"     | a text in single quotes",
        "SELECT COUNT(*) FROM a WHERE b = E'x\\n'   | without a prefix",
        "SELECT COUNT(*) FROM a WHERE b = $$x$$     | without a prefix",
        "SELECT COUNT(*) FROM a WHERE b = 'x        | quote that cannot be read",
        "SELECT COUNT(*) FROM a WHERE b = 'x' 'y'   | cannot be read at 'y', line 1, column 38",
        "SELECT COUNT(*) FROM a WHERE b LIKE 'x'    | LIKE compares a column to a prefix",
        "SELECT COUNT(*) FROM a WHERE b LIKE c      | LIKE compares a column to a prefix",
        "SELECT COUNT(*) FROM a WHERE b ILIKE 'x%'  | LIKE compares a column to a prefix",
        "SELECT COUNT(*) FROM a WHERE b LIKE 'x%' ESCAPE '!' | LIKE compares a column to",
        "SELECT COUNT(*) FROM a WHERE b LIKE '%'    | LIKE takes a prefix",
        "SELECT COUNT(*) FROM a WHERE b LIKE '%x%'  | LIKE takes a prefix",
        "SELECT COUNT(*) FROM a WHERE b LIKE 'x_y%' | LIKE takes a prefix",
        "SELECT SUM(b + 1) FROM a                   | arithmetic and functions",
        "SELECT COUNT(*) FROM a WHERE 1 = 2         | needs a column on one side",
        "SELECT COUNT(*) FROM a WHERE b + 'x' = 2   | texts and dates cannot be calculated with",
        "SELECT COUNT(*) FROM a WHERE b + TODAY > 2 | TODAY stands on one side of a comparison",
        "SELECT COUNT(*) FROM a WHERE b + NULL = 2  | use IS NULL",
        "SELECT COUNT(*) FROM a WHERE b + ABS(b) = 2 | a constant is needed",
        "SELECT COUNT(*) FROM a WHERE b % 2 = 0     | a constant is needed",
        "SELECT COUNT(*) FROM a WHERE b + 1e18 = 0  | at most 18 digits before and after",
        "SELECT COUNT(*) FROM a WHERE b + 1e-19 = 0 | at most 18 digits before and after",
        "SELECT COUNT(*) FROM a WHERE 1 + 2 IS NULL | IS NULL is asked of a column",
        "SELECT COUNT(*) FROM a WHERE b > TODAY - c | days are counted from today as",
        "SELECT COUNT(*) FROM a WHERE b > TODAY * 2 | TODAY stands on one side of a comparison",
        "SELECT COUNT(*) FROM a WHERE b > TODAY - 0.5 | days are counted from today as",
        "SELECT COUNT(*) FROM a WHERE b > TODAY - INTERVAL 3 HOUR | days are counted from today",
        "SELECT COUNT(*) FROM a WHERE b > TODAY - INTERVAL '3 months' | days are counted from",
        "SELECT COUNT(*) FROM a WHERE b > TODAY - INTERVAL c DAY | days are counted from today",
        "SELECT COUNT(*) FROM a WHERE b > TODAY - INTERVAL 3 DAY(2) | days are counted from today",
        "SELECT COUNT(*) FROM a WHERE b > TODAY - 1234567 | at most 6 digits",
        "SELECT COUNT(*) FROM a WHERE b IN (1, c)   | a constant is needed",
        "SELECT COUNT(*) FROM a WHERE b = 1e400     | a number is out of any reach",
        "SELECT COUNT(*) FROM a WHERE b = 1e-400    | a number is out of any reach",
        "SELECT COUNT(*) FROM a WHERE b = 1e99999999999 | a number",
        "SELECT COUNT(*) FROM a WHERE b = 0x1F      | a constant is needed",
        "SELECT COUNT(*) FROM a WHERE b = NULL      | use IS NULL",
        "SELECT COUNT(*) FROM a WHERE b IN ()       | IN needs constants",
        "SELECT COUNT(*) FROM a WHERE b = TIMESTAMP '2026-01-01 10:00:00' | only days are known",
        "SELECT CLAMPED_SUM(b, 0, 1e400) FROM a     | a number is out of any reach",
        "SELECT CLAMPED_SUM(b, 0) FROM a            | CLAMPED_SUM takes a column and two numbers",
        "SELECT RATE() FROM a                       | RATE takes one condition",
        "SELECT RATE(DISTINCT b = 1) FROM a         | RATE takes one condition",
        "SELECT RATE(b = 1, c = 2) FROM a           | RATE takes one condition",
        "SELECT RATE(b) FROM a                      | this condition is not supported",
        "SELECT VAR_POP(b, c) FROM a                | VAR_POP takes one column",
        "SELECT CLAMPED_SUM(DISTINCT b, 0, 1) FROM a | CLAMPED_SUM takes a column and two numbers",
        "SELECT SUM(DISTINCT b) FROM a              | SUM takes one column",
        "SELECT COUNT(b) FROM a                     | COUNT counts customers or rows",
        "SELECT COUNT(*), COUNT(*) FROM a           | a measure is listed twice",
        "SELECT b, COUNT(*) FROM a                  | must be those of GROUP BY; got [b] and []",
        "SELECT b FROM a GROUP BY b                 | nothing is asked",
        "SELECT b AS c, COUNT(*) FROM a GROUP BY b  | leave AS away",
        "SELECT COUNT(*) FROM a AS c                | leave the alias away",
        "SELECT COUNT(*) FROM s.a                   | a table has no schema",
        "SELECT COUNT(*) FROM a WHERE a.b = 1       | without its table: b",
        "SELECT COUNT(*)                            | FROM needs the name of one table",
        "SELECT                                     | the query cannot be read",
        ";                                          | the query cannot be read at ;",
      })
  void query_unsupported_isRefusedByName(String sql, String part) {
    assertThat(refusal(sql)).contains(part);
  }

  /** The parser reads all of these; what it keeps of them beside the query would go unread. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT COUNT(*) FROM a WHERE b NOTNULL               | NOTNULL",
        "SELECT COUNT(*) FROM a WHERE b ISNULL                | ISNULL",
        "SELECT COUNT(*) FROM a WHERE b BETWEEN SYMMETRIC 2 AND 1 | SYMMETRIC",
        "SELECT COUNT(*) FROM a WHERE b GLOBAL IN (1)         | GLOBAL",
        "SELECT COUNT(*) FROM a WHERE PRIOR b = 1             | PRIOR",
        "SELECT COUNT(*) FROM a WHERE b = 1 (+)               | +",
        "SELECT COUNT(*) FROM a WHERE b ^= 1                  | ^=",
        "SELECT COUNT(*) FROM a WHERE b = 1 && c = 1          | &&",
        "SELECT COUNT(*) FROM a WHERE ! (b = 1)               | !",
        "SELECT COUNT(*) FROM a WHERE b = 1 WITH UR           | WITH",
        "SELECT COUNT(*) FROM a PREWHERE b = 1                | PREWHERE",
        "SELECT COUNT(*) FROM a CONNECT BY b = 1              | CONNECT",
        "SELECT COUNT(*) FROM a TABLESAMPLE BERNOULLI (10)    | TABLESAMPLE",
        "SELECT COUNT(*) FROM a SAMPLE 0.1                    | SAMPLE",
        "SELECT COUNT(*) FROM a PIVOT (SUM(b) FOR c IN (1))   | PIVOT",
        "SELECT COUNT(*) FROM a FOR UPDATE                    | FOR",
        "SELECT COUNT(*) FROM a WITH (NOLOCK)                 | WITH",
        "SELECT COUNT(*) FROM ONLY a                          | ONLY",
        "SELECT COUNT(*) INTO b FROM a                        | INTO",
        "SELECT SUM(b ORDER BY 1) FROM a                      | ORDER",
        "SELECT SUM(ALL b) FROM a                             | ALL",
        "SELECT {fn SUM(b)} FROM a                            | {",
        "SELECT SUM(b).b FROM a                               | .",
        "SELECT b, COUNT(*) FROM a GROUP BY b WITH ROLLUP     | WITH",
      })
  void query_withAWordThatNobodyReads_isRefused(String sql, String word) {
    assertThat(refusal(sql)).startsWith(word + " is not supported at line 1, column ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void query_empty_isRefused(String sql) {
    assertThat(refusal(sql)).isEqualTo("the query is empty");
  }

  @Test
  void query_thatIsHugeOrNestedDeeply_isRefusedQuickly() {
    String front = "SELECT COUNT(*) FROM a WHERE ";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String open : new String[] {"(", "NOT ", "NOT (", "CASE WHEN ", "b = (", "{", "["}) {
            refusal(front + open.repeat(10_000 / open.length() * 5));
          }
          assertThat(refusal(front + "(".repeat(10_000) + "b = 1" + ")".repeat(10_000)))
              .contains("nested too deeply");
          assertThat(refusal(front + "NOT ".repeat(10_000) + "b = 1"))
              .contains("nested too deeply");
          assertThat(refusal(front + "b = '" + "x".repeat(1 << 20) + "'"))
              .contains("write at most 65536");
          SegmentQuery.parse(front + "(".repeat(90) + "b = 1" + ")".repeat(90), "p");
        });
  }

  @Test
  void fluentPart_thatIsMoreThanItsPart_isRefused() {
    SegmentQuery.Builder builder = SegmentQuery.from("a");
    for (String condition :
        new String[] {
          "",
          "b = 1 GROUP BY b",
          "b = 1 LIMIT 5",
          "b = 1 -- x",
          "b = 1;",
          "b = 1) OR (c = 2",
          "b = 1 FOR UPDATE",
          "b = 1 UNION SELECT 1",
          "b = 1, c = 2",
          "b NOTNULL"
        }) {
      Throwable thrown = catchThrowable(() -> builder.where(condition));
      assertThat(thrown).as(condition).isExactlyInstanceOf(QueryException.class);
      assertThat(thrown.getMessage()).doesNotContain("\n");
    }
    for (String axis :
        new String[] {"", "b = 1", "b, c", "b c", "MONTH()", "\"b\"", "1", "COUNT(*)"}) {
      assertThatThrownBy(() -> builder.segmentBy(axis))
          .as(axis)
          .isExactlyInstanceOf(QueryException.class);
    }
    assertThatThrownBy(() -> builder.where("b = 1 AND\n AND"))
        .hasMessageContaining("cannot be read at AND, line 2, column 2");
  }
}
