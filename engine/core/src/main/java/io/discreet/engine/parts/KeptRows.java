package io.discreet.engine.parts;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.rows.RowBatch;
import io.discreet.engine.vault.Retention;
import io.discreet.engine.vault.StagedRows;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a partition the vault gets, and whose they are: customers are numbered by the first
 * such row of theirs. The same for each who walks the same rows. Used once, by one thread.
 */
final class KeptRows {

  /**
   * What decides over rows besides the rows.
   *
   * @param dateColumn the position of the column that says how old a row is, or −1
   * @param oldestDay the first day that is kept
   * @param dropped customers of the partition who have their only row in one before it
   */
  record Rule(boolean oneRowPerCustomer, int dateColumn, long oldestDay, BitSet dropped)
      implements Serializable {

    static Rule of(Policy policy, Table table, LocalDate today, BitSet dropped) {
      return new Rule(
          table.oneRowPerCustomer(),
          Retention.dateColumn(table)
              .map(List.copyOf(table.columns().keySet())::indexOf)
              .orElse(-1),
          Retention.cutoff(policy, today).map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE + 1),
          dropped);
    }
  }

  /** What to do with the rows of a batch. */
  interface Walker {

    /** A kept row of the customer with a number. */
    void kept(RowBatch batch, int at, long[][] values, int customer);

    /** A row that is a customer's second where there may be one. */
    void duplicate();

    void expired();
  }

  /** What tells the rows of a partition from others: all good ones, and who came in which order. */
  record Fingerprint(long rows, long sum, long parity, long order) implements Serializable {}

  private final Rule rule;
  private final Map<Pseudonym, Integer> numbers = new HashMap<>();
  private final List<Pseudonym> customers = new ArrayList<>();
  private long rows;
  private long sum;
  private long parity;
  private long order;

  KeptRows(Rule rule) {
    this.rule = rule;
  }

  void walk(RowBatch batch, int columns, Walker walker) {
    long[][] values = new long[columns][];
    for (int i = 0; i < columns; i++) {
      values[i] = batch.values(i);
    }
    for (int at = 0; at < batch.size(); at++) {
      long rowHash = batch.rowHash(at);
      rows++;
      sum += rowHash;
      parity ^= rowHash;
      if (isExpired(values, at)) {
        walker.expired();
        continue;
      }
      int known = customers.size();
      int customer = number(batch.pseudonym(at));
      boolean second = rule.oneRowPerCustomer() && customer < known;
      if (second || rule.dropped().get(customer)) {
        walker.duplicate();
      } else {
        walker.kept(batch, at, values, customer);
      }
    }
  }

  private boolean isExpired(long[][] values, int at) {
    if (rule.dateColumn() < 0) {
      return false;
    }
    long day = values[rule.dateColumn()][at];
    return day != StagedRows.NULL && day < rule.oldestDay();
  }

  private int number(Pseudonym pseudonym) {
    Integer known = numbers.get(pseudonym);
    if (known != null) {
      return known;
    }
    int number = customers.size();
    numbers.put(pseudonym, number);
    customers.add(pseudonym);
    order = mixed(mixed(order, pseudonym.high()), pseudonym.low());
    return number;
  }

  /** Pseudonyms are as good as random, so that a sum that knows the order tells orders apart. */
  private static long mixed(long sum, long next) {
    long product = (sum + next) * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> 29);
  }

  /** Customers by number. */
  List<Pseudonym> customers() {
    return customers;
  }

  /** Of the rows that were walked. */
  Fingerprint fingerprint() {
    return new Fingerprint(rows, sum, parity, order);
  }
}
