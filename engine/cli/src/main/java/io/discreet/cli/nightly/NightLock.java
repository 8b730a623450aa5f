package io.discreet.cli.nightly;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to run a night of one shop: at most one holder on a machine.
 *
 * <p>The operating system keeps the lock, so that a killed night loses it with its life. The file
 * stays and names the holder, for whoever comes second; what it says holds only while it is locked.
 */
final class NightLock implements AutoCloseable {

  static final String FILE_NAME = "nightly.lock";

  /** Beyond the text, because some systems let nobody else read a locked range. */
  private static final long LOCKED_BYTE = 1L << 20;

  // An operating system's file lock belongs to the process, and closing any channel to the file
  // gives it up: within one process this map decides, before a second channel is opened.
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private NightLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param shop the folder of an existing shop
   * @param plan the plan's name, for whoever comes second
   * @throws RefusedException if another night of this shop is running; says which
   */
  static NightLock take(Path shop, String plan) {
    String holder =
        "plan "
            + plan
            + ", process "
            + ProcessHandle.current().pid()
            + ", since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try {
      Path file = shop.toRealPath().resolve(FILE_NAME);
      String other = HELD.putIfAbsent(file, holder);
      if (other != null) {
        throw taken(other);
      }
      FileChannel channel = null;
      try {
        channel = locked(file, holder);
      } finally {
        if (channel == null) {
          HELD.remove(file);
        }
      }
      return new NightLock(file, channel);
    } catch (IOException e) {
      throw new InputException(
          shop
              + ": the night cannot be locked; look for a full disk, or a folder that may not be"
              + " written to",
          e);
    }
  }

  private static FileChannel locked(Path file, String holder) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean keep = false;
    try {
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw taken(Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(StandardCharsets.UTF_8.encode(holder + "\n"), 0);
      keep = true;
      return channel;
    } finally {
      if (!keep) {
        channel.close();
      }
    }
  }

  private static RefusedException taken(String holder) {
    return new RefusedException(
        "another night of this shop is running ("
            + (holder.isEmpty() ? "it has just begun" : holder)
            + "); wait until it is done");
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
