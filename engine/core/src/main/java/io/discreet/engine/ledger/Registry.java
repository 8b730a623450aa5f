package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;

/** Pseudonyms and their customer indexes at one head of the ledger: an immutable snapshot. */
public interface Registry {

  /** What {@link #find} answers for a pseudonym that has no index. */
  int ABSENT = -1;

  /** Indexes ever given; the next new customer gets this one. */
  int size();

  /** The customer index of a pseudonym, or {@link #ABSENT}. */
  int find(Pseudonym pseudonym);

  /** The pseudonym of an index; all zero where the customer was forgotten. */
  Pseudonym pseudonym(int index);
}
