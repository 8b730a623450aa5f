package io.discreet.engine.parts;

import java.util.List;

/**
 * The checked rows of a source in partitions, whose order is that of the rows. Any task may run any
 * number of times; one result of each counts.
 *
 * <h2>Security guarantees</h2>
 *
 * Whoever implements this carries pseudonyms and quantized values, and is trusted as the vault is.
 */
public interface PartedRows extends AutoCloseable {

  int partitions();

  /** How many parts so many new rows are best divided into; at least 1. */
  int wantedParts(long rows);

  /** Columns of the source that nobody wanted. */
  List<String> ignoredColumns();

  /**
   * Surveys all partitions.
   *
   * @param surveys one for each
   * @return what each found, in the same order
   * @throws io.discreet.engine.failure.StorageException if a task fails for good; no message of a
   *     library, which may quote a row, is passed on
   */
  List<Survey.Found> survey(List<Survey> surveys);

  /**
   * Routes the rows of all partitions to the ranges of their customers, and writes a part for each
   * range, also where no row comes to it.
   *
   * @param routings one for each partition
   * @return what was written for each range, in their order
   * @throws io.discreet.engine.failure.StorageException as {@link #survey}
   */
  List<PartTask.Done> write(List<Routing> routings, PartTask task);

  @Override
  void close();
}
