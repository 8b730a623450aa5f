package io.discreet.engine;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.vault.Vault;
import io.discreet.engine.vault.VaultException;
import io.discreet.engine.vault.VaultFiles;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest vault generation open, with the columns that were loaded from it, and closes an
 * older one when its last reader leaves.
 */
final class VaultShelf implements AutoCloseable {

  /** An open generation and how many readers it has; the shelf itself counts as one. */
  private static final class Volume {
    final int generation;
    final Vault vault;
    int readers = 1;

    Volume(int generation, Vault vault) {
      this.generation = generation;
      this.vault = vault;
    }
  }

  private final Path shop;
  private final Policy policy;
  private final String shopId;
  private @Nullable Volume current;

  /**
   * @param shopId of the ledger beside the vault: indexes of another shop are other people
   */
  VaultShelf(Path shop, Policy policy, String shopId) {
    this.shop = shop;
    this.policy = policy;
    this.shopId = shopId;
  }

  /**
   * Reads from a generation.
   *
   * @throws io.discreet.engine.vault.VaultException if its file is gone: then a newer generation
   *     has replaced it, or it was lost; and if it is another shop's
   */
  <T> T with(int generation, Function<Vault, T> reading) {
    Volume volume = take(generation);
    try {
      return reading.apply(volume.vault);
    } finally {
      leave(volume);
    }
  }

  private synchronized Volume take(int generation) {
    Volume volume = current;
    if (volume == null || volume.generation != generation) {
      Vault opened = open(generation);
      close();
      volume = new Volume(generation, opened);
      current = volume;
    }
    volume.readers++;
    return volume;
  }

  private Vault open(int generation) {
    Vault opened = Vault.open(VaultFiles.locate(shop, generation), policy);
    if (!opened.shopId().equals(shopId) || opened.generation() != generation) {
      opened.close();
      throw new VaultException(
          "vault-"
              + generation
              + " belongs to another shop or generation: restore the shop's folder from a backup,"
              + " all files together");
    }
    return opened;
  }

  private synchronized void leave(Volume volume) {
    if (--volume.readers == 0) {
      volume.vault.close();
    }
  }

  @Override
  public synchronized void close() {
    if (current != null) {
      leave(current);
      current = null;
    }
  }
}
