package io.discreet.mechanisms.marginals;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Exact counts of customers by their attributes, as a {@link MarginalPlan} measures them: each
 * customer is added once and so counts in exactly one cell of every marginal.
 */
public final class MarginalCounts {

  /** The most customers. */
  public static final long MOST_CUSTOMERS = 1L << 31;

  private final Domain domain;
  private final SortedMap<AttributeSet, long[]> tables = new TreeMap<>();
  private long customers;

  /** Counts for these marginals and all that are sums of them. */
  MarginalCounts(Domain domain, Iterable<AttributeSet> finest) {
    this.domain = domain;
    for (AttributeSet set : finest) {
      tables.put(set, new long[domain.cells(set)]);
    }
  }

  /** Adds one customer. See {@link #addAll}. */
  public void add(int... values) {
    addAll(1, values);
  }

  /**
   * Adds customers who are alike.
   *
   * @param count how many, at least 0
   * @param values of all attributes of the domain, each from 0 to its size − 1
   * @throws IllegalArgumentException if there is not one value in range for each attribute, or if
   *     there are more than {@link #MOST_CUSTOMERS} customers by now
   */
  public void addAll(long count, int... values) {
    if (values.length != domain.sizes().size()) {
      throw new IllegalArgumentException(
          "a customer has a value for each of " + domain.sizes().size() + " attributes");
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= domain.sizes().get(i)) {
        throw new IllegalArgumentException("a value of attribute " + i + " is out of its range");
      }
    }
    if (count < 0 || count > MOST_CUSTOMERS - customers) {
      throw new IllegalArgumentException("marginals count 0 to 2^31 customers");
    }
    customers += count;
    tables.forEach((set, table) -> table[cell(set, values)] += count);
  }

  private int cell(AttributeSet set, int[] values) {
    int cell = 0;
    for (int attribute : set.attributes()) {
      cell = cell * domain.sizes().get(attribute) + values[attribute];
    }
    return cell;
  }

  Domain domain() {
    return domain;
  }

  /** Returns a copy of the exact marginal over {@code set}, which lies in one of the finest. */
  long[] marginal(AttributeSet set) {
    for (AttributeSet finer : tables.keySet()) {
      if (set.isSubsetOf(finer)) {
        long[] table = tables.get(finer);
        long[] marginal = new long[domain.cells(set)];
        int[] cells = domain.coarser(finer, set);
        for (int i = 0; i < table.length; i++) {
          marginal[cells[i]] += table[i];
        }
        return marginal;
      }
    }
    throw new IllegalArgumentException("these counts have no marginal over " + set);
  }
}
