package io.discreet.engine.intake;

import io.discreet.engine.keys.Pseudonym;
import java.util.List;

/** An intake whose rows were read, and that has changed nothing yet. */
public interface ReadIntake extends AutoCloseable {

  /**
   * A finished intake, not yet in the ledger.
   *
   * @param newCustomers pseudonyms without an index so far, in the order of their new indexes
   */
  record Result(IntakeSummary summary, List<Pseudonym> newCustomers) {}

  /**
   * SHA-256 of what the good rows say, in hexadecimal digits: the same for the same rows in any
   * order, under the same keys.
   */
  String contents();

  /** Writes the next generation with the rows that were read; once. Not published. */
  Result write();

  @Override
  void close();
}
