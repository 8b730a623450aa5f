package io.discreet.engine.ledger;

import io.discreet.engine.ledger.CustomerSql.PurposeCapRow;
import io.discreet.engine.ledger.FoldSql.Fold;
import io.discreet.engine.ledger.JournalSql.ChargeHeader;
import io.discreet.engine.ledger.RegistrySql.Opening;
import io.discreet.engine.policy.PurposeCap;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who limits what one purpose may spend, and what it has spent of them in the period. Few customers
 * do, so that only theirs is counted, and only for purposes that somebody limits.
 *
 * <p>What a customer brought along from before a forgetting, and what was folded, does not say for
 * which purpose it was spent: all of it counts in each.
 */
final class PurposeSpend {

  private final Map<String, Account> accounts = new HashMap<>();

  /** One purpose: its limits, and the spend of those who have one. */
  private static final class Account {
    private final Map<Integer, PurposeCap> caps = new HashMap<>();
    private final RoaringBitmap capped = new RoaringBitmap();
    private final Map<Integer, Spend> spent = new HashMap<>();
    private @Nullable String period;
    private long upTo;

    private void cap(int customer, PurposeCap cap) {
      if (cap.isOpen()) {
        caps.remove(customer);
        capped.remove(customer);
        return;
      }
      caps.put(customer, cap);
      if (capped.checkedAdd(customer)) {
        period = null; // the customer's charges so far were not counted
      }
    }

    private void refresh(Connection connection, String purpose, String current, long head)
        throws SQLException {
      boolean anew = !current.equals(period);
      period = null; // what fails in between is counted anew
      if (anew) {
        spent.clear();
        upTo = 0;
        for (Opening opening : RegistrySql.openingsAfter(connection, 0)) {
          spend(opening.customer(), opening.balance().in(current));
        }
        for (Fold fold : FoldSql.foldsAfter(connection, 0, current)) {
          capped.forEach((IntConsumer) customer -> spend(customer, fold.paidBy(customer)));
        }
      }
      for (ChargeHeader charge : JournalSql.chargesAfter(connection, upTo)) {
        if (charge.period().equals(current) && charge.purpose().equals(purpose)) {
          for (PayerSets.Level level : JournalSql.payers(connection, charge).levels()) {
            for (int customer : RoaringBitmap.and(level.payers(), capped)) {
              spend(customer, new Spend(level.units(), charge.worstCase().deltaUnits()));
            }
          }
        }
      }
      upTo = head;
      period = current;
    }

    private void spend(int customer, Spend spend) {
      if (capped.contains(customer)) {
        spent.merge(customer, spend, Spend::plus);
      }
    }
  }

  void clear() {
    accounts.clear();
  }

  void cap(PurposeCapRow row) {
    accounts
        .computeIfAbsent(row.cap().purpose(), purpose -> new Account())
        .cap(row.customer(), row.cap());
  }

  /**
   * What the purpose of a query may still spend of each customer who limits it, in both columns:
   * nothing in either where one of them is overspent since the policy was changed.
   *
   * @param head the newest entry, which everything up to is counted
   */
  Map<Integer, Spend> remaining(Connection connection, Terms terms, String period, long head)
      throws SQLException {
    String purpose = terms.purpose().name();
    Account account = accounts.get(purpose);
    if (account == null || account.caps.isEmpty()) {
      return Map.of();
    }
    account.refresh(connection, purpose, period, head);
    Map<Integer, Spend> remaining = new HashMap<>();
    account.caps.forEach(
        (customer, cap) -> {
          Spend spent = account.spent.getOrDefault(customer, Spend.NONE);
          Spend limit = terms.limit(cap);
          boolean within =
              spent.units() <= limit.units() && spent.deltaUnits() <= limit.deltaUnits();
          remaining.put(
              customer,
              within
                  ? new Spend(
                      limit.units() - spent.units(), limit.deltaUnits() - spent.deltaUnits())
                  : Spend.NONE);
        });
    return remaining;
  }
}
