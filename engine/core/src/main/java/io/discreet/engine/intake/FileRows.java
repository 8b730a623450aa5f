package io.discreet.engine.intake;

import io.discreet.engine.rows.CheckedRows;
import io.discreet.engine.rows.RowBatch;
import io.discreet.engine.rows.RowChecker;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a file, checked as they are read. */
final class FileRows implements CheckedRows {

  private final SourceFile file;
  private final RowSource rows;
  private final RowChecker checker;

  FileRows(SourceFile file, RowSource rows, RowChecker checker) {
    this.file = file;
    this.rows = rows;
    this.checker = checker;
  }

  @Override
  public @Nullable RowBatch next() {
    try {
      return checker.next(rows);
    } catch (IOException e) {
      throw file.broken(e);
    }
  }

  @Override
  public long done() {
    return rows.bytesRead();
  }

  @Override
  public List<String> ignoredColumns() {
    return rows.ignoredColumns();
  }

  @Override
  public Optional<String> sha256() {
    try {
      return Optional.of(HexFormat.of().formatHex(rows.sha256()));
    } catch (IOException e) {
      throw file.broken(e);
    }
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw file.broken(e);
    }
  }
}
