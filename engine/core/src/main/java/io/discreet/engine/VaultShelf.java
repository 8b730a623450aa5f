package io.discreet.engine;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.vault.Vault;
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
  private final String shopId;
  private final Policy policy;
  private @Nullable Volume current;

  VaultShelf(Path shop, String shopId, Policy policy) {
    this.shop = shop;
    this.shopId = shopId;
    this.policy = policy;
  }

  /**
   * Reads from a generation.
   *
   * @throws io.discreet.engine.vault.VaultException if its file is gone: then a newer generation
   *     has replaced it, or it was lost; or if the file is not what it should be
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
      Vault opened = Vault.open(shop, shopId, generation, policy);
      close();
      volume = new Volume(generation, opened);
      current = volume;
    }
    volume.readers++;
    return volume;
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
