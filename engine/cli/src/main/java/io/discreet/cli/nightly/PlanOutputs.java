package io.discreet.cli.nightly;

import io.discreet.cli.output.OutputFile;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a night writes besides standard output.
 *
 * @param report the HTML report
 * @param export the folder of exports
 * @param formats of the exports
 */
public record PlanOutputs(Optional<Path> report, Optional<Path> export, Set<ExportFormat> formats) {

  /** Nothing, and all formats where a folder is named on the command line. */
  static final PlanOutputs NONE =
      new PlanOutputs(Optional.empty(), Optional.empty(), EnumSet.allOf(ExportFormat.class));

  public PlanOutputs {
    formats = Set.copyOf(formats);
  }

  /** The forms of an export. */
  public enum ExportFormat {
    CSV("csv"),
    JSON("json"),
    PARQUET("parquet");

    private final String word;

    ExportFormat(String word) {
      this.word = word;
    }

    /** As a plan writes it, and the ending of the files. */
    public String word() {
      return word;
    }
  }

  /**
   * Refuses what could not be written; to be called before anything is paid.
   *
   * @throws io.discreet.engine.failure.InputException naming the place
   */
  public void check() {
    report.ifPresent(file -> OutputFile.requireHtml(file, "report"));
    export.ifPresent(folder -> OutputFile.requireFolder(folder, "export"));
  }

  /** These outputs with those of the command line in place of the plan's. */
  public PlanOutputs with(Optional<Path> otherReport, Optional<Path> otherExport) {
    return new PlanOutputs(otherReport.or(() -> report), otherExport.or(() -> export), formats);
  }
}
