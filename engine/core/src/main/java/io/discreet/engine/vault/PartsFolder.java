package io.discreet.engine.vault;

import io.discreet.engine.vault.StoredPart.PartFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The parts of a generation in the making. Whoever writes them writes to one folder; those that
 * count are moved to another, which becomes the generation's. A slow attempt that was given up
 * finds its place gone, and can add nothing.
 */
final class PartsFolder {

  private final Path shop;
  private final int generation;

  PartsFolder(Path shop, int generation) {
    this.shop = shop;
    this.generation = generation;
  }

  static Path attempts(Path shop, int generation) {
    return VaultFiles.building(shop, generation).resolve("attempts");
  }

  private Path chosen() {
    return VaultFiles.building(shop, generation).resolve("parts");
  }

  void begin() {
    try {
      VaultFiles.createPrivateFolder(attempts(shop, generation));
      VaultFiles.createPrivateFolder(chosen());
    } catch (IOException e) {
      throw new VaultException(shop + ": the folder for new parts cannot be made", e);
    }
  }

  void choose(List<StoredPart> parts) {
    for (StoredPart part : parts) {
      for (PartFile file : part.files().values()) {
        try {
          Files.move(
              attempts(shop, generation).resolve(file.name()),
              chosen().resolve(file.name()),
              StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
          throw new VaultException(
              shop
                  + ": a part that was written is not there: see whether all machines have the"
                  + " shop's folder at the same path",
              e);
        }
      }
    }
  }

  /** Gives the chosen parts, whose contents are durable, their place. */
  void settle() {
    try {
      VaultFiles.settleFolder(chosen(), shop, VaultFiles.parts(shop, generation));
    } catch (IOException e) {
      throw new VaultException(
          shop + ": the new parts cannot be made durable; look for a full disk", e);
    }
  }
}
