package io.discreet.cli.output;

import io.discreet.engine.failure.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command is told to write: looked at before anything is paid for. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Refuses a file that could not be written.
   *
   * @param option what named it
   * @throws InputException if it is a folder, its folder is missing, or may not be written to
   */
  public static void require(Path file, String option) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new InputException(option + " " + file + " is a folder; give a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new InputException(option + " " + file + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new InputException(
          option + " " + file + ": folder " + folder + " may not be written to");
    }
  }

  /**
   * Refuses a folder that could neither be used nor made.
   *
   * @param option what named it
   */
  public static void requireFolder(Path folder, String option) {
    Path existing = folder.toAbsolutePath().normalize();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing)) {
      throw new InputException(option + " " + folder + ": " + existing + " is not a folder");
    }
    if (!Files.isWritable(existing)) {
      throw new InputException(
          option + " " + folder + ": folder " + existing + " may not be written to");
    }
  }
}
