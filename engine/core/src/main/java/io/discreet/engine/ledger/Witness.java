package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file beside the ledger that remembers its newest entry, so that a ledger that was put back
 * from a backup is recognized: its spend would be lost.
 *
 * <p>It is written after the commit, in place: one record of fixed length, which no disk tears,
 * since it lies in the first sector. What is written is forced to disk while the caller goes on;
 * the next entry waits for that. So a crash, of the process or of the machine, leaves the witness
 * at most the entries behind that were being written then, which is allowed; it is never ahead.
 */
final class Witness {

  /** Its name, beside the ledger. */
  static final String FILE_NAME = "ledger.head";

  private static final Pattern FORMAT =
      Pattern.compile("discreet-ledger-head 3 ([0-9a-f]{32}) (\\d{18}) ([0-9a-f]{64})\n");

  /** A file lock is held by the whole process, so threads need a lock of their own. */
  private static final Object THREADS = new Object();

  private final Path file;
  private final String shopId;
  private final CommitProbe probe;

  /** The forcing of what this process wrote last. */
  private Beside<?> durable = Beside.done(() -> Head.NONE);

  Witness(Path ledger, String shopId, CommitProbe probe) {
    this.file = path(ledger);
    this.shopId = shopId;
    this.probe = probe;
  }

  static Path path(Path ledger) {
    return ledger.resolveSibling(FILE_NAME);
  }

  /** The newest entry that was witnessed; empty when there is no witness. */
  Optional<Head> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return locked(this::readLocked); // or a record could be read while another process writes it
    } catch (IOException e) {
      throw new InputException(
          file
              + " cannot be locked and read; look for a full disk, or a folder that may not be"
              + " written to",
          e);
    }
  }

  private Optional<Head> readLocked() throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new InputException(
          file + " is damaged; put back the newest backup of all files of the shop");
    }
    if (!matcher.group(1).equals(shopId)) {
      throw new InputException(file + " belongs to another shop than the ledger beside it");
    }
    return Optional.of(new Head(Long.parseLong(matcher.group(2)), matcher.group(3)));
  }

  /**
   * Moves the witness on to {@code head}, or makes it; leaves it where it is further already. It is
   * durable when {@link #awaitDurable} returns.
   */
  void advance(Head head) {
    CommitProbe told = CommitProbe.NONE;
    try {
      if (locked(() -> moveOn(head))) {
        told = probe;
        told.reached(CommitProbe.Point.WITNESSED);
      }
    } catch (IOException | SQLException e) {
      throw new LedgerException(
          "the ledger has a new entry, but "
              + file
              + " could not be written; doing the same again is safe",
          e);
    }
    // Also where nothing was written: whoever wrote it may have been killed before it was forced.
    CommitProbe forced = told;
    durable = Beside.begin(() -> force(forced));
  }

  private boolean moveOn(Head head) throws IOException {
    Optional<Head> known = readLocked();
    if (known.isEmpty()) {
      make(head);
      return true;
    }
    boolean behind = known.get().sequence() < head.sequence();
    if (behind) {
      write(file, head, StandardOpenOption.WRITE);
    }
    return behind;
  }

  /**
   * Waits until what this process wrote is durable.
   *
   * @throws LedgerException if it could not be made so; the next call tells whether it then could
   */
  void awaitDurable() {
    Optional<Throwable> failure = durable.failure();
    if (failure.isPresent()) {
      // A disk that failed once may call clean what it lost: the record is written again.
      durable = Beside.begin(this::writeAgain);
      throw new LedgerException(
          file + " could not be made durable: nothing new was written to the ledger",
          failure.get());
    }
  }

  private Path writeAgain() throws IOException {
    locked(
        () -> {
          Optional<Head> known = readLocked();
          if (known.isPresent()) {
            write(file, known.get(), StandardOpenOption.WRITE);
          }
          return known;
        });
    return force(file);
  }

  private interface Access<T> {
    T run() throws IOException;
  }

  private <T> T locked(Access<T> access) throws IOException {
    synchronized (THREADS) {
      try (FileChannel lockFile =
              FileChannel.open(
                  file.resolveSibling(FILE_NAME + ".lock"),
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  OwnerOnly.attributes(file));
          FileLock lock = lockFile.lock()) {
        if (!lock.isValid()) {
          throw new IOException("the lock was lost");
        }
        return access.run();
      }
    }
  }

  /** All or nothing: a file that is there holds a record. */
  private void make(Head head) throws IOException {
    Path staged = file.resolveSibling(FILE_NAME + ".new");
    write(
        staged,
        head,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
    force(staged);
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    // Makes the new name durable, not only the content.
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private void write(Path to, Head head, OpenOption... options) throws IOException {
    String record =
        String.format(
            Locale.ROOT,
            "discreet-ledger-head 3 %s %018d %s\n",
            shopId,
            head.sequence(),
            head.token());
    try (FileChannel channel = FileChannel.open(to, Set.of(options), OwnerOnly.attributes(file))) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(record);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static Path force(Path written) throws IOException {
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return written;
  }

  private Path force(CommitProbe told) throws IOException, SQLException {
    force(file);
    told.reached(CommitProbe.Point.WITNESS_DURABLE);
    return file;
  }
}
