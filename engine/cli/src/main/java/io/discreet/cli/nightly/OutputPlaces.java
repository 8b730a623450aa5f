package io.discreet.cli.nightly;

import io.discreet.engine.failure.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether a night's files can be written, found out before anything is paid. */
public final class OutputPlaces {

  private OutputPlaces() {}

  /**
   * Refuses a report in a folder that is not there, and exports where no folder can be.
   *
   * @throws InputException naming the place
   */
  public static void check(PlanOutputs outputs) {
    outputs.report().ifPresent(OutputPlaces::file);
    outputs.export().ifPresent(OutputPlaces::folder);
  }

  /** Refuses a file that could not be written. */
  public static void file(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new InputException(file + " is a folder; name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw new InputException("there is no folder " + folder + " to write in; make it first");
    }
    writable(folder);
  }

  private static void folder(Path folder) {
    @Nullable Path there = folder.toAbsolutePath();
    while (there != null && Files.notExists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isDirectory(there)) {
      throw new InputException(folder + " cannot be a folder: " + there + " is a file");
    }
    writable(there);
  }

  private static void writable(Path folder) {
    if (!Files.isWritable(folder)) {
      throw new InputException("may not write in folder " + folder);
    }
  }
}
