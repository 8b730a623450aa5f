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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file beside the ledger that remembers its newest entry, so that a ledger that was put back
 * from a backup is recognized: its spend would be lost.
 *
 * <p>It is written after the commit. A crash in between leaves it behind the ledger, which is
 * allowed; it is never ahead of it.
 */
final class Witness {

  /** Its name, beside the ledger. */
  static final String FILE_NAME = "ledger.head";

  private static final Pattern FORMAT =
      Pattern.compile("discreet-ledger-head 2 ([0-9a-f]{32}) (\\d{1,18}) ([0-9a-f]{64})\n");

  /** A file lock is held by the whole process, so threads need a lock of their own. */
  private static final Object THREADS = new Object();

  private final Path file;
  private final String shopId;
  private final CommitProbe probe;

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
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new InputException(file + " cannot be read", e);
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

  /** Moves the witness on to {@code head}, durably; leaves it where it is further already. */
  void advance(Head head) {
    synchronized (THREADS) {
      try (FileChannel lockFile =
              FileChannel.open(
                  file.resolveSibling(FILE_NAME + ".lock"),
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  OwnerOnly.attributes(file));
          FileLock lock = lockFile.lock()) {
        if (!lock.isValid() || isAtLeast(head)) {
          return;
        }
        replace(head);
      } catch (IOException | SQLException e) {
        throw new LedgerException(
            "the ledger has a new entry, but "
                + file
                + " could not be written; doing the same again is safe",
            e);
      }
    }
  }

  private boolean isAtLeast(Head head) {
    Optional<Head> present = read();
    return present.isPresent() && present.get().sequence() >= head.sequence();
  }

  private void replace(Head head) throws IOException, SQLException {
    String text =
        "discreet-ledger-head 2 " + shopId + " " + head.sequence() + " " + head.token() + "\n";
    Path staged = file.resolveSibling(FILE_NAME + ".new");
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(staged, options, OwnerOnly.attributes(file))) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    probe.reached(CommitProbe.Point.WITNESS_STAGED);
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    // Makes the new name durable, not only the new content.
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
    probe.reached(CommitProbe.Point.WITNESSED);
  }
}
