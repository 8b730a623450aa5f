package io.discreet.engine.ledger;

/**
 * An entry of the ledger as its witness knows it.
 *
 * @param sequence rising by one from entry to entry; 0 before the first
 * @param token 64 hexadecimal digits: the link of the hash chain that ends with that entry
 */
record Head(long sequence, String token) {

  /** Where a ledger without entries stands. */
  static final Head NONE = new Head(0, "0".repeat(64));
}
