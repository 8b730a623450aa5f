package io.discreet.engine.vault;

/** Told how far a writer of a generation has come, so that tests can stop the process there. */
public interface VaultProbe {

  /** What production uses. */
  VaultProbe NONE = point -> {};

  /** The points of one generation, in order. */
  enum Point {
    /** The folder to build in is made, and the previous generation attached. */
    BEGUN,
    /** All new rows are staged; nothing of the new file is written. */
    STAGED,
    /** Rows and dictionary are in the new file; what describes them is not. */
    FILLED,
    /** The new file is complete, closed, and still in its folder. */
    COMPLETE,
    /** The parts, where rows lie in parts, are durable under their name; the new file is not. */
    PARTED,
    /** The new file is durable under its unpublished name; its folder is still there. */
    SETTLED,
    /** Nothing but the written file is left to publish; the ledger knows nothing of it. */
    WRITTEN,
    /** The ledger has registered the generation; the file has its unpublished name. */
    REGISTERED,
    /** The file has its final name; the old generation is still there. */
    PUBLISHED
  }

  void reached(Point point);
}
