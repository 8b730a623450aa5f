package io.discreet.engine.ledger;

/** Which database keeps the ledger of a test. */
enum Backend {
  SQLITE,
  POSTGRES
}
