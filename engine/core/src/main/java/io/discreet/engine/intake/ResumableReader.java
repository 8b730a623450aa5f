package io.discreet.engine.intake;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Text that can be taken up again at the line after a broken record.
 *
 * <p>A CSV parser that meets broken quotes can only stop, and by then may have read far beyond the
 * row at fault. This reader keeps the characters since the start of the parser's current record, so
 * that a new parser can start at the next line: one broken row costs one row. Lines end with LF, CR
 * or CRLF and are counted from 1 at each start, like the parser's.
 */
final class ResumableReader extends Reader {

  private static final int BLOCK = 1 << 14;

  private final Reader source;
  private char[] window = new char[4 * BLOCK];
  private int length;
  private int handedOut;
  // Everything before the start of this line may be forgotten.
  private int lineStart;
  private long line = 1;
  private long currentRecord = 1;

  ResumableReader(Reader source) {
    this.source = source;
  }

  /** Says at which line the record that is being parsed starts. */
  void recordStartsAt(long startingLine) {
    currentRecord = startingLine;
  }

  @Override
  public int read(char[] target, int offset, int count) throws IOException {
    if (handedOut == length) {
      forgetFinishedRecords();
      if (!fetch()) {
        return -1;
      }
    }
    int given = Math.min(count, length - handedOut);
    System.arraycopy(window, handedOut, target, offset, given);
    handedOut += given;
    return given;
  }

  private void forgetFinishedRecords() {
    while (line < currentRecord && skipLine()) {
      continue;
    }
    System.arraycopy(window, lineStart, window, 0, length - lineStart);
    length -= lineStart;
    handedOut -= lineStart;
    lineStart = 0;
  }

  private boolean fetch() throws IOException {
    if (window.length - length < BLOCK) {
      window = Arrays.copyOf(window, Math.multiplyExact(window.length, 2));
    }
    int read = source.read(window, length, BLOCK);
    if (read < 0) {
      return false;
    }
    length += read;
    return true;
  }

  /** Moves to the start of the next line if its line break is in the window, whole. */
  private boolean skipLine() {
    for (int i = lineStart; i < length; i++) {
      char c = window[i];
      if (c == '\n' || c == '\r') {
        if (c == '\r' && i + 1 == length) {
          return false; // a line feed may follow
        }
        lineStart = c == '\r' && window[i + 1] == '\n' ? i + 2 : i + 1;
        line++;
        return true;
      }
    }
    return false;
  }

  /** Starts again at the line after the one at which the current record starts, as line 1. */
  void resumeAfterBrokenRecord() throws IOException {
    long broken = currentRecord;
    while (line <= broken) {
      if (!skipLine()) {
        // The rest of the broken line is of no use: only a line break is looked for.
        boolean endsInReturn = length > lineStart && window[length - 1] == '\r';
        if (line == broken) {
          lineStart = endsInReturn ? length - 1 : length;
          forget();
        }
        if (!fetch()) {
          lineStart = length;
          break;
        }
      }
    }
    forget();
    handedOut = 0;
    line = 1;
    currentRecord = 1;
  }

  private void forget() {
    System.arraycopy(window, lineStart, window, 0, length - lineStart);
    length -= lineStart;
    lineStart = 0;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
