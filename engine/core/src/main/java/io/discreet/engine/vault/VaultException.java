package io.discreet.engine.vault;

import io.discreet.engine.failure.StorageException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A vault file is missing, damaged, foreign, could not be written, or does not fit into memory.
 *
 * <p>The message names the file and the remedy. The storage engine's own text is never passed on,
 * because it can quote rows; only its class of failure is ("IO Error").
 */
public final class VaultException extends StorageException {
  private static final long serialVersionUID = 1L;

  public VaultException(String message) {
    super(message);
  }

  /** A file does not hold what it should. */
  static VaultException damaged(String fileName) {
    return new VaultException(
        fileName + " is damaged: restore the shop's folder from a backup, all files together");
  }

  /**
   * The heap ended while a query's columns were read or walked. The same for everybody who asks the
   * same: nothing that depends on rows is said, not even how much was missing.
   *
   * @param columns that the query needs, by table
   */
  static VaultException outOfHeap(Map<String, ? extends Set<String>> columns) {
    return new VaultException(
        "this process has too little memory for the columns that the query needs ("
            + columns.entrySet().stream()
                .map(table -> table.getKey() + ": " + String.join(", ", table.getValue()))
                .collect(Collectors.joining("; "))
            + "): give Java a larger heap (-Xmx), or ask for fewer columns at once");
  }

  /** The cause must be unable to quote a row: a failure of the file system, never of DuckDB. */
  VaultException(String message, java.io.IOException cause) {
    super(message, cause);
  }
}
