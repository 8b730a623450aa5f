package io.discreet.engine.parts;

import io.discreet.engine.rows.RowCheck;

/** Rows that lie on other machines, which check them and write them into the vault. */
public interface PartedSource {

  /** What messages call it; tells nothing of rows. */
  String name();

  /**
   * Opens the rows.
   *
   * @param check what is to happen to each row where it is read, before anything else sees it
   * @throws io.discreet.engine.failure.InputException if a column is lacking, or has a type that
   *     holds no plain value
   */
  PartedRows open(RowCheck check);
}
