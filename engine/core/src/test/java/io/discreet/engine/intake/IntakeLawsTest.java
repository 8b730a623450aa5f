package io.discreet.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.keys.Keyring;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.policy.Table;
import io.discreet.engine.rows.RowCheck;
import io.discreet.engine.vault.TableData;
import io.discreet.engine.vault.Vault;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 1: the order of a customer's rows, whose first max-rows are kept, is the customer's own. */
class IntakeLawsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();
  private static final byte[] BOUNDING_KEY =
      "sixteen bytes ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private static final String POLICY_TEXT =
      """
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, period: month }
      purposes:
        recommendations: { consent: required }
      tables:
        purchases:
          max-rows: 3
          columns:
            product: { type: category }
            amount: { type: integer, range: [0, 1000] }
      """;

  private static final Policy POLICY = PolicyFile.parse(POLICY_TEXT, "test policy");

  private static final Registry NOBODY_YET =
      new Registry() {
        @Override
        public int size() {
          return 0;
        }

        @Override
        public int find(Pseudonym pseudonym) {
          return ABSENT;
        }

        @Override
        public Pseudonym pseudonym(int index) {
          throw new IndexOutOfBoundsException(index);
        }
      };

  @TempDir private Path temporary;
  private Keyring keyring;

  @BeforeEach
  void makeKeys() {
    Path keys = temporary.resolve("keys.sealed");
    Keyring.create(keys, PASSPHRASE, "shop");
    keyring = Keyring.open(keys, PASSPHRASE, "shop");
  }

  @AfterEach
  void closeKeys() {
    keyring.close();
  }

  /** The amounts of one customer's rows in the order in which a vault stores them. */
  private List<Long> stored(String name, String csv, int customer) throws IOException {
    Path shop = Files.createDirectory(temporary.resolve(name));
    Path file = Files.writeString(temporary.resolve(name + ".csv"), "email,product,amount\n" + csv);
    Table table = Objects.requireNonNull(POLICY.tables().get("purchases"));
    try (WriterLock lock = WriterLock.acquire(shop);
        VaultWriter writer = VaultWriter.begin(lock, "shop", POLICY, 0)) {
      Intake.read(
              writer,
              POLICY,
              table,
              Intake.files(List.of(file)),
              new RowCheck(
                  POLICY_TEXT,
                  "purchases",
                  keyring.pseudonymKey(POLICY.customer().kind()),
                  BOUNDING_KEY),
              NOBODY_YET,
              TODAY,
              IntakeOptions.DEFAULT)
          .write();
      writer.publish();
    }
    try (Vault vault = Vault.open(shop, "shop", 1, POLICY)) {
      TableData rows = vault.table("purchases");
      int[] offsets = rows.offsets();
      return IntStream.range(offsets[customer], offsets[customer + 1])
          .mapToObj(row -> (long) rows.column("amount").values().get(row))
          .toList();
    }
  }

  private static String rows(String email, int count) {
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < count; row++) {
      rows.append(email).append(",p").append(row % 3).append(',').append(row).append('\n');
    }
    return rows.toString();
  }

  /** Sixteen rows fall into the same order by chance with odds of 1 in 16!, some 5 · 10⁻¹⁴. */
  @Test
  void law1_rowsOfOthersAndOrderOfTheFile_leaveACustomersRowsInTheirOrder() throws IOException {
    String own = rows("ann@example.org", 16);
    String reversed =
        String.join("\n", own.lines().sorted(java.util.Comparator.reverseOrder()).toList()) + "\n";
    // Others come first, and bring products whose codes come first.
    String others = "cy@example.org,a,1\n" + rows("bob@example.org", 5);

    List<Long> alone = stored("alone", own, 0);

    assertThat(stored("after-others", others + reversed, 2)).isEqualTo(alone);
    assertThat(alone).isNotEqualTo(alone.stream().sorted().toList());
    // Another customer with the same rows has them in another order.
    assertThat(stored("another", rows("dan@example.org", 16), 0)).isNotEqualTo(alone);
  }
}
