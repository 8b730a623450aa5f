package io.discreet.engine.ledger;

/** What an entry of the ledger records. */
enum EntryKind {
  INTAKE,
  CONSENT,
  CAP,
  CHARGE,
  FORGET,
  STATEMENT,
  ROTATE,
  RETENTION,
  FOLD;

  static EntryKind parse(String stored) {
    for (EntryKind kind : values()) {
      if (kind.name().equals(stored)) {
        return kind;
      }
    }
    throw RowChecksum.damaged("an entry is of no known kind");
  }
}
