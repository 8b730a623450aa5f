package io.discreet.engine.intake;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.rows.CheckedRows;
import io.discreet.engine.rows.IntakeSource;
import io.discreet.engine.rows.RowCheck;
import io.discreet.engine.rows.WantedFields;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipException;

/**
 * A file to take in, whose name tells its format.
 *
 * @param path of a readable file that is not empty
 */
record SourceFile(Path path, Format format, long size) implements IntakeSource {

  enum Format {
    CSV,
    JSON_LINES,
    PARQUET
  }

  private static final int BLOCK = 1 << 16;

  /**
   * Checks a path.
   *
   * @throws InputException if it is missing, a folder, unreadable, empty or of an unknown format
   */
  static SourceFile of(Path path) {
    if (!Files.exists(path)) {
      throw new InputException(path + ": there is no such file");
    }
    if (Files.isDirectory(path)) {
      throw new InputException(path + " is a folder: name the files in it");
    }
    if (!Files.isRegularFile(path)) {
      throw new InputException(path + " is not a regular file: save its content to a file first");
    }
    if (!Files.isReadable(path)) {
      throw new InputException(path + " cannot be read: ask for permission to read it");
    }
    try {
      long size = Files.size(path);
      if (size == 0) {
        throw new InputException(path + " is empty");
      }
      return new SourceFile(path, formatOf(path), size);
    } catch (IOException e) {
      throw unreadable(path);
    }
  }

  private static Format formatOf(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (plain.endsWith(".csv")) {
      return Format.CSV;
    }
    if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson") || plain.endsWith(".json")) {
      return Format.JSON_LINES;
    }
    if (name.endsWith(".parquet")) {
      return Format.PARQUET;
    }
    throw new InputException(
        path
            + ": the format is unknown; name it .csv, .jsonl, .ndjson or .json, each also with"
            + " .gz, or .parquet");
  }

  /** What messages call the file. */
  @Override
  public String name() {
    return String.valueOf(path.getFileName());
  }

  @Override
  public CheckedRows open(RowCheck check) {
    try {
      return new FileRows(this, open(check.fields()), check.checker());
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Opens the rows; closing them closes the file. */
  RowSource open(WantedFields wanted) throws IOException {
    if (format == Format.PARQUET) {
      return new ParquetRows(path, name(), wanted);
    }
    MeteredInput metered = new MeteredInput(Files.newInputStream(path));
    boolean opened = false;
    try {
      InputStream plain = plain(metered);
      RowSource rows =
          format == Format.CSV
              ? new CsvRows(name(), metered, plain, wanted)
              : new JsonRows(name(), metered, plain, wanted);
      opened = true;
      return rows;
    } catch (ZipException e) {
      throw brokenGzip();
    } finally {
      if (!opened) {
        metered.close();
      }
    }
  }

  /** The file's text: unpacked if its first bytes say that it is gzip. */
  private static InputStream plain(MeteredInput metered) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(metered, BLOCK);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new WholeGzip(buffered, BLOCK) : buffered;
  }

  /** The refusal of a file whose reading failed. */
  InputException broken(IOException failure) {
    return failure instanceof ZipException || failure instanceof EOFException
        ? brokenGzip()
        : unreadable(path);
  }

  private InputException brokenGzip() {
    return new InputException(name() + " is not a whole gzip file: copy it again");
  }

  static InputException unreadable(Path path) {
    return new InputException(
        path + " cannot be read to its end: look for a disk or network fault");
  }

  /** The SHA-256 of a file's bytes. */
  static byte[] sha256(Path path) {
    try (MeteredInput input = new MeteredInput(Files.newInputStream(path))) {
      return input.sha256();
    } catch (IOException e) {
      throw unreadable(path);
    }
  }
}
