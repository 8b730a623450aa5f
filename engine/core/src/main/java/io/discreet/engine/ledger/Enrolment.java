package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.RegistrySql.Balance;
import io.discreet.engine.ledger.RegistrySql.Opening;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives new customers their indexes. One who was forgotten before gets a new index and the old
 * spend: the tombstone becomes an opening balance.
 */
final class Enrolment {

  private Enrolment() {}

  /** Registers the pseudonyms with consecutive indexes from the registry's size on. */
  static void enrol(
      Transaction transaction, long entry, Registry registry, List<Pseudonym> newCustomers)
      throws SQLException {
    checkNew(registry, newCustomers);
    Math.addExact(registry.size(), newCustomers.size()); // an index is an int
    RegistrySql.register(transaction, registry.size(), newCustomers);
    Map<Pseudonym, Balance> tombstones = RegistrySql.tombstones(transaction.connection());
    if (tombstones.isEmpty()) {
      return;
    }
    for (int i = 0; i < newCustomers.size(); i++) {
      Balance balance = tombstones.get(newCustomers.get(i));
      if (balance != null) {
        RegistrySql.insertOpening(
            transaction.connection(), entry, new Opening(registry.size() + i, balance));
        RegistrySql.deleteTombstone(transaction, newCustomers.get(i));
      }
    }
  }

  private static void checkNew(Registry registry, List<Pseudonym> newCustomers) {
    Set<Pseudonym> seen = new HashSet<>(newCustomers.size() * 2);
    for (Pseudonym pseudonym : newCustomers) {
      if (pseudonym.high() == 0 && pseudonym.low() == 0) {
        throw new IllegalStateException("a pseudonym of zeros marks the forgotten");
      }
      if (!seen.add(pseudonym) || registry.find(pseudonym) != Registry.ABSENT) {
        throw new IllegalStateException("a new customer is in the registry already");
      }
    }
  }
}
