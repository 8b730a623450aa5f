package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.RegistrySql.Opening;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives new customers their indexes. One who was forgotten before gets a new index and the old
 * spend: the tombstone becomes an opening balance, and its objections are said again.
 */
final class Enrolment {

  private Enrolment() {}

  /**
   * Registers the pseudonyms with consecutive indexes from the registry's size on.
   *
   * @return what those who return had said before; the entry has to record it
   */
  static List<ConsentRecord> enrol(
      Transaction transaction, long entry, Registry registry, List<Pseudonym> newCustomers)
      throws SQLException {
    checkNew(registry, newCustomers);
    Math.addExact(registry.size(), newCustomers.size()); // an index is an int
    RegistrySql.register(transaction, registry.size(), newCustomers);
    Map<Pseudonym, Tombstone> tombstones = RegistrySql.tombstones(transaction.connection());
    List<ConsentRecord> said = new ArrayList<>();
    if (tombstones.isEmpty()) {
      return said;
    }
    for (int i = 0; i < newCustomers.size(); i++) {
      Pseudonym customer = newCustomers.get(i);
      Tombstone tombstone = tombstones.get(customer);
      if (tombstone != null) {
        RegistrySql.insertOpening(
            transaction.connection(), entry, new Opening(registry.size() + i, tombstone.balance()));
        RegistrySql.deleteTombstone(transaction, customer);
        tombstone.said(customer).forEach(said::add);
      }
    }
    return said;
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
