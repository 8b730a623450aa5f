package io.discreet.engine.ledger;

import io.discreet.engine.ledger.FoldSql.Fold;
import io.discreet.engine.ledger.JournalSql.ChargeHeader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Takes the payers out of old charges and leaves one balance for each customer and period. What a
 * charge says in public, its release, purpose and worst case, stays.
 *
 * <p>Law: spend does not go down. A balance is the sum of its charges, rounded up once. Charges of
 * the running period stay as they are: what is rounded up could exceed the public worst case, by
 * which a release says that nobody is out.
 */
final class Folding {

  private static final byte[] NOBODY = new PayerSets(List.of()).encode();

  private Folding() {}

  /**
   * Folds the charges made before a day and before the running period; appends no entry where there
   * is none.
   *
   * @return how many charges were folded
   */
  static int run(Transaction transaction, BudgetCalendar calendar, LocalDate before)
      throws SQLException {
    Connection connection = transaction.connection();
    long nobody = RowChecksum.of(NOBODY);
    String running = calendar.key(transaction.now());
    Map<String, List<ChargeHeader>> due = new TreeMap<>();
    int folded = 0;
    for (ChargeHeader charge : JournalSql.chargesAfter(connection, 0)) {
      if (calendar.day(charge.at()).isBefore(before)
          && !charge.period().equals(running)
          && charge.payersChecksum() != nobody) {
        due.computeIfAbsent(charge.period(), period -> new ArrayList<>()).add(charge);
        folded++;
      }
    }
    if (folded == 0) {
      return 0;
    }
    long entry = transaction.append(EntryKind.FOLD);
    Snapshots.clear(connection); // it holds the charges as they were
    int customers = RegistrySql.customers(connection);
    for (Map.Entry<String, List<ChargeHeader>> period : due.entrySet()) {
      Balances balances = new Balances();
      balances.grow(customers);
      for (ChargeHeader charge : period.getValue()) {
        add(balances, charge, JournalSql.payers(connection, charge));
        transaction.touch(PartKind.PAYERS, charge.entry());
        JournalSql.replacePayers(connection, charge.withPayers(NOBODY), NOBODY);
      }
      FoldSql.insert(
          connection,
          new Fold(
              entry,
              period.getKey(),
              due.size(),
              before.toEpochDay(),
              sets(balances.customers(), balances::units),
              sets(balances.customers(), balances::deltaUnits)));
    }
    return folded;
  }

  private static void add(Balances balances, ChargeHeader charge, PayerSets payers) {
    for (PayerSets.Level level : payers.levels()) {
      Spend cost = new Spend(level.units(), charge.worstCase().deltaUnits());
      level.payers().forEach((IntConsumer) customer -> balances.add(customer, cost));
    }
  }

  /** Customers by what they paid, rounded up; who paid nothing is in no set. */
  private static PayerSets sets(int customers, IntToLongFunction paid) {
    TreeMap<Long, RoaringBitmap> sets = new TreeMap<>();
    for (int customer = 0; customer < customers; customer++) {
      long amount = paid.applyAsLong(customer);
      if (amount > 0) {
        sets.computeIfAbsent(Units.roundUp(amount), key -> new RoaringBitmap()).add(customer);
      }
    }
    return new PayerSets(
        sets.entrySet().stream()
            .map(set -> new PayerSets.Level(set.getKey(), set.getValue()))
            .toList());
  }
}
