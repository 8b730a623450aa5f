package io.discreet.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Broken texts are refused as wrong questions; what is read is read whole. */
class QueryFuzzTest {

  private static final int TEXTS = 1_500;

  private static final List<String> FRAGMENTS =
      List.of(
          "(",
          ")",
          ",",
          "'",
          "\"",
          ";",
          ".",
          "*",
          "-",
          "+",
          "=",
          "<",
          ">",
          "!",
          "@",
          "#",
          "$$",
          "{",
          "}",
          "[",
          "]",
          "?",
          ":",
          "||",
          "--",
          "/*",
          "*/",
          "\\",
          "\u0000",
          "\ud800",
          "\ud83c\udf5e",
          " SELECT ",
          " FROM ",
          " WHERE ",
          " GROUP BY ",
          " NOT ",
          " NULL ",
          " IN ",
          " BETWEEN ",
          " AND ",
          " IS ",
          " CASE ",
          " WHEN ",
          " DISTINCT ",
          " ALL ",
          " OVER ",
          " JOIN ",
          " AS ",
          " DATE ",
          " INTERVAL ",
          " CAST(",
          " MONTH(",
          " COUNT(",
          " SUM()",
          " MONTH()",
          " 1e9999 ",
          " 0x ",
          " 1e ",
          " day ",
          " ROLLUP ",
          " () ",
          " LIMIT ",
          " NULLS ",
          " TRUE ",
          " X'0' ");

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_124L);

  @Test
  void parse_mutatedText_throwsNothingButQueryExceptions() {
    int read = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = new RandomTexts(i % 500).query().text();
      for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
        text = mutated(text);
      }
      String mutant = text;
      try {
        SegmentQuery query = SegmentQuery.parse(mutant, "p");
        assertThat(SegmentQuery.parse(query.text(), "p")).as("%s", mutant).isEqualTo(query);
        read++;
      } catch (QueryException e) {
        assertThat(e.getMessage()).as("%s", mutant).isNotBlank().doesNotContain("\n", "\r");
      } catch (RuntimeException | Error e) {
        throw new AssertionError("text " + i + ": " + mutant, e);
      }
    }
    // Both sides of the fence are walked.
    assertThat(read).isBetween(TEXTS / 50, TEXTS * 3 / 4);
  }

  private String mutated(String text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(8));
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + text.substring(end);
      case 1 -> text.substring(0, at) + text.substring(at, end) + text.substring(at);
      case 2 -> text.substring(0, at) + fragment() + text.substring(end);
      default -> text.substring(0, at) + fragment() + text.substring(at);
    };
  }

  private String fragment() {
    return FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
  }
}
