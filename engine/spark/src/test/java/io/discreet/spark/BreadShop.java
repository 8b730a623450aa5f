package io.discreet.spark;

import static io.discreet.engine.query.Measure.customers;
import static io.discreet.engine.query.Measure.sum;

import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.query.SegmentQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A shop of 400 customers with a purchase each: two in three of bread, the others of cake. */
record BreadShop(Path folder) {
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();
  private static final int CUSTOMERS = 400;
  private static final String POLICY =
      """
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, period: month, when-spent: drop }
      purposes:
        stock-planning: { consent: not-required }
      tables:
        purchases:
          max-rows: 20
          columns:
            category: { type: category, values: [bread, cake] }
            amount: { type: decimal, scale: 2, range: [0, 500], clamp: [0, 60] }
      """;

  static BreadShop fill(Path temporary) throws IOException {
    Path folder = temporary.resolve("shop");
    Path policy = Files.writeString(temporary.resolve("policy.yaml"), POLICY);
    Discreet.init(folder, policy, PASSPHRASE);
    StringBuilder rows = new StringBuilder("email,category,amount\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      rows.append(rawId(i)).append(i % 3 == 0 ? ",cake," : ",bread,").append(i % 50).append('\n');
    }
    Path file = Files.writeString(temporary.resolve("purchases.csv"), rows);
    try (Operator operator = Discreet.operate(folder, PASSPHRASE)) {
      operator.intake("purchases", List.of(file), IntakeOptions.DEFAULT);
    }
    return new BreadShop(folder);
  }

  static String rawId(int customer) {
    return "customer-" + customer + "@example.org";
  }

  static SegmentQuery query() {
    return SegmentQuery.from("purchases")
        .segmentBy("category")
        .measure(customers(), sum("amount"))
        .forPurpose("stock-planning");
  }

  Operator operate() {
    return Discreet.operate(folder, PASSPHRASE);
  }

  /** The share of the budget that a customer spent in this period, as the statement has it. */
  double spent(int customer) {
    try (Operator operator = operate()) {
      return operator.statement(rawId(customer)).periodShare();
    }
  }

  /** The newest entry of the ledger: whatever is written into it moves it. */
  String head() {
    try (Operator operator = operate()) {
      return operator.audit(Optional.empty()).head();
    }
  }
}
