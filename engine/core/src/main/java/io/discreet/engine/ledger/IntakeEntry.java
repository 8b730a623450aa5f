package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import java.util.List;

/**
 * What an intake tells the ledger, once the new vault file is on disk.
 *
 * @param previousGeneration the vault generation that the new file was made from; 0 for none
 * @param newGeneration the new vault generation, above {@code previousGeneration}
 * @param firstNewIndex the registry's size that the intake worked with
 * @param newCustomers pseudonyms not yet in the registry; they get consecutive indexes from {@code
 *     firstNewIndex} on, in this order
 * @param files what was taken in
 * @param again whether files that were taken in before are welcome
 */
public record IntakeEntry(
    int previousGeneration,
    int newGeneration,
    int firstNewIndex,
    List<Pseudonym> newCustomers,
    List<FileFingerprint> files,
    boolean again) {

  public IntakeEntry {
    newCustomers = List.copyOf(newCustomers);
    files = List.copyOf(files);
    if (previousGeneration < 0 || newGeneration <= previousGeneration) {
      throw new IllegalArgumentException(
          "vault generations must rise from 0 or more, got "
              + previousGeneration
              + " to "
              + newGeneration);
    }
  }

  /**
   * A file by its content.
   *
   * @param table where its rows went
   * @param fingerprint a digest of its bytes, in the caller's form
   */
  public record FileFingerprint(String table, String fingerprint) {}
}
