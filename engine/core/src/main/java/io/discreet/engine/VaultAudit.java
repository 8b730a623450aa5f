package io.discreet.engine;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Registry;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.TableData;
import io.discreet.engine.vault.Vault;
import io.discreet.engine.vault.VaultException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Verifies that the vault can be read to its last value, and has rows of registered customers only
 * and none of the forgotten.
 */
final class VaultAudit {

  /** What the registry has in place of a forgotten customer's pseudonym. */
  static final Pseudonym FORGOTTEN = new Pseudonym(0, 0);

  private VaultAudit() {}

  /** The first thing wrong; empty when nothing is. */
  static Optional<String> fault(
      Path shop, String shopId, int generation, Policy policy, Registry registry) {
    if (generation == 0) {
      return Optional.empty();
    }
    try (Vault vault = Vault.open(shop, shopId, generation, policy)) {
      if (vault.customers() > registry.size()) {
        return Optional.of("the vault has customers who are not in the registry");
      }
      for (Table table : policy.tables().values()) {
        TableData data = vault.table(table.name());
        if (anyForgotten(data, registry)) {
          return Optional.of("table " + table.name() + " has rows of a forgotten customer");
        }
        table.columns().keySet().forEach(data::column); // damage shows when a column is read
      }
      return Optional.empty();
    } catch (VaultException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean anyForgotten(TableData data, Registry registry) {
    int[] offsets = data.offsets();
    for (int customer = 0; customer + 1 < offsets.length; customer++) {
      if (offsets[customer + 1] > offsets[customer]
          && registry.pseudonym(customer).equals(FORGOTTEN)) {
        return true;
      }
    }
    return false;
  }
}
