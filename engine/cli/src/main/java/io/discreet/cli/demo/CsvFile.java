package io.discreet.cli.demo;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A CSV file that can also be given lines that no CSV writer would write. */
final class CsvFile implements Closeable {

  private final OutputStream bytes;
  private final Writer text;
  private final CsvWriter csv;

  /** Creates the file; there must be none. */
  CsvFile(Path file, String... header) throws IOException {
    bytes = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
    csv = CsvWriter.builder().bufferSize(0).build(text);
    csv.writeRecord(header);
  }

  void row(String... fields) {
    csv.writeRecord(fields);
  }

  /** Writes a line as it stands. */
  void raw(byte[] line) throws IOException {
    text.flush();
    bytes.write(line);
    bytes.write('\n');
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
