package io.discreet.engine.intake;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RowFault;
import io.discreet.engine.rows.TextRow;
import io.discreet.engine.rows.WantedFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) with a header. Empty lines are skipped. A row with broken quotes is set aside
 * alone: reading goes on at the next line.
 */
final class CsvRows implements RowSource {

  /** A field with more characters is taken for one whose closing quote is missing. */
  static final int LONGEST_FIELD = 1 << 20;

  private final MeteredInput metered;
  private final Utf8Reader utf8;
  private final ResumableReader text;
  private final Handler handler = new Handler();
  private final int[] fieldOf;
  private final List<String> ignored;
  private Iterator<Boolean> records;
  private @Nullable TextRow row;

  CsvRows(String file, MeteredInput metered, InputStream plain, WantedFields wanted)
      throws IOException {
    this.metered = metered;
    this.utf8 = new Utf8Reader(plain, file);
    this.text = new ResumableReader(utf8);
    this.records = newParser();
    List<String> header = readHeader(file);
    this.fieldOf = wanted.match(file, header);
    this.ignored = wanted.ignored(header);
  }

  private List<String> readHeader(String file) throws IOException {
    try {
      if (!records.hasNext()) {
        throw new InputException(file + " is empty: its first line must name the columns");
      }
      records.next();
    } catch (CsvParseException e) {
      if (e.getCause() instanceof InputException refusal) {
        throw refusal; // the parser wraps what its reader throws
      }
      throw new InputException(file + ": the first line has broken quotes; mend it");
    } catch (UncheckedIOException e) {
      throw ioException(e);
    }
    if (utf8.sawMalformed()
        && handler.header.stream()
            .anyMatch(name -> TextRow.hasLoneSurrogate(name.toCharArray(), 0, name.length()))) {
      throw new InputException(file + ": the first line is not UTF-8; save the file as UTF-8");
    }
    List<String> header = handler.header.stream().map(String::strip).toList();
    handler.header.clear();
    return header;
  }

  // The strict treatment of an unclosed quote has no other switch in this version.
  @SuppressWarnings("removal")
  private Iterator<Boolean> newParser() {
    return CsvReader.builder()
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(LONGEST_FIELD)
        .build(handler, text)
        .iterator();
  }

  @Override
  public boolean next(TextRow target) throws IOException {
    target.clear();
    row = target;
    try {
      if (!records.hasNext()) {
        return false;
      }
      records.next();
      if (handler.fields != fieldOf.length) {
        target.fail(RowFault.WRONG_NUMBER_OF_FIELDS);
      }
    } catch (CsvParseException e) {
      // Its message can quote the row: only the kind of fault is kept.
      target.fail(RowFault.BROKEN_QUOTES);
      text.resumeAfterBrokenRecord();
      records = newParser();
    } catch (UncheckedIOException e) {
      throw ioException(e);
    }
    return true;
  }

  private static IOException ioException(UncheckedIOException e) {
    return e.getCause() == null ? new IOException("unreadable") : e.getCause();
  }

  @Override
  public long bytesRead() {
    return metered.count();
  }

  @Override
  public List<String> ignoredColumns() {
    return ignored;
  }

  @Override
  public byte[] sha256() throws IOException {
    return metered.sha256();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  /** Copies wanted fields into the row; before there is a row, reads the header. */
  private final class Handler extends AbstractBaseCsvCallbackHandler<Boolean> {

    final List<String> header = new ArrayList<>();
    int fields;

    @Override
    protected void handleBegin(long startingLineNumber) {
      text.recordStartsAt(startingLineNumber);
      fields = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      fields = index + 1;
      TextRow target = row;
      if (target == null) {
        header.add(new String(buffer, offset, length));
        return;
      }
      if (utf8.sawMalformed() && TextRow.hasLoneSurrogate(buffer, offset, offset + length)) {
        target.fail(RowFault.INVALID_UTF8);
      }
      if (index < fieldOf.length && fieldOf[index] != WantedFields.IGNORED) {
        target.set(fieldOf[index], buffer, offset, length);
      }
    }

    @Override
    protected Boolean buildRecord() {
      return Boolean.TRUE;
    }
  }
}
