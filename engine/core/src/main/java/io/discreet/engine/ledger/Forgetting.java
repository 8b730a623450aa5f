package io.discreet.engine.ledger;

import io.discreet.engine.ledger.CustomerSql.CapRow;
import io.discreet.engine.ledger.CustomerSql.ConsentSet;
import io.discreet.engine.ledger.CustomerSql.PurposeCapRow;
import io.discreet.engine.ledger.FoldSql.Fold;
import io.discreet.engine.ledger.JournalSql.ChargeHeader;
import io.discreet.engine.ledger.RegistrySql.Balance;
import io.discreet.engine.ledger.RegistrySql.Opening;
import io.discreet.engine.ledger.Tombstone.Objection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Takes one customer out of everything stored, and leaves one balance and the customer's objections
 * under the pseudonym.
 *
 * <p>Law: spend does not go down. What is folded is rounded up, and returns with the customer.
 */
final class Forgetting {

  private final Transaction transaction;
  private final Connection connection;
  private final int customer;
  private final String period;
  private Spend ofPeriod = Spend.NONE;
  private Spend lifetime = Spend.NONE;
  private int charges;

  Forgetting(Transaction transaction, int customer, String period) {
    this.transaction = transaction;
    this.connection = transaction.connection();
    this.customer = customer;
    this.period = period;
  }

  /** Returns what was removed and remains; whether the log is erased is not known yet. */
  ForgottenSummary run(long entry, Registry registry, Set<String> withoutConsent, LocalDate today)
      throws SQLException {
    foldOpening();
    foldCharges();
    foldFolds();
    List<Objection> objections = objections(withoutConsent, today);
    int consents = removeConsents();
    int caps = removeCaps();
    CustomerSql.deleteStatements(transaction, customer);
    Balance balance = new Balance(period, ofPeriod.roundUp(), lifetime.roundUp());
    RegistrySql.insertTombstone(
        transaction, registry.pseudonym(customer), new Tombstone(balance, objections));
    RegistrySql.erase(transaction, customer, entry);
    Snapshots.forget(connection, customer);
    return new ForgottenSummary(
        period, balance.ofPeriod(), balance.lifetime(), charges, consents, caps, false);
  }

  private void foldOpening() throws SQLException {
    for (Opening opening : RegistrySql.openingsAfter(connection, 0)) {
      if (opening.customer() == customer) {
        fold(opening.balance().period(), opening.balance().ofPeriod());
        // The part of the period is in the lifetime's part already.
        lifetime = opening.balance().lifetime();
      }
    }
    RegistrySql.deleteOpening(transaction, customer);
  }

  private void foldCharges() throws SQLException {
    for (ChargeHeader charge : JournalSql.chargesAfter(connection, 0)) {
      PayerSets payers = JournalSql.payers(connection, charge);
      Spend paid = charge.paidBy(customer, payers);
      if (!paid.equals(Spend.NONE)) {
        fold(charge.period(), paid);
        lifetime = lifetime.plus(paid);
        charges++;
        byte[] rest = payers.without(customer).encode();
        transaction.touch(PartKind.PAYERS, charge.entry());
        JournalSql.replacePayers(connection, charge.withPayers(rest), rest);
      }
    }
  }

  private void foldFolds() throws SQLException {
    for (Fold fold : FoldSql.foldsAfter(connection, 0)) {
      Spend paid = fold.paidBy(customer);
      if (!paid.equals(Spend.NONE)) {
        fold(fold.period(), paid);
        lifetime = lifetime.plus(paid);
        transaction.touch(PartKind.FOLD, fold.entry());
        FoldSql.replace(connection, fold.without(customer));
      }
    }
  }

  private void fold(String chargedPeriod, Spend spend) {
    if (chargedPeriod.equals(period)) {
      ofPeriod = ofPeriod.plus(spend);
    }
  }

  /**
   * The withdrawals of some purposes that are in force or still to come. Grants are not kept: who
   * returns may give them again.
   */
  private List<Objection> objections(Set<String> purposes, LocalDate today) throws SQLException {
    Map<String, Objection> inForce = new TreeMap<>();
    List<Objection> toCome = new ArrayList<>();
    for (ConsentSet word : CustomerSql.consents(connection)) { // in the order of the last word
      if (purposes.contains(word.purpose()) && word.customers().contains(customer)) {
        Objection objection = new Objection(word.purpose(), word.since());
        if (word.since().isAfter(today)) {
          if (!word.granted() && !toCome.contains(objection)) {
            toCome.add(objection);
          }
        } else if (word.granted()) {
          inForce.remove(word.purpose());
        } else {
          inForce.put(word.purpose(), objection);
        }
      }
    }
    List<Objection> kept = new ArrayList<>(inForce.values());
    kept.addAll(toCome);
    return kept;
  }

  private int removeConsents() throws SQLException {
    int removed = 0;
    for (ConsentSet consent : CustomerSql.consents(connection)) {
      RoaringBitmap customers = consent.customers();
      if (customers.checkedRemove(customer)) {
        transaction.touch(PartKind.CONSENT, consent.entry());
        CustomerSql.replaceConsent(connection, consent);
        removed++;
      }
    }
    return removed;
  }

  private int removeCaps() throws SQLException {
    int removed = 0;
    for (CapRow row : CustomerSql.capsAfter(connection, 0)) {
      if (row.customer() == customer) {
        removed++;
      }
    }
    for (PurposeCapRow row : CustomerSql.purposeCapsAfter(connection, 0)) {
      if (row.customer() == customer) {
        removed++;
      }
    }
    CustomerSql.deleteCaps(transaction, customer);
    return removed;
  }
}
