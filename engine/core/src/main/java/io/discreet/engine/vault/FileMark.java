package io.discreet.engine.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Tells a file from others of its name.
 *
 * @param key the file system's, or "null" where it has none
 */
public record FileMark(String key, FileTime written, long bytes) {

  static FileMark of(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileMark(String.valueOf(found.fileKey()), found.lastModifiedTime(), found.size());
  }
}
