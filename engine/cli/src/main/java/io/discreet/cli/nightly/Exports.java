package io.discreet.cli.nightly;

import io.discreet.cli.output.Format;
import io.discreet.cli.output.RememberedSheet;
import io.discreet.cli.output.Sheet;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;

/** Writes each answer of a night as NAME.csv and NAME.json, NAME being its query's. */
public final class Exports {

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Path folder;

  /** Exports to a folder, which is made where it is missing. */
  public Exports(Path folder) {
    this.folder = folder;
  }

  /**
   * Refuses a plan whose query names cannot be file names; to be called before anything is drawn.
   *
   * @throws InputException naming the query
   */
  public void check(NightlyPlan plan) {
    for (NightlyQuery query : plan.queries()) {
      if (!FILE_NAME.matcher(query.name()).matches()) {
        throw new InputException(
            "query "
                + Quote.shorten(query.name())
                + ": its name is that of a file; use letters, digits, '-', '_' and '.' only");
      }
    }
  }

  /** Writes all; whoever has a file open never sees half of it. */
  public void write(List<Remembered> night) throws IOException {
    Files.createDirectories(folder);
    for (Remembered remembered : night) {
      String name = remembered.release().night().map(Release.Night::query).orElseThrow();
      Sheet sheet = RememberedSheet.sheet(remembered);
      write(folder.resolve(name + ".csv"), sheet.render(Format.CSV));
      write(folder.resolve(name + ".json"), sheet.render(Format.JSON));
    }
  }

  private void write(Path file, String text) throws IOException {
    Path half = Files.createTempFile(folder, ".export", ".part");
    try {
      Files.writeString(half, text);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
