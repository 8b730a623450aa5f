package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ledger.ChildJvm;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that rotates the keys is killed with SIGKILL at each step: the shop opens, nobody has
 * become a new customer, and the rotation either never was or is finished.
 */
class KeyRotationCrashTest {

  private static final int CUSTOMERS = 10;

  @TempDir private Path temporary;

  /** Rotates and says after each step which it was; goes on when told. */
  static final class Child {
    public static void main(String[] arguments) {
      TestShop shop = TestShop.in(Path.of(arguments[0]));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      try (Operator operator = shop.operate()) {
        operator.rotate(
            TestShop.PASSPHRASE,
            TestShop.PASSPHRASE,
            step -> {
              System.out.println(step);
              try {
                in.readLine();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
      }
    }

    private Child() {}
  }

  @Test
  void law6_killedAtEachStep_isUndoneOrFinished() throws Exception {
    TestShop shop = TestShop.filled(temporary, TestShop.POLICY, 3, CUSTOMERS);
    try (Discreet analyst = shop.open()) {
      analyst.run(
          SegmentQuery.parse("SELECT COUNT(DISTINCT customer) FROM purchases", "recommendations"),
          Share.percent(10));
    }
    int rotations = 0;
    List<Statement> statements = statements(shop);
    for (KeyChange.Step at : KeyChange.Step.values()) {
      kill(at);
      rotations += at.compareTo(KeyChange.Step.LEDGER_REWRITTEN) < 0 ? 0 : 1;
      assertThat(statements(shop))
          .as("killed at %s", at)
          .usingRecursiveComparison()
          .ignoringCollectionOrderInFields("tables.rows")
          .isEqualTo(statements);
      try (Operator operator = shop.operate()) {
        assertThat(operator.consent(temporary.resolve("consents.csv")).newCustomers())
            .as("new customers after %s", at)
            .isZero();
        assertThat(operator.audit(Optional.empty()).customers()).isEqualTo(CUSTOMERS);
      }
      statements = statements(shop);
      assertThat(Files.size(shop.folder.resolve("keys.sealed")))
          .as("one secret, and one of each rotation that took place")
          .isEqualTo(64 + 64 * (1 + rotations));
      try (Stream<Path> files = Files.list(shop.folder)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> name.startsWith("keys.") || name.startsWith("vault-"))
            .hasSize(2)
            .contains("keys.sealed");
      }
    }
  }

  private void kill(KeyChange.Step at) throws Exception {
    try (ChildJvm child = ChildJvm.start(temporary, Child.class, temporary.toString())) {
      for (KeyChange.Step step : KeyChange.Step.values()) {
        assertThat(child.read()).isEqualTo(step.name());
        if (step == at) {
          child.kill();
          return;
        }
        child.tell("go on");
      }
    }
  }

  private static List<Statement> statements(TestShop shop) {
    try (Operator operator = shop.operate()) {
      return java.util.stream.IntStream.range(0, CUSTOMERS)
          .mapToObj(i -> operator.statement(TestShop.rawId(i)))
          .toList();
    }
  }
}
