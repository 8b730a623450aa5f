package io.discreet.engine.vault;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The right to write the vault of one shop: at most one holder on a machine.
 *
 * <p>Read the ledger while you hold it. Only then is "which generation is registered" a fact that
 * no other writer can change, and what is not registered may be thrown away. A killed process loses
 * the lock with its life; the lock file goes with the lock.
 */
public final class WriterLock implements AutoCloseable {

  static final String FILE_NAME = "vault.lock";

  // An operating system's file lock belongs to the process, and closing any channel to the file
  // gives it up: within one process this set decides, before a second channel is opened.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path shop;
  private final Path file;
  private final FileChannel channel;
  private boolean open = true;

  private WriterLock(Path shop, Path file, FileChannel channel) {
    this.shop = shop;
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws InputException if another intake or erasure of this shop is running
   */
  public static WriterLock acquire(Path shop) {
    return tryAcquire(shop)
        .orElseThrow(
            () ->
                new InputException(
                    shop
                        + ": another process is writing this shop's vault; wait until it is done"));
  }

  /** Takes the lock unless another holder has it. */
  public static Optional<WriterLock> tryAcquire(Path shop) {
    try {
      Path folder = shop.toRealPath();
      Path file = folder.resolve(FILE_NAME);
      if (!HELD.add(file)) {
        return Optional.empty();
      }
      FileChannel channel = null;
      try {
        channel = lockedChannel(file);
      } finally {
        if (channel == null) {
          HELD.remove(file);
        }
      }
      return channel == null
          ? Optional.empty()
          : Optional.of(new WriterLock(folder, file, channel));
    } catch (NoSuchFileException e) {
      throw new InputException(shop + ": there is no such shop folder");
    } catch (IOException e) {
      throw new VaultException(
          shop
              + ": the vault cannot be locked for writing; look for a full disk, or a folder that"
              + " may not be written to",
          e);
    }
  }

  private static @Nullable FileChannel lockedChannel(Path file) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean keep = false;
      try {
        if (channel.tryLock() == null) {
          return null;
        }
        keep = names(file, channel);
        if (keep) {
          return channel;
        }
      } finally {
        if (!keep) {
          channel.close();
        }
      }
    }
  }

  /**
   * Whether a path still names the file of an open channel: the previous holder may have removed it
   * between our opening and our locking it, and the next one may have made another.
   */
  private static boolean names(Path file, FileChannel channel) throws IOException {
    // Java cannot compare an open channel with a path, and opening the path once more would give
    // the lock up on closing: a random length (sparse) is seen through both.
    long length = ThreadLocalRandom.current().nextLong(1, 1L << 31);
    channel.write(ByteBuffer.allocate(1), length - 1);
    try {
      return Files.size(file) == length;
    } catch (NoSuchFileException e) {
      return false;
    } finally {
      channel.truncate(0);
    }
  }

  public Path shop() {
    if (!open) {
      throw new IllegalStateException("the vault's lock was given back");
    }
    return shop;
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      // Removed while still locked, so that nobody can have locked the file that we remove.
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new VaultException(shop + ": the vault's lock cannot be given back", e);
    } finally {
      HELD.remove(file);
    }
  }
}
