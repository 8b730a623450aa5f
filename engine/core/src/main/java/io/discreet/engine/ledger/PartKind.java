package io.discreet.engine.ledger;

/** The kinds of parts that the ledger's rows are sealed in; a part is a kind and a number. */
enum PartKind {
  CHARGE(
      "release_id, period, purpose, analyst, plan, worst_case_units, delta_units",
      "charge",
      Change.NEVER),
  PAYERS("payers_checksum, checksum, payers", "charge", Change.BY_FOLDING),
  RELEASE("id, answer_key, checksum, body", "release", Change.NEVER),
  VAULT("generation, data_version", "vault", Change.NEVER),
  FILES("table_name, fingerprint", "intake_file", Change.BY_ROTATION),
  CONSENT("purpose, since_day, granted, checksum, customers", "consent", Change.BY_FORGETTING),
  CAP("customer, kind, epsilon, checksum", "cap", Change.BY_FORGETTING),
  PURPOSE_CAP("customer, purpose, fraction, checksum", "purpose_cap", Change.BY_FORGETTING),
  STATEMENT("customer", "statement", Change.BY_FORGETTING),
  FOLD("period, periods, before_day, checksum, units, delta_units", "fold", Change.BY_FORGETTING),
  ROTATION("key_file", "rotation", Change.NEVER),
  FORGOTTEN("customer", "forgotten", Change.NEVER),
  OPENING(
      "customer, period, period_units, period_delta_units, lifetime_units, lifetime_delta_units,"
          + " checksum",
      "opening",
      Change.BY_FORGETTING),
  /** A block of the registry, by its number. */
  BLOCK("members, checksum, pseudonyms", "registry_block", "block", Change.OFTEN),
  /** All that remains of the forgotten, in one part: its number is 0. */
  TOMBSTONES(
      "pseudonym, period, period_units, period_delta_units, lifetime_units, lifetime_delta_units,"
          + " objections, checksum",
      "tombstone",
      "0",
      Change.OFTEN);

  /** Which entries may seal a part anew after the one that made it. */
  private enum Change {
    NEVER,
    BY_FORGETTING,
    /** By forgetting, too. */
    BY_FOLDING,
    BY_ROTATION,
    OFTEN
  }

  private final String columns;
  private final String table;
  private final String number;
  private final Change change;

  PartKind(String columns, String table, Change change) {
    this(columns, table, "entry", change);
  }

  PartKind(String columns, String table, String number, Change change) {
    this.columns = columns;
    this.table = table;
    this.number = number;
    this.change = change;
  }

  /** Whether the rows of a part name the entry that wrote them, which is the part's number. */
  boolean ofOneEntry() {
    return number.equals("entry");
  }

  /** Whether an entry of this kind may seal a part that was sealed before. */
  boolean maySealAgain(EntryKind by) {
    return switch (change) {
      case NEVER -> false;
      case BY_FORGETTING -> by == EntryKind.FORGET;
      case BY_FOLDING -> by == EntryKind.FOLD || by == EntryKind.FORGET;
      case BY_ROTATION -> by == EntryKind.ROTATE;
      case OFTEN -> true;
    };
  }

  /** Reads the rows of one part; its parameter is the number. */
  String rows() {
    return "SELECT " + columns + " FROM " + table + " WHERE " + number + " = ? ORDER BY " + columns;
  }

  /** Reads the numbers of all parts that have rows. */
  String numbers() {
    return "SELECT DISTINCT " + number + " FROM " + table;
  }
}
