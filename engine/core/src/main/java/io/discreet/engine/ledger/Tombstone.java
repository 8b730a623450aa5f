package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.RegistrySql.Balance;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What remains of a forgotten customer under the pseudonym, and returns with them: the spend, and
 * the objections to purposes that ask for no consent. Without those a return would take part in
 * what the customer had refused.
 *
 * @param objections in order
 */
record Tombstone(Balance balance, List<Objection> objections) {

  /**
   * A withdrawal that was in force, or still to come.
   *
   * @param purpose its name, which has no spaces
   */
  record Objection(String purpose, LocalDate since) {

    ConsentRecord of(Pseudonym customer) {
      return new ConsentRecord(customer, purpose, false, since);
    }
  }

  Tombstone {
    objections = List.copyOf(objections);
  }

  /** The objections as they are stored: a line for each, of purpose and day. */
  String stored() {
    return objections.stream()
        .map(one -> one.purpose() + " " + one.since().toEpochDay())
        .collect(Collectors.joining("\n"));
  }

  static List<Objection> parse(String stored) {
    return stored
        .lines()
        .map(line -> line.split(" ", -1))
        .map(word -> new Objection(word[0], LocalDate.ofEpochDay(Long.parseLong(word[1]))))
        .toList();
  }

  /** What a customer says again on returning. */
  Stream<ConsentRecord> said(Pseudonym customer) {
    return objections.stream().map(one -> one.of(customer));
  }
}
