package io.discreet.engine.vault;

import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.sql.SQLException;
import java.util.Collection;
import org.duckdb.DuckDBAppender;

/**
 * New rows of one table that other machines hold: how many customers have, whose they are, and what
 * words they use. Used by one thread.
 */
public final class RemoteRows implements Staged {

  private final DuckDb db;
  private final StoredTable table;
  private final boolean oneRowPerCustomer;
  private final DuckDBAppender customers;
  private final RowHistogram histogram = new RowHistogram();
  private long rows;
  private int endCustomer;

  RemoteRows(DuckDb db, StoredTable table, boolean oneRowPerCustomer) {
    this.db = db;
    this.table = table;
    this.oneRowPerCustomer = oneRowPerCustomer;
    db.run("CREATE TEMP TABLE " + customersName() + " (customer INTEGER)");
    db.run("CREATE TEMP TABLE " + wordsName() + " (column_id INTEGER, value VARCHAR)");
    customers = db.appender(customersName());
  }

  private String customersName() {
    return "remote_customers_" + table.id();
  }

  private String wordsName() {
    return "remote_words_" + table.id();
  }

  /** Says that a customer has so many rows more. */
  public void add(int customer, long count) {
    histogram.add(customer, count);
    rows += count;
    endCustomer = Math.max(endCustomer, customer + 1);
    if (oneRowPerCustomer) {
      try {
        customers.beginRow().append(customer).endRow();
      } catch (SQLException e) {
        throw DuckDb.failure("staging customers", e);
      }
    }
  }

  /**
   * Says which values rows have in a category column.
   *
   * @param column its position in the policy's order
   */
  public void words(int column, Collection<String> used) {
    try (DuckDBAppender words = db.appender(wordsName())) {
      for (String word : used) {
        words.beginRow().append(column).append(word).endRow();
      }
    } catch (SQLException e) {
      throw DuckDb.failure("staging words", e);
    }
  }

  public long rows() {
    return rows;
  }

  /** The least number that is above all indexes of customers who have rows. */
  int endCustomer() {
    return endCustomer;
  }

  RowHistogram histogram() {
    return histogram;
  }

  /** Ends adding. */
  void finish() {
    try {
      customers.close();
    } catch (SQLException e) {
      throw DuckDb.failure("staging customers", e);
    }
  }

  @Override
  public String customers() {
    return "SELECT customer FROM " + customersName();
  }

  @Override
  public String words(StoredColumn column) {
    return "SELECT value FROM " + wordsName() + " WHERE column_id = " + column.id();
  }
}
