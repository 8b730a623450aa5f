package io.discreet.engine.query;

import static io.discreet.engine.query.Measure.customers;
import static io.discreet.engine.query.Measure.mean;
import static io.discreet.engine.query.Measure.rows;
import static io.discreet.engine.query.Measure.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {

  private static final int RANDOM_QUERIES = 600;

  private static SegmentQuery parse(String sql) {
    return SegmentQuery.parse(sql, "p");
  }

  private static SegmentQuery where(String condition) {
    return parse("SELECT COUNT(*) FROM purchases WHERE " + condition);
  }

  @Test
  void text_randomQuery_parsesToTheSameQuery() {
    for (long seed = 0; seed < RANDOM_QUERIES; seed++) {
      SegmentQuery query = new RandomTexts(seed).query();
      assertThat(parse(query.text())).as("seed %d: %s", seed, query.text()).isEqualTo(query);
    }
  }

  @Test
  void fluentApi_sameQuestion_equalsText() {
    SegmentQuery fluent =
        SegmentQuery.from("purchases")
            .where("category = 'bread'")
            .where("amount > 1.50 AND amount < 9")
            .where("city IN ('Leeds') OR city IS NULL")
            .segmentBy("city", "MONTH(Day)")
            .measure(customers(), sum("amount").clampedTo(0, 50.0), mean("amount"), rows())
            .forPurpose("p");
    SegmentQuery text =
        parse(
            "select city, month(Day), count(distinct customer), clamped_sum(amount, 0, 5e1),"
                + " mean(amount), count(*) from purchases where category = 'bread' and 1.5 <"
                + " amount and amount < 9.0 and (city in ('Leeds') or city is null)"
                + " group by city, month(Day);");
    assertThat(fluent).isEqualTo(text);
    assertThat(fluent.text()).isEqualTo(text.text());
  }

  @Test
  void measure_byAnyOfItsNames_hasOneText() {
    SegmentQuery query = parse("SELECT VARIANCE(amount), stddev(points) FROM purchases");
    assertThat(query)
        .isEqualTo(parse("SELECT VAR_POP(amount), STDDEV_POP(points) FROM purchases"))
        .isEqualTo(
            SegmentQuery.from("purchases")
                .measure(Measure.variance("amount"), Measure.standardDeviation("points"))
                .forPurpose("p"));
    assertThat(query.text()).isEqualTo("SELECT VAR_POP(amount), STDDEV_POP(points) FROM purchases");
  }

  @Test
  void topK_ofAColumnOrAPeriod_isReadAndWritten() {
    SegmentQuery query = parse("select city, top_k(MONTH(day), 3) from purchases group by city");
    assertThat(query)
        .isEqualTo(
            SegmentQuery.from("purchases")
                .segmentBy("city")
                .measure(Measure.topK("MONTH(day)", 3))
                .forPurpose("p"));
    assertThat(query.text())
        .isEqualTo("SELECT city, TOP_K(MONTH(day), 3) FROM purchases GROUP BY city");
  }

  @Test
  void leftOut_ofAQuestion_isReadWrittenAndMadeOfTheQuestion() {
    SegmentQuery query =
        parse(
            "select city, left_out('2.50 %', weighted(sum(amount), 4), quantile(amount, 0.1, 0.9),"
                + " weighted(rate(amount > 1), 2)) from purchases group by rollup(city)");
    assertThat(query.text())
        .isEqualTo(
            "SELECT city, LEFT_OUT('2.5%', WEIGHTED(SUM(amount), 4), QUANTILE(amount, 0.1),"
                + " QUANTILE(amount, 0.9), WEIGHTED(RATE(amount > 1), 2)) FROM purchases GROUP BY"
                + " ROLLUP(city)");
    SegmentQuery question =
        parse(
            "SELECT city, WEIGHTED(SUM(amount), 4), QUANTILE(amount, 0.1, 0.9),"
                + " WEIGHTED(RATE(amount > 1), 2) FROM purchases GROUP BY ROLLUP(city)");
    assertThat(question.leftOut(new BigDecimal("0.0250"))).isEqualTo(query);
    assertThat(parse(query.text())).isEqualTo(query);
  }

  @Test
  void rate_ofACondition_isReadAsAfterWhere() {
    SegmentQuery query = parse("SELECT RATE(1 < amount AND (city IS NOT NULL)) FROM purchases");
    assertThat(query.measures()).containsExactly(Measure.rate("amount > 1 AND NOT (city IS NULL)"));
    assertThat(query.text())
        .isEqualTo("SELECT RATE(amount > 1 AND NOT (city IS NULL)) FROM purchases");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"day", "Day", "DAY", "Week", "MONTH", "Year", "Quarter", "hour", "second"})
  void column_calledLikeAUnitOfTime_keepsItsSpelling(String name) {
    SegmentQuery query =
        parse(
            "SELECT %1$s, MONTH(%1$s), SUM(%1$s) FROM t WHERE %1$s > 1 OR 2 = %1$s GROUP BY %1$s, MONTH(%1$s)"
                .formatted(name));
    assertThat(query.segmentBy())
        .containsExactly(
            new Dimension.ByCategory(name), new Dimension.ByPeriod(name, CalendarUnit.MONTH));
    assertThat(query.measures()).containsExactly(sum(name));
    assertThat(query)
        .isEqualTo(
            SegmentQuery.from("t")
                .where(name + " > 1 OR " + name + " = 2")
                .segmentBy(name, "MONTH(" + name + ")")
                .measure(sum(name))
                .forPurpose("p"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "amount = 5.         | amount = 5",
        "amount = -.50       | amount = -0.5",
        "amount = 1e3        | amount = 1000",
        "amount = - 7        | amount = -7",
        "3 <= amount         | amount >= 3",
        "amount != 1         | amount <> 1",
        "day = DATE '2026-01-31' | day = '2026-01-31'",
        "((amount = 1))      | amount = 1",
        "amount NOT IN (1)   | NOT (amount IN (1))",
        "amount IS NOT NULL  | NOT (amount IS NULL)",
        "amount NOT BETWEEN 1 AND 2 | NOT (amount BETWEEN 1 AND 2)",
        "a = 1 AND (b = 2 OR c = 3) | a = 1 AND (b = 2 OR c = 3)",
        "a = 1 OR b = 2 AND c = 3   | a = 1 OR (b = 2 AND c = 3)",
        "amount > 2 + 3     | amount > 2 + 3",
        "amount > (3)       | amount > 3",
        "(amount) > -(3)    | amount > -3",
        "-amount > 3        | 0 - amount > 3",
        "a + b - c > 1      | a + b - c > 1",
        "a - (b - c) > 1    | a - (b - c) > 1",
        "(a + b) * c / 2 > 1 | (a + b) * c / 2 > 1",
        "a / (b * c) < d    | a / (b * c) < d",
        "a = b              | a = b",
        "1.50 < a * -2      | 1.5 < a * -2",
        "a * 2 BETWEEN 1 AND b | a * 2 >= 1 AND a * 2 <= b",
        "a * 2 NOT IN (1, 2) | NOT (a * 2 = 1 OR a * 2 = 2)",
        "a / b IS NOT NULL  | NOT (a / b IS NULL)",
        "product like 'it''s%' | product LIKE 'it''s%'",
        "product NOT LIKE 'x%' | NOT (product LIKE 'x%')",
        "day >= today - 30  | day >= TODAY - 30",
        "TODAY >= day       | day <= TODAY",
        "day = (TODAY + 0)  | day = TODAY",
        "day < TODAY - INTERVAL '2' WEEK | day < TODAY - 14",
        "day < TODAY - INTERVAL 1 year | day < TODAY - INTERVAL 12 MONTH",
        "day BETWEEN TODAY - INTERVAL 1 QUARTER AND TODAY + 1 | day BETWEEN TODAY - INTERVAL 3"
            + " MONTH AND TODAY + 1",
        "day IN (TODAY, TODAY - 7) | day IN (TODAY, TODAY - 7)",
        "customer IN (SELECT customer FROM a) | customer IN (SELECT customer FROM a)",
        "customer NOT IN (SELECT customer FROM a GROUP BY customer) | NOT (customer IN (SELECT"
            + " customer FROM a))",
        "customer in (select customer from a where b > 1 or c = 2 group by customer having count(*)"
            + " between 2 and 3 and not 5 < mean(d)) | customer IN (SELECT customer FROM a WHERE b"
            + " > 1 OR c = 2 GROUP BY customer HAVING (COUNT(*) >= 2 AND COUNT(*) <= 3) AND NOT"
            + " (AVG(d) > 5))",
        "customer IN (SELECT customer FROM a GROUP BY customer HAVING MAX(day) >= TODAY - 30) |"
            + " customer IN (SELECT customer FROM a GROUP BY customer HAVING MAX(day) >= TODAY -"
            + " 30)",
        "city = ''           | city = ''",
        "city = 'it''s'      | city = 'it''s'",
      })
  void text_ofAReadCondition_isCanonical(String written, String canonical) {
    assertThat(where(written).text())
        .isEqualTo("SELECT COUNT(*) FROM purchases WHERE " + canonical);
  }

  @Test
  void literal_withParenthesesCommentSignsAndLineEnds_isKept() {
    String value = "(".repeat(300) + " -- /* x */ ; \n\r\t \ud83c\udf5e é";
    SegmentQuery query = where("city = '" + value + "'");
    assertThat(query.where())
        .hasValue(
            new Predicate.Comparison("city", Predicate.Operator.EQUAL, new Literal.Text(value)));
  }

  @Test
  void history_byFluentApi_equalsText() {
    Predicate history =
        new Predicate.History(
            "purchases",
            Optional.of(new Predicate.StartsWith("product", "sour")),
            Optional.of(
                new Predicate.Aggregated(
                    Aggregate.of(Aggregate.Kind.SUM, "amount"),
                    Predicate.Operator.GREATER,
                    new Literal.Numeral(BigDecimal.valueOf(50)))));
    assertThat(SegmentQuery.from("visits").where(history).measure(rows()).forPurpose("p"))
        .isEqualTo(
            parse(
                "SELECT COUNT(*) FROM visits WHERE customer IN (SELECT customer FROM purchases"
                    + " WHERE product LIKE 'sour%' GROUP BY customer HAVING SUM(amount) > 50)"));
  }

  @Test
  void chain_ofThousandsOfConditions_isRead() {
    assertThat(where("a = 1" + " AND a = 1".repeat(5_000)).where().orElseThrow())
        .isInstanceOfSatisfying(Predicate.And.class, and -> assertThat(and.parts()).hasSize(5_001));
  }

  @Test
  void predicate_withTooFewParts_isRefused() {
    Predicate part = new Predicate.IsNull("a");
    assertThatThrownBy(() -> new Predicate.And(List.of(part)))
        .isInstanceOf(QueryException.class)
        .hasMessage("AND joins two conditions or more, got 1");
    assertThatThrownBy(() -> new Predicate.Or(List.of())).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> new Predicate.In("a", List.of())).isInstanceOf(QueryException.class);
  }

  @Test
  void clamp_thatIsNoNumber_isRefused() {
    for (double bound : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> sum("amount").clampedTo(0, bound))
          .isInstanceOf(QueryException.class)
          .hasMessage("a clamp needs finite numbers, got " + bound);
    }
    assertThat(sum("amount").clampedTo(0, new BigDecimal("50.00")))
        .isEqualTo(sum("amount").clampedTo(0.0, 50));
  }
}
