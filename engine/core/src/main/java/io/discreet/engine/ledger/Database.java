package io.discreet.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What keeps the rows of a ledger, by one connection: transactions, and what its failures mean. All
 * that differs between SQLite and PostgreSQL is behind this; the statements themselves are those
 * that both understand. Not thread-safe.
 *
 * <p>Law: what {@link #commit} has returned from is on disk, and between {@link #beginWrite} and
 * the end of that transaction nobody else writes.
 */
interface Database extends AutoCloseable {

  /** Raised when the tables change. */
  int SCHEMA_VERSION = 7;

  /** Some statements of a transaction. */
  interface SqlWork {
    void run(Connection connection) throws SQLException;
  }

  /**
   * Makes the tables, whose types are written as SQLite's, and their first rows; all or nothing.
   */
  void initialize(List<String> tables, SqlWork rows);

  /** The connection, opened anew after a failure. */
  Connection connection() throws SQLException;

  /** Begins to read one state of the ledger, which others can write on meanwhile. */
  void beginRead() throws SQLException;

  /** Begins to write; what is read next stays true until the transaction ends. */
  void beginWrite() throws SQLException;

  void commit() throws SQLException;

  /** Ends a transaction without effect; where even that fails, the connection is given up. */
  void rollback();

  /**
   * Gives up a connection whose commit failed, and returns once its transaction has ended one way
   * or the other: what a new connection does not find can no longer appear.
   */
  void abandon() throws SQLException;

  /** Makes what a new connection found durable; false if another process prevents it. */
  boolean flush() throws SQLException;

  /**
   * Removes what older versions of rows have left on disk.
   *
   * @return false if some of it stays for a while
   */
  boolean erase() throws SQLException;

  /**
   * Checks that no row of a table can be missed because of a damaged page.
   *
   * @throws io.discreet.engine.failure.InputException if a page is damaged
   */
  void checkPages(String table) throws SQLException;

  /** Says what a failure means. No message of the database is passed on: it may quote a row. */
  RuntimeException translate(SQLException e);

  /** What to put back where the ledger is an old copy. */
  String newestCopy();

  @Override
  void close();
}
