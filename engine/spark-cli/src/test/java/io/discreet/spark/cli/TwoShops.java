package io.discreet.spark.cli;

import io.discreet.cli.CliShop;
import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.Statement;
import io.discreet.engine.policy.Cap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A shop and its copy, with the same keys, customers and rows. Every fourth customer from Leeds has
 * a limit of their own, so that they stay out before the others do.
 */
record TwoShops(CliShop here, CliShop there) {

  static final int CUSTOMERS = 300;
  private static final int CAPPED = 12;

  static TwoShops fill(Path temporary) throws IOException {
    Path first = Files.createDirectory(temporary.resolve("here"));
    Path second = temporary.resolve("there");
    CliShop here =
        CliShop.filled(first, CliShop.POLICY.replace("period", "coverage-reserve: 20%, period"));
    try (Operator operator = operate(here)) {
      for (int customer = 0; customer < CUSTOMERS; customer += CAPPED) {
        operator.cap(CliShop.rawId(customer), Cap.own(1));
      }
    }
    try (Stream<Path> files = Files.walk(first)) {
      for (Path file : files.toList()) {
        Files.copy(file, second.resolve(first.relativize(file).toString()));
      }
    }
    return new TwoShops(here, CliShop.none(second));
  }

  /** What each customer is told of rows, and of what they paid for which answer, in its order. */
  static List<String> statements(CliShop shop) {
    List<String> told = new ArrayList<>();
    try (Operator operator = operate(shop)) {
      for (int customer = 0; customer < CUSTOMERS; customer++) {
        Statement statement = operator.statement(CliShop.rawId(customer));
        List<String> paid = new ArrayList<>();
        for (Statement.Use use : statement.uses()) {
          paid.add(use.query().orElseThrow() + ": " + use.share() + ", " + use.selectionDelta());
        }
        told.add(
            customer + ": " + statement.tables() + paid + statement.periods() + statement.caps());
      }
    }
    return told;
  }

  private static Operator operate(CliShop shop) {
    return Discreet.operate(Path.of(shop.path()), CliShop.PASSPHRASE.toCharArray());
  }
}
