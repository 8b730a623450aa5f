package io.discreet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalTest {

  @TempDir Path folder;

  @Test
  void passphrase_wrong_isRefusedAndNothingIsWritten() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("customers.csv", "email,city\na@example.org,Leeds\n");
    shop.file("id.txt", "a@example.org");
    Map<String, String> before = shop.bytes();

    for (String line :
        new String[] {
          "intake @shop customers @customers.csv",
          "consent @shop @customers.csv",
          "statement @shop --id-file @id.txt",
          "cap @shop --strict --id-file @id.txt",
          "forget @shop --id-file @id.txt"
        }) {
      Outcome outcome =
          shop.run(
              Map.of("DISCREET_PASSPHRASE", "wrong"),
              InputStream.nullInputStream(),
              line.replace("@", folder + "/").split(" "));
      assertThat(outcome.code()).as(line).isEqualTo(3);
      assertThat(outcome.out()).as(line).isEmpty();
      assertThat(outcome.err().lines()).as(line).hasSize(1);
      assertThat(outcome.err()).as(line).startsWith("discreet: refused: ");
    }
    assertThat(shop.bytes()).isEqualTo(before);
  }

  @Test
  void query_budgetSpentAndPolicySaysRefuse_isRefusedAndNothingIsWritten() {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY.replace("drop", "refuse"));
    String[] asking = {"query", shop.path(), "", "--purpose", "recommendations", "--spend", "60%"};
    asking[2] = "SELECT COUNT(DISTINCT customer) FROM purchases";
    shop.done(asking);
    Map<String, String> before = shop.bytes();
    asking[2] = "SELECT COUNT(*) FROM purchases";

    Outcome outcome = shop.run(asking);

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("discreet: refused: the budget of this period");
    assertThat(shop.bytes()).isEqualTo(before);
  }

  @Test
  void id_anyLineEnd_isTheSameCustomer() {
    CliShop shop = CliShop.empty(folder, CliShop.POLICY);
    shop.file("customers.csv", "email,city\na@example.org,Leeds\n");
    shop.done("intake", shop.path(), "customers", shop.at("customers.csv"));

    for (String id : new String[] {"a@example.org", "a@example.org\r\n", "  A@example.org \n"}) {
      shop.file("id.txt", id);
      assertThat(shop.done("statement", shop.path(), "--id-file", shop.at("id.txt")))
          .contains("customers: 1 row of city");
    }
    assertThat(shop.runWith("a@example.org\n", "statement", shop.path()).out())
        .contains("customers: 1 row of city");
  }
}
