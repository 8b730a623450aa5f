package io.discreet.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files of which nobody sees a half: beside the target first, then in its place. */
public final class WholeFile {

  private WholeFile() {}

  /** Writes to the path that it is given. */
  @FunctionalInterface
  public interface Content {
    void write(Path half) throws IOException;
  }

  /** Writes a file, or replaces it; its folder must be there. */
  public static void write(Path file, Content content) throws IOException {
    Path name = file.toAbsolutePath().getFileName();
    Path half = file.resolveSibling("." + name + "." + ProcessHandle.current().pid() + ".part");
    try {
      content.write(half);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
