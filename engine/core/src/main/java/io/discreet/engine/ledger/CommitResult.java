package io.discreet.engine.ledger;

import java.time.Instant;

/** How a commit ended. A storage failure is an exception instead. */
public sealed interface CommitResult {

  /**
   * Charge and release are on disk: the release may leave the process.
   *
   * @param head the entry that holds both
   */
  record Committed(long head, Instant at) implements CommitResult {}

  /**
   * Somebody answered the same question in between. Nothing was written, nothing is charged.
   *
   * @param release the stored release, byte for byte
   */
  record AlreadyAnswered(byte[] release) implements CommitResult {}

  /** Balances may have moved since they were read. Nothing was written; read and scan again. */
  record Conflict(Reason reason) implements CommitResult {

    /** What moved. */
    public enum Reason {
      /** The ledger has a newer entry. */
      HEAD_MOVED,
      /** A new budget period has begun. */
      PERIOD_TURNED,
      /** A new day has begun, from which on other consents may be in force. */
      DAY_TURNED
    }
  }
}
