package io.discreet.cli.output;

import io.discreet.engine.failure.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where a command is told to write: looked at before anything is paid for. */
public final class OutputFile {

  private static final String HTML = "<!doctype html>";

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
   * Refuses a place for an HTML file where one could not be written, or where another file would be
   * lost: a shop's own files are among those that nobody could make anew.
   *
   * @param option what named it
   * @throws InputException as {@link #require}, or if the file exists and is no HTML, or lies in a
   *     shop's folder under a name of another kind
   */
  public static void requireHtml(Path file, String option) {
    require(file, option);
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && Files.exists(file.resolveSibling("discreet.yaml"))) {
      throw new InputException(
          option
              + " "
              + file
              + " is among the files of a shop: give a name that ends in .html, or another folder");
    }
    if (Files.isRegularFile(file) && !isHtml(file)) {
      throw new InputException(
          option + " " + file + " is there already, and is no HTML file; give another name");
    }
  }

  /** Whether a file is empty, or begins as ours do. */
  private static boolean isHtml(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String begin = new String(in.readNBytes(HTML.length()), StandardCharsets.ISO_8859_1);
      return begin.isEmpty() || begin.equalsIgnoreCase(HTML);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read; give another name", e);
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
