package io.discreet.engine.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  private static final List<String> NAMES =
      List.of("city", "age_band", "amount", "quantity", "day");

  @ParameterizedTest
  @CsvSource({
    "city, city",
    "CITY, city",
    "ctiy, city",
    "cit, city",
    "citty, city",
    "xity, city",
    "ageband, age_band",
    "age_bnad, age_band",
    "amuont, amount",
    "qantity, quantity",
    "dya, day"
  })
  void nearest_slipOfTheFinger_isFound(String word, String meant) {
    assertThat(Nearest.nearest(word, NAMES)).contains(meant);
    assertThat(Nearest.hint(word, NAMES)).isEqualTo("; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({"town", "price", "x", "''"})
  void nearest_anotherWord_isNotGuessed(String word) {
    assertThat(Nearest.nearest(word, NAMES)).isEmpty();
    assertThat(Nearest.hint(word, NAMES)).isEmpty();
  }

  @Test
  void hintOrKnown_noNameNear_listsThemIfTheyAreFew() {
    List<String> few = List.of("city", "day");
    assertThat(Nearest.hintOrKnown("citty", few)).isEqualTo("; did you mean city?");
    assertThat(Nearest.hintOrKnown("town", few)).isEqualTo("; known here: city, day");
    assertThat(Nearest.hintOrKnown("town", List.of())).isEmpty();
    List<String> many = IntStream.range(0, 21).mapToObj(i -> "column" + i).toList();
    assertThat(Nearest.hintOrKnown("town", many)).isEmpty();
  }

  @Test
  void nearest_equallyNear_takesTheFirst() {
    assertThat(Nearest.nearest("cat", List.of("hat", "bat"))).contains("hat");
  }

  @Test
  void nearest_hugeWord_isNotTried() {
    assertThat(Nearest.nearest("x".repeat(1_000_000), NAMES)).isEmpty();
  }
}
