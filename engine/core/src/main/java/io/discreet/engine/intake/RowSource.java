package io.discreet.engine.intake;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The rows of one file in order, as text. */
interface RowSource extends Closeable {

  /**
   * Reads the next row, good or faulty.
   *
   * @return false at the end of the file
   */
  boolean next(TextRow row) throws IOException;

  /** Bytes of the file that were read so far, or an estimate. */
  long bytesRead();

  /** Columns of the file that nobody wanted; complete at its end. */
  List<String> ignoredColumns();

  /** SHA-256 of the file's bytes, once {@link #next} has answered false. */
  byte[] sha256() throws IOException;
}
