package io.discreet.engine.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzip file that is read to its last byte. The library's reader takes bytes that are no gzip
 * member for the end of the file, so that a file whose second half is damaged would look whole.
 */
final class WholeGzip extends GZIPInputStream {

  // Checksum and length, which follow what the inflater reads.
  private static final int TRAILER_BYTES = 8;

  WholeGzip(InputStream in, int bufferBytes) throws IOException {
    super(in, bufferBytes);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    if (read < 0 && (inf.getRemaining() > TRAILER_BYTES || in.read() >= 0)) {
      throw new ZipException("bytes after the end of the last gzip member");
    }
    return read;
  }
}
