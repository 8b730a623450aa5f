package io.discreet.engine.ledger;

import java.sql.SQLException;

/** Told how far a write has come, so that tests can stop the process or fail the storage there. */
interface CommitProbe {

  /** What production uses. */
  CommitProbe NONE = point -> {};

  /** The points of one write, in order. */
  enum Point {
    /** The write lock is held; nothing is written. */
    BEGUN,
    /** The entry and the charge are written, the release is not. */
    CHARGED,
    /** All rows are written; COMMIT comes next. */
    WRITTEN,
    /** COMMIT has returned; the witness is still the old one. */
    COMMITTED,
    /** The witness knows of the entry; a power cut may undo that. */
    WITNESSED,
    /** The witness is on disk. Reached on a thread of its own, while the caller goes on. */
    WITNESS_DURABLE
  }

  void reached(Point point) throws SQLException;
}
