package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoundCellsTest {

  /** A product called "(all)" would otherwise be published as a total, and skipped as one. */
  @Test
  void cell_ofTextsThatReadLikeMissingValuesOrTotals_isThatOfMissingValues() {
    FoundCells cells =
        new FoundCells(
            new ColumnData.Codes(
                new Packed.Ints(new int[] {0, 1, 2, 3, Packed.NULL}),
                List.of("rye", "NULL", "(all)", "other")));
    assertThat(IntStream.range(0, 5).map(cells::ofRow)).containsExactly(0, 4, 4, 3, 4);
    assertThat(IntStream.of(0, 3, 4).mapToObj(cells::label))
        .containsExactly("rye", "other", "NULL");
  }
}
