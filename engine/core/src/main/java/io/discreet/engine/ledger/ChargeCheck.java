package io.discreet.engine.ledger;

import io.discreet.engine.policy.Cap;
import java.sql.SQLException;
import java.util.Map;
import org.roaringbitmap.BatchIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * The last look at a charge before it is booked. It works from the books at the very head that the
 * charge will follow, and never from the reading that the scan was given: a mistake there is caught
 * here.
 *
 * <p>Law: no charge lifts a customer's spend above the smaller of budget and cap, nor above the
 * customer's limit for the purpose, in units or in δ; nobody pays who may not take part; and the
 * worst cases of a purpose, an analyst and a plan stay within their quotas. A violation is a fault
 * of the engine; the message names no customer.
 */
final class ChargeCheck {

  /** Customers that are looked at together. */
  private static final int BATCH = 256;

  private final Books books;
  private final Terms terms;

  ChargeCheck(Books books, Terms terms) {
    this.books = books;
    this.terms = terms;
  }

  /**
   * @throws IllegalStateException if the charge may not be booked
   */
  void verify(Transaction transaction, Charge charge) throws SQLException {
    verifyLevels(charge);
    require(charge.deltaUnits() == terms.deltaUnits(), "its delta is not that of the terms");
    terms
        .beyondQuota(books.worstCaseByHolder(), charge.worstCaseUnits())
        .ifPresent(holder -> require(false, "the quota of " + holder + " would be passed"));
    RoaringBitmap all = payers(charge);
    require(
        books.allTakePart(
            transaction.connection(), terms.purpose(), books.day(transaction.now()), all),
        "a customer would pay without having consented");
    require(!books.anyForgotten(all), "a forgotten customer would pay");
    verifyFilter(charge);
    verifyDelta(all, charge);
    verifyPurposeCaps(transaction, charge);
  }

  private void verifyPurposeCaps(Transaction transaction, Charge charge) throws SQLException {
    Map<Integer, Spend> remaining = books.purposeRemaining(transaction, terms);
    boolean holds = true;
    for (Map.Entry<Integer, Spend> capped : remaining.entrySet()) {
      int level = charge.payers().level(capped.getKey());
      holds &=
          level < 0
              || (charge.levelUnits()[level] <= capped.getValue().units()
                  && charge.deltaUnits() <= capped.getValue().deltaUnits());
    }
    require(holds, "a customer's spend would rise above the customer's limit for the purpose");
  }

  private static void verifyLevels(Charge charge) {
    require(charge.worstCaseUnits() >= 1, "the worst case costs nothing");
    int levels = Math.min(Payers.MOST_LEVELS, charge.levelUnits().length);
    require(!charge.payers().beyond(levels), "a level has no cost");
    long above = charge.worstCaseUnits();
    for (long units : charge.levelUnits()) {
      require(units >= 1 && units <= above, "level costs must fall from the worst case to 1");
      above = units;
    }
  }

  private RoaringBitmap payers(Charge charge) {
    RoaringBitmap all = charge.payers().all();
    require(
        all.isEmpty() || all.last() < books.customers(),
        "a customer would pay who is not in the registry");
    return all;
  }

  private void verifyFilter(Charge charge) {
    long uncapped = terms.limit(Cap.OPEN);
    boolean caps = books.anyCaps();
    long most = charge.worstCaseUnits();
    if (!caps && books.mostSpent() <= uncapped && most <= uncapped - books.mostSpent()) {
      return; // it fits whoever spent most, and so everybody
    }
    boolean holds = true;
    Payers payers = charge.payers();
    for (int customer = 0; customer < payers.customers(); customer++) {
      int level = payers.level(customer);
      if (level >= 0) {
        long limit = caps ? terms.limit(books.cap(customer)) : uncapped;
        long spent = books.spent(customer);
        // Written as a difference of non-negative numbers, which cannot overflow.
        holds &= spent <= limit && charge.levelUnits()[level] <= limit - spent;
      }
    }
    require(holds, "a customer's spend would rise above the smaller of budget and cap");
  }

  /**
   * No cap lowers the budget of the second column. A charge without δ is looked at as well, see
   * {@link Books#standing}.
   */
  private void verifyDelta(RoaringBitmap payers, Charge charge) {
    long limit = terms.budgetDeltaUnits() - charge.deltaUnits();
    if (limit >= 0 && books.noDelta()) {
      return;
    }
    boolean holds = limit >= 0;
    int[] batch = new int[BATCH];
    BatchIterator batches = payers.getBatchIterator();
    while (batches.hasNext()) {
      int filled = batches.nextBatch(batch);
      for (int i = 0; i < filled; i++) {
        holds &= books.spentDelta(batch[i]) <= limit;
      }
    }
    require(holds, "a customer's spend of delta would rise above the budget");
  }

  private static void require(boolean holds, String violation) {
    if (!holds) {
      throw new IllegalStateException("the charge was not booked: " + violation);
    }
  }
}
