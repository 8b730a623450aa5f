package io.discreet.engine.vault;

import io.discreet.engine.vault.StoredPart.PartFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The Parquet files of one generation. Before the first reading of a file it is checked to be the
 * one that the catalogue means: by its length, its number of rows and the mark inside it.
 */
final class PartFolder {

  /** The key of the mark among the metadata of a file. */
  private static final String MARK = "discreet_part";

  private final DuckDb db;
  private final Path folder;
  private final String owner;
  private final Set<PartFile> checked = ConcurrentHashMap.newKeySet();

  PartFolder(DuckDb db, Path folder, String shopId, int generation) {
    this.db = db;
    this.folder = folder;
    this.owner = owner(shopId, generation);
  }

  private static String owner(String shopId, int generation) {
    return shopId + "/" + generation + "/";
  }

  /** What a file is written with, as an option of DuckDB. */
  static String marking(String shopId, int generation, String name) {
    return "KV_METADATA {" + MARK + ": " + DuckDb.quoted(owner(shopId, generation) + name) + "}";
  }

  /** What messages call a file. */
  String nameOf(PartFile file) {
    return folder.getFileName() + "/" + file.name();
  }

  /** A source of a file's rows that numbers them as {@code file_row_number}. */
  String rows(PartFile file) {
    require(file);
    return "read_parquet(" + path(file) + ", hive_partitioning = false, file_row_number = true)";
  }

  /** A source of the rows of files, in no order. */
  String rows(List<PartFile> files) {
    return "read_parquet(" + list(files) + ", hive_partitioning = false)";
  }

  /** A source of what files say about themselves. */
  String statistics(List<PartFile> files) {
    return "parquet_metadata(" + list(files) + ")";
  }

  private String list(List<PartFile> files) {
    files.forEach(this::require);
    return files.stream().map(this::path).collect(Collectors.joining(", ", "[", "]"));
  }

  private String path(PartFile file) {
    return DuckDb.quoted(folder.resolve(file.name()).toAbsolutePath().toString());
  }

  private void require(PartFile file) {
    if (checked.contains(file)) {
      return;
    }
    String name = nameOf(file);
    Path path = folder.resolve(file.name());
    if (!Files.isRegularFile(path)) {
      throw new VaultException(
          name + " is missing: restore the shop's folder from a backup, all files together");
    }
    if (bytes(path, name) != file.bytes() || !marked(file, name)) {
      throw VaultException.damaged(name);
    }
    checked.add(file);
  }

  private static long bytes(Path path, String name) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new VaultException(name + " cannot be looked at", e);
    }
  }

  private boolean marked(PartFile file, String name) {
    return db.withOwnConnection(
        "reading " + name,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT (SELECT sum(num_rows) FROM parquet_file_metadata(%1$s)), (SELECT"
                              .formatted(path(file))
                          + " count(*) FROM parquet_kv_metadata(%1$s) WHERE key = %2$s::BLOB AND"
                              .formatted(path(file), DuckDb.quoted(MARK))
                          + " value = %s::BLOB)".formatted(DuckDb.quoted(owner + file.name())))) {
            return row.next() && row.getLong(1) == file.rows() && row.getLong(2) == 1;
          }
        });
  }
}
