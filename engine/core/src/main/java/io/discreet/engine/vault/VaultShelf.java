package io.discreet.engine.vault;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the vault that was read last open, with the columns that were loaded from it, and closes an
 * older one when its last reader leaves.
 *
 * @param <K> what names a vault, by {@code equals}
 */
public final class VaultShelf<K> implements AutoCloseable {

  /** An open vault and how many readers it has; the shelf itself counts as one. */
  private static final class Volume<K> {
    final K key;
    final Vault vault;
    int readers = 1;

    Volume(K key, Vault vault) {
      this.key = key;
      this.vault = vault;
    }
  }

  private final Function<K, Vault> opening;
  private @Nullable Volume<K> current;

  public VaultShelf(Function<K, Vault> opening) {
    this.opening = opening;
  }

  /**
   * Reads from a vault.
   *
   * @throws VaultException if its file is gone: then a newer generation has replaced it, or it was
   *     lost; or if the file is not what it should be
   */
  public <T> T with(K key, Function<Vault, T> reading) {
    Volume<K> volume = take(key);
    try {
      return reading.apply(volume.vault);
    } finally {
      leave(volume);
    }
  }

  private synchronized Volume<K> take(K key) {
    Volume<K> volume = current;
    if (volume == null || !volume.key.equals(key)) {
      Vault opened = opening.apply(key);
      close();
      volume = new Volume<>(key, opened);
      current = volume;
    }
    volume.readers++;
    return volume;
  }

  private synchronized void leave(Volume<K> volume) {
    if (--volume.readers == 0) {
      volume.vault.close();
    }
  }

  /** Keeps the vault no longer whose name fulfils a condition. */
  public synchronized void discardIf(Predicate<K> condition) {
    if (current != null && condition.test(current.key)) {
      close();
    }
  }

  public synchronized boolean isEmpty() {
    return current == null;
  }

  @Override
  public synchronized void close() {
    Volume<K> kept = current;
    current = null;
    if (kept != null) {
      kept.vault.letGo();
      leave(kept);
    }
  }
}
