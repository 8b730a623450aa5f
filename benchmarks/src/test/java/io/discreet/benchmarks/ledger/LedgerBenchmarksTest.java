package io.discreet.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.benchmarks.ledger.IndividualCost.Nights;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurements run, and count what they say. */
class LedgerBenchmarksTest {

  @TempDir private Path folder;

  @Test
  void speed_smallLedger_runsAndKeepsItsCharges() throws Exception {
    LedgerSpeed.main(new String[] {folder.toString(), "5000", "70"});
    assertThat(folder.resolve("ledger.sqlite")).exists();
  }

  @Test
  void nights_ofKnownSpend_areCounted() {
    long[] spent = LongStream.rangeClosed(1, 101).toArray();
    assertThat(Nights.of(1_000, 200, spent))
        .isEqualTo(new Nights(5, 1_000.0 / 101, 1_000.0 / 91, 1_000.0 / 51, 101));
  }
}
