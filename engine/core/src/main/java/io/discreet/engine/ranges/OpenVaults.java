package io.discreet.engine.ranges;

import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.ranges.RangeTask.VaultPlace;
import io.discreet.engine.vault.ColumnMemory;
import io.discreet.engine.vault.FileMark;
import io.discreet.engine.vault.Vault;
import io.discreet.engine.vault.VaultFiles;
import io.discreet.engine.vault.VaultShelf;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The vault file that tasks on this machine read last, kept open with the columns that they loaded.
 * One for all of a process, since a task comes with nothing that outlives it.
 *
 * <p>Intake, forgetting, retention and rotation of keys write another file and remove the old one.
 * What is kept belongs to one file under one policy; a task of another never reads it. It is let go
 * within seconds of the file's removal, whether or not another task comes, so that no machine goes
 * on holding rows that the shop has let go.
 */
final class OpenVaults {

  /** Of the heap for columns: what Spark leaves to others is 0.4 of it. */
  private static final double SHARE_OF_HEAP = 0.25;

  private static final ColumnMemory MEMORY = new ColumnMemory(ColumnMemory.ofHeap(SHARE_OF_HEAP));

  private static final int MILLIS_BETWEEN_LOOKS = 5_000;

  private static final VaultShelf<Found> SHELF = new VaultShelf<>(Found::open);

  static {
    Thread looks = new Thread(OpenVaults::keepLooking, "discreet-open-vaults");
    looks.setDaemon(true);
    looks.start();
  }

  private OpenVaults() {}

  /** A file as it was found, and what it is read as. */
  private record Found(VaultPlace place, FileMark mark) {

    static Found at(VaultPlace place) {
      return new Found(place, VaultFiles.mark(Path.of(place.shop()), place.generation()));
    }

    Vault open() {
      return Vault.open(
          Path.of(place.shop()),
          place.shopId(),
          place.generation(),
          PolicyFile.parse(place.policyText(), "discreet.yaml"),
          MEMORY);
    }

    boolean isGone() {
      return !VaultFiles.isStill(Path.of(place.shop()), place.generation(), mark);
    }
  }

  /**
   * Reads from a vault.
   *
   * @throws io.discreet.engine.vault.VaultException if its file is gone or not what it should be
   */
  static <T> T with(VaultPlace place, Function<Vault, T> reading) {
    return SHELF.with(Found.at(place), reading);
  }

  private static void keepLooking() {
    try {
      while (true) {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
        try {
          letGo();
        } catch (RuntimeException e) {
          continue; // let go already, and only not closed cleanly; the next one must be, too
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes what is kept of a file that is gone. */
  static void letGo() {
    SHELF.discardIf(Found::isGone);
  }

  static boolean isEmpty() {
    return SHELF.isEmpty();
  }
}
