package io.discreet.engine.release;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.release.Release.Selection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseJsonTest {

  private static final String EXAMPLE =
      """
      {"format":2,"id":"00112233445566778899aabbccddeeff","at":"2026-11-24T02:00:00.250Z",\
      "asOf":"2026-11-23","night":null,\
      "query":"SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city",\
      "table":"purchases","purpose":"recommendations","l0":1,\
      "charged":{"currency":"gaussian-dp","worstCaseUnits":20,"budgetUnits":1000,"epsilon":0.25},\
      "selection":{"mechanism":"gaussian-threshold","threshold":41.0,"delta":2.0E-9},\
      "coverage":"complete","dataVersion":3,"policyHash":"ff",\
      "dimensions":[{"name":"city","column":"city"}],\
      "measures":[{"name":"customers","kind":"CUSTOMERS","decimals":0,\
      "noise":[{"answer":"count","mechanism":"rounded-gaussian","scaleUnits":7.5,"unit":"1"}]}],\
      "rows":[{"segment":["Leeds"],\
      "estimates":[{"value":120.0,"standardError":7.505,"low":105.0,"high":135.0}]}]}""";

  private static Release example() {
    return new Release(
        "00112233445566778899aabbccddeeff",
        Instant.parse("2026-11-24T02:00:00.250Z"),
        LocalDate.parse("2026-11-23"),
        Optional.empty(),
        "SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city",
        "purchases",
        "recommendations",
        1,
        new Charged("gaussian-dp", 20, 1000, 0.25),
        Optional.of(new Selection("gaussian-threshold", 41, 2e-9)),
        Coverage.COMPLETE,
        3,
        "ff",
        List.of(new Axis("city", "city")),
        List.of(
            new MeasureInfo(
                "customers",
                MeasureInfo.Kind.CUSTOMERS,
                0,
                List.of(new Noise("count", "rounded-gaussian", 7.5, "1")))),
        List.of(new Row(List.of("Leeds"), List.of(new Estimate(120, 7.505, 105, 135)))));
  }

  @Test
  void write_example_isTheDocumentedForm() {
    assertThat(new String(ReleaseJson.write(example()), UTF_8)).isEqualTo(EXAMPLE);
    assertThat(ReleaseJson.read(EXAMPLE.getBytes(UTF_8))).isEqualTo(example());
  }

  /** The example as a ranking, with the place of its row. */
  private static String ranking(String place) {
    return EXAMPLE
        .replace("\"CUSTOMERS\"", "\"TOP_K\"")
        .replace("\"high\":135.0}]}", "\"high\":135.0}],\"place\":" + place + "}");
  }

  @Test
  void place_ofARanking_isWrittenBehindItsEstimatesAndLeftOutElsewhere() {
    String text = ranking("{\"noisy\":2,\"best\":1,\"worst\":4}");
    Release release = read(text);
    assertThat(release.rows().get(0).place()).contains(new Release.Place(2, 1, 4));
    assertThat(new String(ReleaseJson.write(release), UTF_8)).isEqualTo(text);
    // Rankings that were stored before places were.
    String before = EXAMPLE.replace("\"CUSTOMERS\"", "\"TOP_K\"");
    assertThat(read(before).rows().get(0).place()).isEmpty();
    assertThat(new String(ReleaseJson.write(read(before)), UTF_8)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | release.rows.place: must be a JSON object",
        "{\"noisy\":2,\"best\":1} | release.rows.place.worst: is missing",
        "{\"noisy\":2,\"best\":1,\"worst\":4.5} | release.rows.place.worst: must be an integer",
        "{\"noisy\":2,\"best\":1,\"worst\":4,\"of\":9} | release.rows.place: has 1 keys that this format does not know",
        "{\"noisy\":2,\"best\":0,\"worst\":4} | release: a place must be from 1 and between its best and worst, got 2 in [0, 4]",
        "{\"noisy\":2,\"best\":3,\"worst\":4} | release: a place must be from 1 and between its best and worst, got 2 in [3, 4]",
        "{\"noisy\":2,\"best\":1,\"worst\":1} | release: a place must be from 1 and between its best and worst, got 2 in [1, 1]",
      })
  void place_damaged_isRefusedWithItsPlace(String place, String message) {
    assertThatThrownBy(() -> read(ranking(place)))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void place_whereNothingIsRanked_isRefused() {
    String text = ranking("{\"noisy\":1,\"best\":1,\"worst\":1}");
    assertThatThrownBy(() -> read(text.replace("TOP_K", "CUSTOMERS")))
        .isInstanceOf(InputException.class)
        .hasMessage("release: places are of all rows of a ranking, or of none");
    String mixed =
        EXAMPLE
            .replace("\"CUSTOMERS\"", "\"TOP_K\"")
            .replace(
                "\"rows\":[",
                "\"rows\":"
                    + text.substring(text.indexOf("[{\"segment\""), text.length() - 2)
                    + ",");
    assertThatThrownBy(() -> read(mixed)).hasMessageEndingWith("or of none");
  }

  @Test
  void write_readBack_isByteForByteTheSame() {
    for (long seed = 0; seed < 500; seed++) {
      Release release = RandomReleases.fromSeed(seed);
      byte[] bytes = ReleaseJson.write(release);
      Release back = ReleaseJson.read(bytes);
      assertThat(back).as("seed %d", seed).isEqualTo(release);
      assertThat(ReleaseJson.write(back)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void read_formatOfAnotherVersion_isRefusedByNumber() {
    assertThatThrownBy(() -> read(EXAMPLE.replace("\"format\":2", "\"format\":1")))
        .isInstanceOf(InputException.class)
        .hasMessage("release.format must be 2, got 1: another version of Discreet wrote it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"l0\":1, | | release.l0: is missing",
        "\"l0\":1 | \"l0\":1.0 | release.l0: must be an integer",
        "\"l0\":1 | \"l0\":3000000000 | release.l0: must be an integer",
        "\"l0\":1 | \"l0\":0 | release: l0 must be at least 1, got 0",
        "\"l0\":1 | \"l0\":1,\"l1\":1 | release: has 1 keys that this format does not know",
        "\"l0\":1 | \"l0\":1,\"l0\":1 | release: not a well-formed JSON object",
        "\"night\":null | \"night\":7 | release.night: must be a JSON object",
        "2026-11-23 | 2026-11-31 | release.asOf: must be an ISO date",
        "complete | complet | release.coverage must be 'complete' or 'may be partial'",
        "41.0 | 0.5 | release: threshold must be at least 1, got 0.5",
        "2.0E-9 | 1.0 | release: delta of a selection must be above 0 and below 1, got 1.0",
        "120.0 | 1e999 | release: value must be finite, got Infinity",
        "120.0 | NaN | release: not a well-formed JSON object",
        "120.0 | \"120\" | release.rows.estimates.value: must be a number",
        "[\"Leeds\"] | [7] | release.rows.segment: must be a list of texts",
        "[\"Leeds\"] | [] | release: a row must have 1 cells and 1 estimates, got 0 and 1",
        "CUSTOMERS | MEDIAN | release.measures.kind must be one of [CUSTOMERS, ROWS, SUM, MEAN, VARIANCE, STANDARD_DEVIATION, RATE, QUANTILE, TOP_K, LEFT_OUT]",
      })
  void read_damagedRelease_isRefusedWithItsPlace(String part, String with, String message) {
    assertThatThrownBy(() -> read(EXAMPLE.replace(part, with == null ? "" : with)))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}{}", "{", "secret"})
  void read_notARelease_isRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("release: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void read_otherEncodings_areRefused() {
    assertThatThrownBy(() -> ReleaseJson.read(EXAMPLE.getBytes(UTF_16)))
        .isInstanceOf(InputException.class)
        .hasMessage("release: not valid UTF-8");
  }

  @Test
  void write_loneSurrogate_isRefused() {
    Release release = example();
    Release broken =
        new Release(
            release.id(),
            release.at(),
            release.asOf(),
            release.night(),
            "\uD83D",
            release.table(),
            release.purpose(),
            release.l0(),
            release.charged(),
            release.selection(),
            release.coverage(),
            release.dataVersion(),
            release.policyHash(),
            release.dimensions(),
            release.measures(),
            release.rows());
    assertThatThrownBy(() -> ReleaseJson.write(broken))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not valid Unicode");
  }

  /** The example as one of the answers from a draw whose charge is called {@code first}. */
  private static Release ofDraw(String id, String first, int answers) {
    Release release = example();
    return new Release(
        id,
        release.at(),
        release.asOf(),
        release.night(),
        release.query(),
        release.table(),
        release.purpose(),
        release.l0(),
        release.charged(),
        Optional.of(new Release.Joint(first, answers, 60)),
        release.selection(),
        release.coverage(),
        release.dataVersion(),
        release.policyHash(),
        release.dimensions(),
        release.measures(),
        release.rows());
  }

  @Test
  void writeJointly_readBack_isByteForByteTheSame() {
    String first = "a".repeat(32);
    List<Release> draw = List.of(ofDraw(first, first, 2), ofDraw("b".repeat(32), first, 2));
    byte[] bytes = ReleaseJson.writeJointly(draw);

    assertThat(new String(bytes, UTF_8))
        .startsWith("{\"format\":2,\"releases\":[{\"format\":2,\"id\":\"aaaa")
        .contains(
            "\"epsilon\":0.25},\"jointly\":{\"charge\":\""
                + first
                + "\",\"answers\":2,\"worstCaseUnits\":60},\"selection\"");
    assertThat(ReleaseJson.readAll(bytes)).isEqualTo(draw);
    assertThat(ReleaseJson.writeJointly(ReleaseJson.readAll(bytes))).isEqualTo(bytes);
    assertThat(ReleaseJson.read(ReleaseJson.write(draw.get(1)))).isEqualTo(draw.get(1));
    assertThat(ReleaseJson.readAll(EXAMPLE.getBytes(UTF_8))).containsExactly(example());
    assertThatThrownBy(() -> ReleaseJson.read(bytes))
        .isInstanceOf(InputException.class)
        .hasMessage("release.id: is missing");
  }

  @Test
  void answersThatAreNotThoseOfOneDraw_areNeitherWrittenNorRead() {
    String first = "a".repeat(32);
    String second = "b".repeat(32);
    Release one = ofDraw(first, first, 2);
    for (List<Release> wrong :
        List.of(
            List.<Release>of(),
            List.of(one),
            List.of(one, one),
            List.of(one, ofDraw(second, second, 2)),
            List.of(ofDraw(second, first, 2), one),
            List.of(example(), example()))) {
      assertThatThrownBy(() -> ReleaseJson.writeJointly(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("these releases are not the answers from one draw");
    }
    byte[] bytes = ReleaseJson.writeJointly(List.of(one, ofDraw(second, first, 2)));
    String lost = new String(bytes, UTF_8).replace(second, first);
    assertThatThrownBy(() -> ReleaseJson.readAll(lost.getBytes(UTF_8)))
        .isInstanceOf(InputException.class)
        .hasMessage("release: these releases are not the answers from one draw");
  }

  private static Release read(String text) {
    return ReleaseJson.read(text.getBytes(UTF_8));
  }
}
