package io.discreet.engine.keys;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Sealed bytes on disk: for their owner only, and whole or not at all. */
final class SealedFile {

  private static final int MOST_BYTES = 4096;
  private static final String UNFINISHED = ".new";

  private SealedFile() {}

  /**
   * Writes a file beside, forces it to disk and links it under its name, which fails if the name is
   * taken: unlike a rename, no race of two processes can replace keys.
   */
  static void write(Path file, byte[] content) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(file + ": cannot be written; its folder does not exist");
    }
    Path beside = folder.resolve(file.getFileName() + "." + token() + UNFINISHED);
    try {
      try {
        writeForced(beside, content);
        Files.createLink(file, beside);
      } finally {
        Files.deleteIfExists(beside);
      }
      syncFolderOf(file);
    } catch (FileAlreadyExistsException e) {
      throw new InputException(
          file + ": exists already and is never replaced; choose another folder", e);
    } catch (UnsupportedOperationException e) {
      throw new InputException(
          file + ": its file system keeps no file modes or links; choose a local disk", e);
    } catch (IOException e) {
      throw new InputException(
          file
              + ": cannot be written; look for a full disk, or a folder that may not be written to",
          e);
    }
  }

  /** The same, but takes the place of a file of this name. */
  static void replace(Path file, byte[] content) {
    Path beside = file.resolveSibling(file.getFileName() + "." + token() + UNFINISHED);
    try {
      try {
        writeForced(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
      syncFolderOf(file);
    } catch (UnsupportedOperationException | IOException e) {
      throw new InputException(
          file
              + ": cannot be written; look for a full disk, or a folder that may not be written to",
          e);
    }
  }

  /** Gives a file another's name, durably; another process may do the same at once. */
  static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      syncFolderOf(to);
    } catch (NoSuchFileException e) {
      return; // the other process was faster
    } catch (IOException e) {
      throw new InputException(to + ": cannot be replaced; check that it may be written to", e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be removed", e);
    }
  }

  /** What a process that died left of writing a file, or another is at. */
  static List<Path> unfinished(Path file) {
    try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
      return files
          .filter(
              other -> {
                String name = other.getFileName().toString();
                return name.startsWith(file.getFileName() + ".") && name.endsWith(UNFINISHED);
              })
          .toList();
    } catch (UncheckedIOException | IOException e) {
      throw new InputException(file + ": its folder cannot be read; check that you may read it", e);
    }
  }

  static boolean exists(Path file) {
    return Files.exists(file);
  }

  static Optional<byte[]> find(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(MOST_BYTES));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new InputException(
          file + ": cannot be read; check that it is a file that you may read", e);
    }
  }

  private static void syncFolderOf(Path file) throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  static byte[] read(Path file) {
    return find(file)
        .orElseThrow(
            () ->
                new InputException(
                    file + ": there is no key file; put it back from a backup, or make the shop"));
  }

  private static void writeForced(Path file, byte[] content) throws IOException {
    FileAttribute<Set<PosixFilePermission>> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel out =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
  }

  private static String token() {
    byte[] token = new byte[8];
    new SecureRandom().nextBytes(token);
    return HexFormat.of().formatHex(token);
  }
}
