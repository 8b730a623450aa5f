package io.discreet.engine.rows;

/**
 * Rows as text, one after the other.
 *
 * @param <X> how their reading fails
 */
@FunctionalInterface
public interface TextRows<X extends Exception> {

  /**
   * Reads the next row, good or faulty.
   *
   * @return false after the last
   */
  boolean next(TextRow row) throws X;
}
