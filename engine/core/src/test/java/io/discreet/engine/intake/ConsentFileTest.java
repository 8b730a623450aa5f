package io.discreet.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RowFault;
import io.discreet.engine.keys.Keyring;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.Pseudonymizer;
import io.discreet.engine.ledger.ConsentRecord;
import io.discreet.engine.policy.CustomerId;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentFileTest {

  @TempDir private Path folder;

  @Test
  void read_goodAndBadRows_keepsTheGoodAndCountsTheBadByKind() {
    Path keys = folder.resolve("keys.sealed");
    Keyring.create(keys, "a passphrase".toCharArray(), "shop");
    try (Keyring keyring = Keyring.open(keys, "a passphrase".toCharArray(), "shop")) {
      IntakeBench bench = new IntakeBench(folder, keyring);
      Pseudonymizer pseudonymizer = keyring.pseudonymizer(CustomerId.Kind.EMAIL);
      Path file =
          bench.file(
              "consents.csv",
              """
              since,note,granted,purpose,customer
              2026-01-31,x, TRUE ,recommendations,Ann@x.org
              2027-01-01T00:00:00Z,x,False,recommendations,ann@x.org
              2026-01-31,x,true,adverts,secret@x.org
              2026-01-31,x,yes,recommendations,secret@x.org
              2026-01-31,x,,recommendations,secret@x.org
              ,x,true,recommendations,secret@x.org
              2026-02-30,x,true,recommendations,secret@x.org
              2026-01-31,x,true,recommendations,
              2026-01-31,true,recommendations,secret@x.org
              """);
      ConsentFile.Consents consents = ConsentFile.read(file, bench.policy, pseudonymizer, 1);
      Pseudonym ann = (Pseudonym) pseudonymizer.of("ann@x.org");
      assertThat(consents.records())
          .containsExactly(
              new ConsentRecord(ann, "recommendations", true, LocalDate.of(2026, 1, 31)),
              new ConsentRecord(ann, "recommendations", false, LocalDate.of(2027, 1, 1)));
      assertThat(consents.rowsRead()).isEqualTo(9);
      assertThat(consents.refused())
          .isEqualTo(
              Map.of(
                  RowFault.UNKNOWN_PURPOSE, 1L,
                  RowFault.UNPARSABLE_FLAG, 2L,
                  RowFault.UNPARSABLE_DATE, 2L,
                  RowFault.EMPTY_ID, 1L,
                  RowFault.WRONG_NUMBER_OF_FIELDS, 1L));
      assertThat(List.copyOf(consents.refused().keySet()))
          .as("the same order in every process")
          .isSorted();
      assertThatThrownBy(() -> ConsentFile.read(file, bench.policy, pseudonymizer, 0.77))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("7 of 9 rows are bad")
          .hasMessageNotContaining("secret");
      Path lacking = bench.file("lacking.csv", "customer,purpose,granted\n");
      assertThatThrownBy(() -> ConsentFile.read(lacking, bench.policy, pseudonymizer, 1))
          .hasMessage(
              "lacking.csv: there is no column since; columns go by their names, a CSV file's by its first line");
    }
  }
}
