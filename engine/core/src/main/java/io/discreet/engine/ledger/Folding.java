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
 * <p>Law: spend does not go down. A balance is the sum of its charges, rounded up once, but not
 * above the sum of their worst cases: in the running period, releases say by the public worst cases
 * that nobody is out, and that stays true. What others paid has no part in it.
 */
final class Folding {

  private static final byte[] NOBODY = new PayerSets(List.of()).encode();

  private Folding() {}

  /**
   * Folds the charges made before a day; appends no entry where there is none.
   *
   * @return how many charges were folded
   */
  static int run(Transaction transaction, BudgetCalendar calendar, LocalDate before)
      throws SQLException {
    Connection connection = transaction.connection();
    long nobody = RowChecksum.of(NOBODY);
    Map<String, List<ChargeHeader>> due = new TreeMap<>();
    int folded = 0;
    for (ChargeHeader charge : JournalSql.chargesAfter(connection, 0)) {
      if (calendar.day(charge.at()).isBefore(before) && charge.payersChecksum() != nobody) {
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
      Balances paid = new Balances();
      Balances most = new Balances();
      paid.grow(customers);
      most.grow(customers);
      for (ChargeHeader charge : period.getValue()) {
        add(paid, most, charge, JournalSql.payers(connection, charge));
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
              sets(customers, paid::units, most::units),
              sets(customers, paid::deltaUnits, most::deltaUnits)));
    }
    return folded;
  }

  private static void add(Balances paid, Balances most, ChargeHeader charge, PayerSets payers) {
    for (PayerSets.Level level : payers.levels()) {
      Spend cost = new Spend(level.units(), charge.worstCase().deltaUnits());
      level
          .payers()
          .forEach(
              (IntConsumer)
                  customer -> {
                    paid.add(customer, cost);
                    most.add(customer, charge.worstCase());
                  });
    }
  }

  /**
   * Customers by what they paid, rounded up, but to no more than what they paid for cost at most;
   * who paid nothing is in no set.
   */
  private static PayerSets sets(int customers, IntToLongFunction paid, IntToLongFunction most) {
    TreeMap<Long, RoaringBitmap> sets = new TreeMap<>();
    for (int customer = 0; customer < customers; customer++) {
      long amount = paid.applyAsLong(customer);
      if (amount > 0) {
        long balance =
            Math.max(amount, Math.min(most.applyAsLong(customer), Units.roundUp(amount)));
        sets.computeIfAbsent(balance, key -> new RoaringBitmap()).add(customer);
      }
    }
    return new PayerSets(
        sets.entrySet().stream()
            .map(set -> new PayerSets.Level(set.getKey(), set.getValue()))
            .toList());
  }
}
