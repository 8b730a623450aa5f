package io.discreet.engine.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** The lines of a text one by one, in a reused buffer of bounded size. Lines end with LF. */
final class TextLines implements Closeable {

  /** A line with more characters is passed over. */
  static final int LONGEST = 1 << 22;

  private final Reader source;
  private char[] buffer = new char[1 << 16];
  private int start;
  private int end;
  private int next;
  private int filled;
  private int lastFilledFrom;
  private long number;
  private boolean tooLong;
  private boolean atEnd;

  TextLines(Reader source) {
    this.source = source;
  }

  /** Moves to the next line; false where there is none. */
  boolean next() throws IOException {
    tooLong = false;
    start = next;
    int scanned = start;
    while (true) {
      for (int i = scanned; i < filled; i++) {
        if (buffer[i] == '\n') {
          end = i;
          next = i + 1;
          number++;
          return true;
        }
      }
      if (filled - start > LONGEST) {
        tooLong = true;
        filled = start;
      }
      if (atEnd || !fill()) {
        end = filled;
        next = filled;
        number++;
        return start < filled || tooLong;
      }
      scanned = Math.max(start, lastFilledFrom);
    }
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      start = 0;
    }
    if (buffer.length - filled < 2) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    lastFilledFrom = filled;
    int read = source.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      atEnd = true;
      return false;
    }
    filled += read;
    return true;
  }

  /** Whether the line is longer than {@link #LONGEST}; its text is then not there. */
  boolean tooLong() {
    return tooLong;
  }

  boolean blank() {
    return !tooLong && firstCharacter() == 0;
  }

  /** The first character that is no white space, or 0. */
  char firstCharacter() {
    for (int i = start; i < end; i++) {
      if (buffer[i] > ' ') {
        return buffer[i];
      }
    }
    return 0;
  }

  /** The line's number, from 1. */
  long number() {
    return number;
  }

  char[] text() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
