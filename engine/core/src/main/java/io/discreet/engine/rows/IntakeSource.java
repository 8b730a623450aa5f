package io.discreet.engine.rows;

/** Where the rows of an intake come from that this process reads: a file. */
public interface IntakeSource {

  /** What messages call it; tells nothing of rows. */
  String name();

  /** How much there is to read, in the unit of {@link CheckedRows#done}; 0 if that is not known. */
  long size();

  /**
   * Opens the rows.
   *
   * @param check what is to happen to each row where it is read, before anything else sees it
   * @throws io.discreet.engine.failure.InputException if a column is lacking, or has a type that
   *     holds no plain value
   */
  CheckedRows open(RowCheck check);
}
