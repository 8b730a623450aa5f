package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.ledger.TestServer;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole shop whose policy keeps the ledger on a server. */
class OperatorServerTest {

  @TempDir private Path temporary;

  @Test
  void shop_ledgerOnAServer_worksAsWithAFile() {
    TestShop shop = shop();
    assertThat(shop.folder.resolve("ledger.sqlite")).doesNotExist();
    assertThat(shop.folder.resolve("ledger.head")).exists();
    SegmentQuery query =
        SegmentQuery.parse(
            "SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY city",
            "recommendations");
    Release release;
    try (Discreet analyst = shop.open()) {
      release = analyst.run(query, Share.percent(2));
      assertThat(analyst.budget().spentShare()).isBetween(0.0199, 0.02);
    }
    try (Discreet another = shop.open()) {
      assertThat(another.run(query, Share.percent(2))).isEqualTo(release);
    }
    try (Operator operator = shop.operate()) {
      assertThat(operator.statement(TestShop.rawId(3)).uses()).hasSize(1);
      operator.forget(TestShop.rawId(3));
      assertThat(operator.audit(Optional.empty()).customers()).isEqualTo(40);
      assertThatThrownBy(() -> operator.statement(TestShop.rawId(3)))
          .isInstanceOf(InputException.class);
    }
  }

  /** Law 6: an empty database in place of the old one grants nothing anew. */
  @Test
  void law6_policyNamesAnotherDatabase_isRefused() throws Exception {
    TestShop shop = shop();
    Path policy = shop.folder.resolve("discreet.yaml");
    String before = Files.readString(policy);
    Files.writeString(policy, policy(TestServer.newSchema()));
    assertThatThrownBy(shop::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no ledger at");
    Files.writeString(policy, TestShop.POLICY);
    assertThatThrownBy(shop::open).isInstanceOf(InputException.class).hasMessageContaining("lacks");
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    TestShop other = TestShop.filled(elsewhere, policy(TestServer.newSchema()), 2, 10);
    Files.writeString(policy, Files.readString(other.folder.resolve("discreet.yaml")));
    assertThatThrownBy(shop::open)
        .isInstanceOfAny(InputException.class, RefusedException.class)
        .hasMessageContaining("another shop");
    Files.writeString(policy, before);
    shop.open().close();
  }

  private TestShop shop() {
    return TestShop.filled(temporary, policy(TestServer.newSchema()), 1, 40);
  }

  private static String policy(String address) {
    return TestShop.POLICY + "ledger: " + address + "\n";
  }
}
