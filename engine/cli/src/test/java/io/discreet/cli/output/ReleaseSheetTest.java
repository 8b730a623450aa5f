package io.discreet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseSheetTest {

  private final Release release = SampleReleases.spendByCity("Leeds");

  @Test
  void table_release_showsErrorCostAndCoverage() {
    assertThat(ReleaseSheet.render(release, Format.TABLE))
        .isEqualTo(
            """
            city    customers      sum(amount)
            ─────  ──────────  ───────────────
            Leeds  1,604 ± 27  154,120 ± 6,899
            York      -3 ± 27       -1 ± 6,899
            other      0 ± 27       12 ± 6,899

            ± is half of the 95 % interval · cost at most 1.5 % of a customer's budget (ε
            0.346) · purpose recommendations · coverage complete · release 01234567
            """);
  }

  @Test
  void table_ranking_showsWhereTheNoiseLeavesPlacesOpen() {
    Release ranking = SampleReleases.ranking(24, "category", List.of("bread", "cake"), 0);
    assertThat(ReleaseSheet.render(ranking, Format.TABLE))
        .isEqualTo(
            """
            city   category  top_k(category, 2)    place
            ─────  ────────  ──────────────────  ───────
            Leeds  bread               900 ± 27        1
            Leeds  cake                520 ± 27  2 (2–3)
            York   cake                310 ± 27  1 (1–4)
            York   bread               300 ± 27  2 (1–4)

            place: in brackets where it may be without noise; that and ± hold for all values
            of a segment at 95 % together · ± is half of the 95 % interval · cost at most
            1.5 % of a customer's budget (ε 0.346) · purpose recommendations · coverage
            complete · release 00000000
            """);
  }

  @Test
  void csv_release_hasErrorsOfFullPrecision() {
    List<List<String>> records =
        CsvReader.builder().ofCsvRecord(ReleaseSheet.render(release, Format.CSV)).stream()
            .map(record -> record.getFields())
            .toList();

    assertThat(records.get(0))
        .containsExactly(
            "city",
            "customers",
            "customers standard error",
            "customers low",
            "customers high",
            "sum(amount)",
            "sum(amount) standard error",
            "sum(amount) low",
            "sum(amount) high");
    assertThat(records.get(1).subList(0, 6))
        .containsExactly("Leeds", "1604.0", "14.0", "1576.56", "1631.44", "154120.25");
  }

  @Test
  void json_release_isItsStoredForm() {
    byte[] printed =
        ReleaseSheet.render(release, Format.JSON).strip().getBytes(StandardCharsets.UTF_8);

    assertThat(ReleaseJson.read(printed)).isEqualTo(release);
  }
}
