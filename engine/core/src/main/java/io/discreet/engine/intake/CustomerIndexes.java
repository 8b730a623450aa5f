package io.discreet.engine.intake;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The indexes of customers: those of the registry, and the next ones for those it does not have.
 */
final class CustomerIndexes {

  private final Registry registry;
  private final Map<Pseudonym, Integer> newIndexes = new HashMap<>();
  private final List<Pseudonym> newCustomers = new ArrayList<>();

  CustomerIndexes(Registry registry) {
    this.registry = registry;
  }

  int of(Pseudonym pseudonym) {
    int known = registry.find(pseudonym);
    if (known != Registry.ABSENT) {
      return known;
    }
    Integer index = newIndexes.get(pseudonym);
    if (index == null) {
      index = size();
      newIndexes.put(pseudonym, index);
      newCustomers.add(pseudonym);
    }
    return index;
  }

  /** The registry's size with the new ones. */
  int size() {
    return Math.addExact(registry.size(), newCustomers.size());
  }

  /** Pseudonyms in the order of their new indexes. */
  List<Pseudonym> newCustomers() {
    return List.copyOf(newCustomers);
  }
}
