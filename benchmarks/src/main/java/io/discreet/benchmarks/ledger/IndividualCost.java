package io.discreet.benchmarks.ledger;

import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.ledger.Spend;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.ledger.Terms;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.policy.Purpose;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;

/**
 * How many nights like the one that a shop has had fit into the budget of a period: when everybody
 * is charged the worst case, and when each customer pays for the contribution made. The shop must
 * have run one nightly plan in the period and nothing else. It looks into every customer's balance,
 * so it is for data that may be looked at.
 *
 * <pre>mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.ledger.IndividualCost SHOP</pre>
 */
public final class IndividualCost {

  private IndividualCost() {}

  /**
   * What fits.
   *
   * @param worstCase nights when everybody pays the worst case of each query
   * @param first nights before the first customer is out
   * @param tenth nights before one customer in ten is out
   * @param half nights before half of the customers are out
   * @param payers customers who paid anything
   */
  record Nights(double worstCase, double first, double tenth, double half, int payers) {

    /**
     * @param spent what each paying customer paid in the night, in any order
     */
    static Nights of(long budget, long worstCaseOfNight, long[] spent) {
      long[] falling = spent.clone();
      Arrays.sort(falling);
      int last = falling.length - 1;
      return new Nights(
          (double) budget / worstCaseOfNight,
          (double) budget / falling[last],
          (double) budget / falling[last - last / 10],
          (double) budget / falling[last - last / 2],
          falling.length);
    }
  }

  /** Prints the nights and their ratio to those of the worst case. */
  public static void main(String[] arguments) {
    Path shop = Path.of(arguments[0]);
    Policy policy = PolicyFile.read(shop.resolve("discreet.yaml"));
    QueryPlanner planner = new QueryPlanner(policy);
    Purpose anything = new Purpose("any", false); // whoever was charged, consents were looked at
    Terms terms =
        new Terms(anything, planner.budgetUnits(), planner.budgetDeltaUnits(), 0, epsilon -> 0);
    LedgerPlace place = LedgerPlace.of(shop, policy, System.getenv());
    try (Ledger ledger = Ledger.open(place, Clock.systemUTC())) {
      Standing standing = ledger.standing(terms);
      Spend worst = standing.worstCaseSpent();
      long[] spent =
          Arrays.stream(standing.remainingUnits())
              .filter(left -> left != Standing.OUT)
              .map(left -> planner.budgetUnits() - left)
              .filter(units -> units > 0)
              .toArray();
      Nights nights = Nights.of(planner.budgetUnits(), worst.units(), spent);
      System.out.printf(
          Locale.ROOT,
          "%d customers paid; a night's worst case is %.1f %% of the budget%n",
          nights.payers(),
          100.0 * worst.units() / planner.budgetUnits());
      System.out.printf(Locale.ROOT, "charged the worst case: %.1f nights%n", nights.worstCase());
      line("first customer out", nights.first(), nights.worstCase());
      line("a tenth out", nights.tenth(), nights.worstCase());
      line("half out", nights.half(), nights.worstCase());
    }
  }

  private static void line(String what, double nights, double worstCase) {
    System.out.printf(
        Locale.ROOT,
        "charged for what was contributed, until %s: %.1f nights, %.1f times as many%n",
        what,
        nights,
        nights / worstCase);
  }
}
