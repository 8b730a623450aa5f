package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of which columns it is enough to know each customer's codes. */
class PlannedCodesTest {
  private static final String POLICY =
      """
      customer: { column: email, kind: email }
      time-zone: UTC
      budget: { epsilon: 4.0, delta: 1e-9, selection-delta: 1e-10, period: none, when-spent: drop }
      purposes:
        stock: { consent: required }
      tables:
        customers:
          one-row-per-customer: true
          columns:
            city: { type: category, values: [Leeds, York] }
        purchases:
          max-rows: 10
          columns:
            day:     { type: date }
            kind:    { type: category, values: [bread, cake] }
            product: { type: category }
            amount:  { type: decimal, scale: 2, range: [0, 50], clamp: [0, 200] }
      """;

  private static Map<String, Set<String>> coded(String axes, String where) {
    return coded(axes, "COUNT(*)", where);
  }

  private static Map<String, Set<String>> coded(String axes, String measure, String where) {
    String text =
        "SELECT " + axes + ", " + measure + " FROM purchases " + where + " GROUP BY " + axes;
    return new QueryPlanner(PolicyFile.parse(POLICY, ""))
        .plan(SegmentQuery.parse(text, "stock"), Share.percent(10), LocalDate.of(2026, 7, 1))
        .columns()
        .coded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "WHERE city = 'York'",
        "WHERE NOT (city LIKE 'Y%' OR city IS NULL)",
        "WHERE city = 'York' AND customer IN (SELECT customer FROM purchases WHERE amount > 1)",
      })
  void coded_wholeCustomersByOneCategory_isTheCategory(String where) {
    assertThat(coded("kind", where)).isEqualTo(Map.of("purchases", Set.of("kind")));
    assertThat(coded("city, kind", where)).isEqualTo(Map.of("purchases", Set.of("kind")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WHERE amount > 1",
        "WHERE city = 'York' AND kind = 'cake'",
        "WHERE city = 'York' OR day > DATE '2026-01-01'",
        "WHERE NOT (city = 'York' AND amount IS NULL)",
        "WHERE amount * 2 > 1",
        "WHERE kind LIKE 'c%'",
      })
  void coded_someRowsOfACustomer_isNone(String where) {
    assertThat(coded("kind", where)).isEmpty();
  }

  @Test
  void coded_numbersOfRows_isTheCategoryUnlessCustomersAreFiltered() {
    assertThat(coded("kind", "SUM(amount)", "")).isEqualTo(Map.of("purchases", Set.of("kind")));
    assertThat(coded("kind", "SUM(amount)", "WHERE city = 'York'")).isEmpty();
    assertThat(coded("kind", "RATE(amount > 1)", "WHERE city = 'York'")).isEmpty();
  }

  @Test
  void coded_otherAxesOfRows_isNone() {
    assertThat(coded("city", "")).isEmpty();
    assertThat(coded("product", "")).isEmpty();
    assertThat(coded("kind, product", "")).isEmpty();
    assertThat(coded("kind, BAND(amount, 0, 10)", "")).isEmpty();
  }
}
