package io.discreet.engine.intake;

import io.discreet.engine.rows.TextRows;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The rows of one file in order, as text. */
interface RowSource extends TextRows<IOException>, Closeable {

  /** Bytes of the file that were read so far, or an estimate. */
  long bytesRead();

  /** Columns of the file that nobody wanted; complete at its end. */
  List<String> ignoredColumns();

  /** SHA-256 of the file's bytes, once {@link #next} has answered false. */
  byte[] sha256() throws IOException;
}
