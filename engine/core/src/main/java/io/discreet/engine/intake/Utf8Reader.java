package io.discreet.engine.intake;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 and marks what is not: malformed bytes become half a surrogate pair, which no valid
 * UTF-8 decodes to, so that the row that holds them can be set aside and the next one be read. A
 * byte order mark is skipped.
 */
final class Utf8Reader extends Reader {

  /** What malformed bytes decode to. */
  static final char MALFORMED = '\ud800';

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final InputStream in;
  private final String file;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
  private boolean started;
  private boolean atEnd;
  private boolean malformed;

  /**
   * @param file for messages
   */
  Utf8Reader(InputStream in, String file) {
    this.in = in;
    this.file = file;
  }

  /** Whether any {@link #MALFORMED} was given out so far. */
  boolean sawMalformed() {
    return malformed;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length < 2) {
      throw new IllegalArgumentException("a surrogate pair needs room for 2, got " + length);
    }
    // Sliced, so that positions count from the offset.
    CharBuffer chars = CharBuffer.wrap(target, offset, length).slice();
    while (chars.position() == 0) {
      CoderResult result = decoder.decode(bytes, chars, atEnd);
      if (result.isMalformed() && chars.hasRemaining()) {
        bytes.position(bytes.position() + result.length());
        chars.put(MALFORMED);
        malformed = true;
      } else if (result.isUnderflow() && chars.position() == 0) {
        if (atEnd) {
          return -1;
        }
        fill();
      }
      if (!started && chars.position() > 0) {
        started = true;
        if (target[offset] == BYTE_ORDER_MARK) {
          System.arraycopy(target, offset + 1, target, offset, chars.position() - 1);
          chars.position(chars.position() - 1);
        }
      }
    }
    return chars.position();
  }

  private void fill() throws IOException {
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (read < 0) {
      atEnd = true;
    } else {
      bytes.position(bytes.position() + read);
    }
    bytes.flip();
    if (!started && bytes.remaining() >= 2) {
      int mark = bytes.getShort(bytes.position()) & 0xFFFF;
      if (mark == 0xFEFF || mark == 0xFFFE) {
        throw new InputException(file + " is UTF-16 text: save it as UTF-8");
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
