package io.discreet.engine.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT COUNT(DISTINCT customer) FROM purchases | ``",
        "SELECT city, COUNT(*) FROM purchases GROUP BY city | ``",
        "SELECT COUNT(*) FROM purchases WHERE amount > 0 | amount > 0",
        "SELECT city, COUNT(*) FROM purchases WHERE amount > 0 GROUP BY city | amount > 0",
        "SELECT COUNT(*) FROM p WHERE city = 'WHERE' GROUP BY city | city = 'WHERE'",
        "SELECT COUNT(*) FROM p WHERE city = 'it''s GROUP BY ' GROUP BY city | city = 'it''s GROUP BY '",
        "SELECT whereabouts, COUNT(*) FROM p GROUP BY whereabouts | ``",
        "SELECT \"WHERE\", COUNT(*) FROM p GROUP BY \"WHERE\" | ``",
        "SELECT city, COUNT(*) FROM p WHERE customer IN (SELECT customer FROM p WHERE a > 1 GROUP BY"
            + " customer HAVING COUNT(*) > 2) GROUP BY city | customer IN (SELECT customer FROM p"
            + " WHERE a > 1 GROUP BY customer HAVING COUNT(*) > 2)",
        "SELECT city, COUNT(*) FROM p WHERE (a = ')' OR b = 1) AND c = 2 GROUP BY city |"
            + " (a = ')' OR b = 1) AND c = 2",
        "SELECT city, COUNT(*) FROM nowhere GROUP BY city | ``",
      })
  void of_query_isTheTextBetweenWhereAndGroupBy(String query, String condition) {
    Release release =
        new Release(
            "0".repeat(32),
            Instant.EPOCH,
            LocalDate.EPOCH,
            Optional.empty(),
            query,
            "purchases",
            "recommendations",
            1,
            new Release.Charged("gaussian-dp", 1, 1, 1),
            Optional.empty(),
            Release.Coverage.COMPLETE,
            0,
            "0".repeat(64),
            List.of(),
            List.of(),
            List.of());
    assertThat(Conditions.of(release)).isEqualTo(condition);
  }
}
