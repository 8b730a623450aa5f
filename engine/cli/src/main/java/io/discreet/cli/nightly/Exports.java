package io.discreet.cli.nightly;

import io.discreet.cli.nightly.PlanOutputs.ExportFormat;
import io.discreet.cli.output.Format;
import io.discreet.cli.output.ParquetSheet;
import io.discreet.cli.output.RememberedSheet;
import io.discreet.cli.output.Sheet;
import io.discreet.cli.output.WholeFile;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes each answer of a night as NAME.csv, NAME.json and NAME.parquet, NAME being its query's.
 */
public final class Exports {

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Path folder;
  private final Set<ExportFormat> formats;

  /** Exports to a folder, which is made where it is missing. */
  public Exports(Path folder, Set<ExportFormat> formats) {
    this.folder = folder;
    this.formats = formats;
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
      for (ExportFormat format : formats) {
        WholeFile.write(
            folder.resolve(name + "." + format.word()),
            half -> {
              switch (format) {
                case CSV -> Files.writeString(half, sheet.render(Format.CSV));
                case JSON -> Files.writeString(half, sheet.render(Format.JSON));
                case PARQUET -> ParquetSheet.write(sheet, half);
              }
            });
      }
    }
  }
}
