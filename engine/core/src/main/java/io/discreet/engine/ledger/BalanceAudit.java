package io.discreet.engine.ledger;

import io.discreet.engine.ledger.JournalSql.ChargeHeader;
import io.discreet.engine.ledger.RegistrySql.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Verifies releases against charges, and the balances that queries are admitted by against the
 * charges and openings that they come from, added up here once more.
 */
final class BalanceAudit {

  private final Connection connection;
  private final Books books;
  private final long[] spent;

  BalanceAudit(Connection connection, Books books) {
    this.connection = connection;
    this.books = books;
    this.spent = new long[books.customers()];
  }

  /**
   * @return how many releases there are
   * @throws AuditFault naming the first thing that is wrong
   */
  int verify(String period) throws SQLException {
    List<ChargeHeader> charges = JournalSql.chargesAfter(connection, 0);
    verifyReleases(charges);
    for (Opening opening : RegistrySql.openingsAfter(connection, 0)) {
      add(opening.customer(), period(opening, period));
    }
    for (ChargeHeader charge : charges) {
      verifyPayers(charge, charge.period().equals(period));
    }
    for (int customer = 0; customer < spent.length; customer++) {
      AuditFault.require(
          spent[customer] == books.spent(customer),
          () -> "a balance is not the sum of its charges");
    }
    return charges.size();
  }

  private static long period(Opening opening, String period) {
    return opening.balance().period().equals(period) ? opening.balance().periodUnits() : 0;
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
          level.units() >= 1 && level.units() <= charge.worstCaseUnits(),
          () -> "charge " + charge.entry() + " has a level above its worst case");
      AuditFault.require(
          !RoaringBitmap.intersects(all, level.payers()),
          () -> "charge " + charge.entry() + " has a customer on two levels");
      all.or(level.payers());
      if (current) {
        level.payers().forEach((IntConsumer) customer -> add(customer, level.units()));
      }
    }
    AuditFault.require(
        !books.anyForgotten(all), () -> "charge " + charge.entry() + " has a forgotten customer");
  }

  private void add(int customer, long units) {
    AuditFault.require(
        customer >= 0 && customer < spent.length, () -> "a charge has an unknown customer");
    spent[customer] = Units.add(spent[customer], units);
  }
}
