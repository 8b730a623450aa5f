package io.discreet.cli.statement;

import io.discreet.cli.output.OutputFile;
import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A statement in a file that its owner alone may read: HTML, or everything in a ZIP file. */
public final class StatementFile {

  private static final Set<String> FORMS = Set.of("zip", "html");

  private final Path file;
  private final String form;

  /**
   * A file that is not there yet, in a folder that is: found out before the statement is made,
   * which leaves a trace in the ledger.
   *
   * @throws InputException if the name ends in neither .zip nor .html, or the file cannot be made
   */
  public StatementFile(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    this.file = file;
    this.form = name.substring(name.lastIndexOf('.') + 1);
    if (!FORMS.contains(form)) {
      throw new InputException(
          file + ": a statement is written as .html or, with everything in it, as .zip");
    }
    OutputFile.require(file, "--out");
    if (Files.exists(file)) {
      throw new InputException(file + " is there already; give another name");
    }
  }

  /** Where it is, from the root. */
  public Path path() {
    return file.toAbsolutePath();
  }

  /** Writes the file. */
  public void write(StatementPages pages) {
    try {
      Files.createFile(file, ownerOnly());
      try (OutputStream out = Files.newOutputStream(file)) {
        if (form.equals("html")) {
          out.write(pages.html().getBytes(StandardCharsets.UTF_8));
        } else {
          zip(pages, out);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new InputException(file + " is there already; give another name", e);
    } catch (IOException e) {
      throw new InputException(file + " cannot be written; look for a full disk", e);
    }
  }

  private static void zip(StatementPages pages, OutputStream out) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (StatementPages.Part part : pages.parts()) {
        zip.putNextEntry(new ZipEntry(part.name()));
        zip.write(part.text().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
