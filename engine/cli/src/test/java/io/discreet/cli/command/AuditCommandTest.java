package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {

  @TempDir private Path folder;

  @Test
  void audit_trueBooks_isCleanAndTheHeadCanBeExpected() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("customers.csv", "email,city\na@example.org,Leeds\nb@example.org,York\n");
    shop.done("intake", shop.path(), "customers", shop.at("customers.csv"));
    String head = shop.done("audit", shop.path(), "--head").strip();
    assertThat(head).matches("1:[0-9a-f]{64}");
    shop.file("id.txt", "a@example.org");
    shop.done("forget", shop.path(), "--id-file", shop.at("id.txt"));

    assertThat(shop.done("audit", shop.path(), "--expect", head))
        .contains("nothing is wrong with", "entries in the chain");

    String other = "1:" + "0".repeat(64);
    Outcome refused = shop.run("audit", shop.path(), "--expect", other);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("refused: the audit found that entry 1 is another");
    assertThat(shop.run("audit", shop.path(), "--expect", "17").code()).isEqualTo(2);
  }
}
