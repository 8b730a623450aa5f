package io.discreet.engine.rows;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one source in order, checked. Used by one thread. */
public interface CheckedRows extends AutoCloseable {

  /**
   * The next rows, or null after the last.
   *
   * @throws io.discreet.engine.failure.InputException if the source cannot be read to its end
   */
  @Nullable RowBatch next();

  /** How much of {@link IntakeSource#size} was read so far, or an estimate. */
  long done();

  /** Columns of the source that nobody wanted; complete at its end. */
  List<String> ignoredColumns();

  /** SHA-256 of the source's bytes in hexadecimal digits, if it has any; known at its end. */
  Optional<String> sha256();

  @Override
  void close();
}
