package io.discreet.engine.vault;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of vault files in a shop's folder, and the steps from one generation to the next.
 *
 * <p>Generation g is built in the folder {@code vault-g.tmp}, moved whole to {@code
 * vault-g.duckdb.new}, registered in the ledger, and published as {@code vault-g.duckdb}. A process
 * that dies between two steps leaves what {@link #locate} finishes, if the ledger registered the
 * generation, or what {@link #discardUnregistered} removes, if it did not.
 *
 * <p>Where rows lie in parts, those are whole and durable in the folder {@code vault-g.parts}
 * before the file that names them is moved. The folder belongs to that file, and goes after it.
 */
public final class VaultFiles {

  private static final Pattern PUBLISHED = Pattern.compile("vault-([1-9][0-9]{0,9})\\.duckdb");
  private static final Pattern WRITTEN = Pattern.compile("vault-([1-9][0-9]{0,9})\\.duckdb\\.new");
  private static final Pattern PARTS = Pattern.compile("vault-([1-9][0-9]{0,9})\\.parts");
  private static final Pattern BUILDING = Pattern.compile("vault-([1-9][0-9]{0,9})\\.tmp");

  private static final int MOST_ATTEMPTS = 5;

  private VaultFiles() {}

  static Path published(Path shop, int generation) {
    return shop.resolve("vault-" + generation + ".duckdb");
  }

  static Path written(Path shop, int generation) {
    return shop.resolve("vault-" + generation + ".duckdb.new");
  }

  /** Where the parts of a generation are, if its rows lie in parts. */
  static Path parts(Path shop, int generation) {
    return shop.resolve("vault-" + generation + ".parts");
  }

  /** The same, beside a catalogue. */
  static Path partsOf(Path catalogue, int generation) {
    return catalogue.resolveSibling("vault-" + generation + ".parts");
  }

  static Path building(Path shop, int generation) {
    return shop.resolve("vault-" + generation + ".tmp");
  }

  /**
   * The file of the generation that the ledger names, published first where a crash kept its writer
   * from doing so. Safe to call from any number of processes.
   *
   * <p>A file found here may be gone a moment later, when a writer has moved on: then read the
   * ledger again.
   *
   * @throws VaultException if there is no such file
   */
  public static Path locate(Path shop, int generation) {
    Path file = published(shop, generation);
    if (!Files.exists(file)) {
      publish(shop, generation);
    }
    return file;
  }

  /**
   * What tells the file of a generation from another that once had its name, such as before a
   * backup was restored.
   *
   * @throws VaultException as {@link #locate}, or if the file cannot be looked at
   */
  public static FileMark mark(Path shop, int generation) {
    Path file = locate(shop, generation);
    try {
      return FileMark.of(file);
    } catch (IOException e) {
      throw new VaultException(
          file.getFileName() + " cannot be looked at: see whether the shop's folder is in reach");
    }
  }

  /** Whether the file of a generation is the one that was marked. */
  public static boolean isStill(Path shop, int generation, FileMark mark) {
    try {
      return FileMark.of(published(shop, generation)).equals(mark);
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives a written generation its final name; another process may do the same at once. */
  static void publish(Path shop, int generation) {
    Path file = published(shop, generation);
    try {
      Files.move(written(shop, generation), file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(shop);
    } catch (NoSuchFileException e) {
      if (!Files.exists(file)) {
        throw new VaultException(
            file + " is missing: restore the shop's folder from a backup, all files together");
      }
    } catch (IOException e) {
      throw new VaultException(file + " cannot be published", e);
    }
  }

  /**
   * The newest generation that was ever published here: a ledger that names less is an old copy.
   */
  public static OptionalInt newestPublished(Path shop) {
    return generations(shop, PUBLISHED).stream().mapToInt(Generation::number).max();
  }

  /**
   * Removes what writers that died left behind above a generation.
   *
   * @param lock held since before the ledger was asked for {@code registeredGeneration}; without
   *     it, what looks left behind could be another writer's registered work
   * @param registeredGeneration the generation that the ledger names, 0 before the first
   */
  public static void discardUnregistered(WriterLock lock, int registeredGeneration) {
    Path shop = lock.shop();
    for (Generation left : generations(shop, WRITTEN)) {
      if (left.number() > registeredGeneration) {
        delete(left.path());
      }
    }
    for (Generation left : generations(shop, PARTS)) {
      if (left.number() > registeredGeneration) {
        deleteFolder(left.path());
      }
    }
    for (Generation left : generations(shop, BUILDING)) {
      deleteFolder(left.path());
    }
  }

  /**
   * Removes the files of all generations before one. On Windows this fails while somebody reads
   * them; elsewhere readers that have a file open keep it until they close it.
   */
  public static void deleteBefore(Path shop, int generation) {
    for (Pattern pattern : List.of(PUBLISHED, WRITTEN)) {
      for (Generation old : generations(shop, pattern)) {
        if (old.number() < generation) {
          delete(old.path());
        }
      }
    }
    for (Generation old : generations(shop, PARTS)) {
      if (old.number() < generation) {
        deleteFolder(old.path());
      }
    }
  }

  /**
   * Whether a writer that died left files behind, or one is at work. While neither is the case,
   * nothing but the registered generation is here.
   */
  public static boolean untidy(Path shop, int registeredGeneration) {
    return !generations(shop, WRITTEN).isEmpty()
        || !generations(shop, BUILDING).isEmpty()
        || Stream.of(PUBLISHED, PARTS)
            .flatMap(pattern -> generations(shop, pattern).stream())
            .anyMatch(found -> found.number() != registeredGeneration);
  }

  /**
   * Finishes what a writer that died left: publishes the registered generation and removes all
   * others. Rows of the forgotten stay in an old file no longer than until then.
   *
   * @param lock as for {@link #discardUnregistered}
   * @param registeredGeneration the generation that the ledger names, 0 before the first
   * @throws VaultException if the registered generation is missing; then nothing older is removed
   */
  public static void tidy(WriterLock lock, int registeredGeneration) {
    discardUnregistered(lock, registeredGeneration);
    if (registeredGeneration > 0) {
      locate(lock.shop(), registeredGeneration);
      deleteBefore(lock.shop(), registeredGeneration);
    }
  }

  private record Generation(int number, Path path) {}

  private static List<Generation> generations(Path shop, Pattern pattern) {
    List<Generation> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(shop, "vault-*")) {
      for (Path entry : entries) {
        Matcher name = pattern.matcher(entry.getFileName().toString());
        if (name.matches()) {
          long number = Long.parseLong(name.group(1));
          if (number <= Integer.MAX_VALUE) {
            found.add(new Generation((int) number, entry));
          }
        }
      }
    } catch (NoSuchFileException e) {
      throw new InputException(shop + ": there is no such shop folder");
    } catch (IOException e) {
      throw new VaultException(shop + " cannot be listed", e);
    }
    return found;
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new VaultException(file + " cannot be removed", e);
    }
  }

  /** Removes a folder, into which an attempt that was given up may still write. */
  static void deleteFolder(Path folder) {
    for (int attempt = 1; Files.exists(folder); attempt++) {
      try (Stream<Path> paths = Files.walk(folder)) {
        paths.sorted(Comparator.reverseOrder()).forEach(VaultFiles::delete);
      } catch (IOException | UncheckedIOException | VaultException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw new VaultException(folder + " cannot be removed");
        }
      }
    }
  }

  static void createPrivateFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    if (posix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Makes a finished file durable, private to its owner, and moves it to its name in a folder. */
  static void settle(Path from, Path folder, Path to) throws IOException {
    makeDurable(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(folder);
  }

  /** Makes a finished file durable and private to its owner. */
  static void makeDurable(Path file) throws IOException {
    if (posix(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes the names in a folder of finished files durable, and moves it to its own name. */
  static void settleFolder(Path from, Path folder, Path to) throws IOException {
    syncFolder(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(folder);
  }

  private static void syncFolder(Path folder) throws IOException {
    // Windows neither allows nor needs opening a folder to make a rename durable.
    if (posix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean posix(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }
}
