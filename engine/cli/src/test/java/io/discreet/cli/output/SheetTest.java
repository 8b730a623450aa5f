package io.discreet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import io.discreet.cli.output.Sheet.Audience;
import io.discreet.cli.output.Sheet.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SheetTest {

  private static final List<Column> COLUMNS =
      List.of(
          Column.words("city", "city"),
          Column.numbers("share", "share").only(Audience.ALL),
          Column.words("secret", "for programs").only(Audience.PROGRAMS),
          Column.numbers("note", "note").only(Audience.READERS));

  private static Sheet sheet() {
    return new Sheet(COLUMNS)
        .add(Cell.text("Leeds"), Cell.share(1.0 / 3), Cell.text("a,\"b\"\n"), Cell.text("x ± 1"))
        .add(Cell.text("=York"), Cell.share(0.02), Cell.none(), Cell.none());
  }

  @Test
  void table_wordsAndNumbers_areAligned() {
    assertThat(sheet().render(Format.TABLE))
        .isEqualTo(
            """
            city    share   note
            ─────  ──────  ─────
            Leeds  33.3 %  x ± 1
            =York     2 %
            """);
  }

  @Test
  void json_anyCell_keepsEveryDigitAndParses() throws Exception {
    JsonNode rows = new ObjectMapper().readTree(sheet().render(Format.JSON));

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("share").doubleValue()).isEqualTo(1.0 / 3);
    assertThat(rows.get(0).get("secret").textValue()).isEqualTo("a,\"b\"\n");
    assertThat(rows.get(0).has("note")).isFalse();
    assertThat(rows.get(1).get("secret").isNull()).isTrue();
  }

  @Test
  void csv_anyCell_keepsEveryDigitAndParses() {
    List<List<String>> records =
        CsvReader.builder().ofCsvRecord(sheet().render(Format.CSV)).stream()
            .map(record -> record.getFields())
            .toList();

    assertThat(records)
        .containsExactly(
            List.of("city", "share", "secret"),
            List.of("Leeds", Double.toString(1.0 / 3), "a,\"b\"\n"),
            List.of("'=York", "0.02", ""));
  }

  /** A name of a segment comes from whoever could write it into the shop's files. */
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "-", "-1 to 0"})
  void csv_textThatIsAFormula_isTextToASpreadsheetAndItselfInJson(String name) throws Exception {
    Sheet sheet = new Sheet(List.of(Column.words("name", "name"))).add(Cell.text(name));

    assertThat(
            CsvReader.builder().ofCsvRecord(sheet.render(Format.CSV)).stream()
                .skip(1)
                .map(record -> record.getField(0)))
        .containsExactly("'" + name);
    assertThat(new ObjectMapper().readTree(sheet.render(Format.JSON)).get(0).get("name").asText())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-100", "+4", "-0.25", "Leeds", "'s-Hertogenbosch", "a=b", ""})
  void csv_numbersAndOtherText_areUnchanged(String text) {
    assertThat(
            new Sheet(List.of(Column.words("name", "name")))
                .add(Cell.text(text))
                .render(Format.CSV))
        .contains("\n" + text);
    assertThat(
            new Sheet(List.of(Column.numbers("x", "x"))).add(Cell.share(-0.5)).render(Format.CSV))
        .contains("\n-0.5");
  }

  @Test
  void table_labelWithControlCharacters_doesNotReachTheTerminal() {
    String text =
        new Sheet(List.of(Column.words("city", "city")))
            .add(Cell.text("Le\u001b[31meds\n\u202e"))
            .render(Format.TABLE);

    assertThat(text).contains("Le\uFFFD[31meds\uFFFD\uFFFD").doesNotContain("\u001b");
    assertThat(text.lines()).hasSize(3);
  }

  @Test
  void add_wrongNumberOfCells_isRefused() {
    assertThatThrownBy(() -> sheet().add(Cell.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row must have 4 cells, got 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void number_notFinite_isNoNumberForPrograms(double number) {
    assertThat(Cell.number(number).data()).isNull();
  }

  @Test
  void wrap_longText_staysWithinTheTerminal() {
    String text = Text.wrap("word ".repeat(60), "  ");

    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isBetween(3, 80));
    assertThat(text.replaceAll("\\s+", " ").strip()).isEqualTo("word ".repeat(60).strip());
  }

  @Test
  void table_tooWide_foldsProseThenTheHeaderAndLosesNothing() {
    String question = "SELECT city, COUNT(*) FROM purchases GROUP BY city ".repeat(3).strip();
    Sheet wide =
        new Sheet(
            List.of(
                Column.words("day", "day"),
                Column.prose("query", "question"),
                Column.numbers("a", "clamped_sum(amount, 0, 60)"),
                Column.numbers("b", "clamped_sum(amount, 0, 90)")));
    wide.add(Cell.text("Monday"), Cell.text(question), Cell.count(1), Cell.count(123_456_789));

    String text = wide.render(Format.TABLE);

    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(text).contains("123,456,789");
    for (String word : question.split(" ", -1)) {
      assertThat(text).contains(word);
    }
    assertThat(text.lines().filter(line -> line.contains("Monday"))).hasSize(1);
  }
}
