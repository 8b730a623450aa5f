package io.discreet.engine.ledger;

import io.discreet.engine.ledger.FoldSql.Fold;
import io.discreet.engine.ledger.JournalSql.ChargeHeader;
import io.discreet.engine.ledger.RegistrySql.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongFunction;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Verifies releases against charges, and the balances that queries are admitted by against the
 * charges and openings that they come from, added up here once more.
 */
final class BalanceAudit {

  private final Connection connection;
  private final Books books;
  private final Balances spent = new Balances();

  BalanceAudit(Connection connection, Books books) {
    this.connection = connection;
    this.books = books;
    this.spent.grow(books.customers());
  }

  /**
   * @return how many releases there are
   * @throws AuditFault naming the first thing that is wrong
   */
  int verify(String period) throws SQLException {
    List<ChargeHeader> charges = JournalSql.chargesAfter(connection, 0);
    verifyReleases(charges);
    for (Opening opening : RegistrySql.openingsAfter(connection, 0)) {
      add(opening.customer(), opening.balance().in(period));
    }
    for (Fold fold : FoldSql.foldsAfter(connection, 0)) {
      verifyFold(fold, worstCaseBefore(fold, charges), fold.period().equals(period));
    }
    for (ChargeHeader charge : charges) {
      verifyPayers(charge, charge.period().equals(period));
    }
    for (int customer = 0; customer < books.customers(); customer++) {
      AuditFault.require(
          spent.units(customer) == books.spent(customer)
              && spent.deltaUnits(customer) == books.spentDelta(customer),
          () -> "a balance is not the sum of its charges");
    }
    return charges.size();
  }

  private void verifyReleases(List<ChargeHeader> charges) throws SQLException {
    List<String> released =
        Jdbc.list(
            connection,
            "SELECT entry, id FROM release ORDER BY entry",
            row -> row.getLong(1) + " " + row.getString(2));
    List<String> charged =
        charges.stream().map(charge -> charge.entry() + " " + charge.releaseId()).toList();
    for (int i = 0; i < Math.max(released.size(), charged.size()); i++) {
      String release = i < released.size() ? released.get(i) : "none";
      String charge = i < charged.size() ? charged.get(i) : "none";
      AuditFault.require(
          release.equals(charge), () -> "release " + release + " stands beside charge " + charge);
    }
  }

  private void verifyPayers(ChargeHeader charge, boolean current) throws SQLException {
    RoaringBitmap all = new RoaringBitmap();
    for (PayerSets.Level level : JournalSql.payers(connection, charge).levels()) {
      AuditFault.require(
          level.units() >= 1 && level.units() <= charge.worstCase().units(),
          () -> "charge " + charge.entry() + " has a level above its worst case");
      AuditFault.require(
          !RoaringBitmap.intersects(all, level.payers()),
          () -> "charge " + charge.entry() + " has a customer on two levels");
      all.or(level.payers());
      if (current) {
        Spend cost = new Spend(level.units(), charge.worstCase().deltaUnits());
        level.payers().forEach((IntConsumer) customer -> add(customer, cost));
      }
    }
    AuditFault.require(
        !books.anyForgotten(all), () -> "charge " + charge.entry() + " has a forgotten customer");
  }

  private static Spend worstCaseBefore(Fold fold, List<ChargeHeader> charges) {
    return charges.stream()
        .filter(charge -> charge.entry() < fold.entry() && charge.period().equals(fold.period()))
        .map(ChargeHeader::worstCase)
        .reduce(Spend.NONE, Spend::plus);
  }

  private void verifyFold(Fold fold, Spend worstCase, boolean current) {
    verifyFold(fold, fold.units(), worstCase.units(), current, units -> new Spend(units, 0));
    verifyFold(
        fold, fold.deltaUnits(), worstCase.deltaUnits(), current, units -> new Spend(0, units));
  }

  private void verifyFold(
      Fold fold, PayerSets column, long most, boolean current, LongFunction<Spend> spend) {
    RoaringBitmap all = new RoaringBitmap();
    for (PayerSets.Level level : column.levels()) {
      AuditFault.require(
          level.units() >= 1 && !RoaringBitmap.intersects(all, level.payers()),
          () -> "fold " + fold.entry() + " has a customer on two levels, or on none");
      AuditFault.require(
          level.units() <= most,
          () -> "fold " + fold.entry() + " has a balance above the worst case of its charges");
      all.or(level.payers());
      if (current) {
        Spend paid = spend.apply(level.units());
        level.payers().forEach((IntConsumer) customer -> add(customer, paid));
      }
    }
    AuditFault.require(
        !books.anyForgotten(all), () -> "fold " + fold.entry() + " has a forgotten customer");
  }

  private void add(int customer, Spend cost) {
    AuditFault.require(
        customer >= 0 && customer < spent.customers(), () -> "a charge has an unknown customer");
    spent.add(customer, cost);
  }
}
