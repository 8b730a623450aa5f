package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.keys.IdRefusal;
import io.discreet.engine.keys.IdResult;
import io.discreet.engine.keys.Keyring;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.CustomerRecord;
import io.discreet.engine.ledger.ForgottenSummary;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.vault.VaultFiles;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.time.Clock;
import java.time.LocalDate;

/**
 * The operator's door to a shop: intake, consents, and the rights of single customers. Needs the
 * passphrase; sees counts and errors about the data.
 *
 * <p>Raw ids are given to this class and go no further: law 7.
 */
public final class Operator implements AutoCloseable {
  private final ShopFolder folder;
  private final Policy policy;
  private final Clock clock;
  private final Keyring keyring;
  private final Ledger ledger;

  private Operator(ShopFolder folder, Policy policy, Clock clock, Keyring keyring, Ledger ledger) {
    this.folder = folder;
    this.policy = policy;
    this.clock = clock;
    this.keyring = keyring;
    this.ledger = ledger;
  }

  static Operator open(ShopFolder folder, char[] passphrase, Clock clock) {
    Policy policy = folder.policy();
    Keyring keyring = Keyring.open(folder.keys(), passphrase);
    try {
      return new Operator(folder, policy, clock, keyring, folder.openLedger(policy, clock));
    } catch (RuntimeException e) {
      keyring.close();
      throw e;
    }
  }

  /**
   * Sets a customer's own limit; it holds from the next query on.
   *
   * @throws InputException if the shop has nothing of this customer
   */
  public void cap(String rawId, CapChoice choice) {
    ledger.setCap(index(pseudonym(rawId)), choice.toCap(policy.budget().epsilon()));
  }

  /**
   * Says what the shop holds about a customer and what was learnt. Leaves a trace in the ledger.
   *
   * @throws InputException if the shop has nothing of this customer
   */
  public Statement statement(String rawId) {
    CustomerRecord record = record(pseudonym(rawId));
    ledger.recordStatement(record.index());
    return new StatementWriter(folder, policy, ledger).write(record);
  }

  /**
   * Forgets a customer: the rows leave the vault file, the customer leaves every stored set, and
   * one balance stays under the pseudonym so that a return does not bring a new budget.
   *
   * @throws InputException if the shop has nothing of this customer, or another intake is running
   */
  public ForgetSummary forget(String rawId) {
    Pseudonym pseudonym = pseudonym(rawId);
    try (WriterLock lock = WriterLock.acquire(folder.path())) {
      int index = index(pseudonym);
      int generation = ledger.vaultGeneration();
      if (generation == 0) {
        return ForgetSummary.of(ledger.forget(index, 0, 0), new QueryPlanner(policy));
      }
      try (VaultWriter writer =
          VaultWriter.begin(lock, ledger.facts().shopId(), policy, generation)) {
        writer.leaveOut(index);
        writer.write(ledger.registry().size(), today());
        ForgottenSummary summary = ledger.forget(index, generation, writer.generation());
        writer.publish();
        VaultFiles.deleteBefore(folder.path(), writer.generation());
        return ForgetSummary.of(summary, new QueryPlanner(policy));
      }
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), policy.timeZone());
  }

  private Pseudonym pseudonym(String rawId) {
    IdResult result = keyring.pseudonymizer(policy.customer().kind()).of(rawId);
    if (result instanceof Pseudonym pseudonym) {
      return pseudonym;
    }
    throw new InputException(((IdRefusal) result).reason());
  }

  private int index(Pseudonym pseudonym) {
    return record(pseudonym).index();
  }

  private CustomerRecord record(Pseudonym pseudonym) {
    return ledger
        .customer(pseudonym)
        .orElseThrow(
            () ->
                new InputException(
                    "the shop holds nothing of this customer; check the id's spelling"));
  }

  @Override
  public void close() {
    ledger.close();
    keyring.close();
  }
}
