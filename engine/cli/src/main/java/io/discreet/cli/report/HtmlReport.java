package io.discreet.cli.report;

import io.discreet.cli.output.WholeFile;
import io.discreet.engine.BudgetStatus;
import io.discreet.engine.memory.Memory;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Releases as one self-contained HTML file: charts and tables with errors, changes, purposes,
 * costs, coverage and how the budget went.
 */
public final class HtmlReport {

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src " + TableScript.source();

  private final String title;
  private final ZoneId zone;
  private final Collection<Release> stored;
  private final Optional<BudgetStatus> budget;
  private final Memory memory;

  /**
   * A report.
   *
   * @param title what it is about
   * @param zone in which times are told: the shop's
   * @param stored all releases of the shop: what earlier answers add, and how the budget went
   * @param budget what is left of it; empty to leave it out
   */
  public HtmlReport(
      String title, ZoneId zone, Collection<Release> stored, Optional<BudgetStatus> budget) {
    this.title = title;
    this.zone = zone;
    this.stored = stored;
    this.budget = budget;
    this.memory = Memory.of(stored);
  }

  /** Writes the report; whoever has the file open never sees half of it. */
  public void write(List<Release> releases, Path file) throws IOException {
    WholeFile.write(file, half -> Files.writeString(half, render(releases)));
  }

  /** The whole document. */
  public String render(List<Release> releases) {
    Html html = new Html();
    html.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        .tag("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\"/>\n")
        .tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .tag("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
        .element("title", title)
        .tag("\n<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n")
        .element("h1", title)
        .tag("\n");
    Overview.show(html, releases);
    for (Release release : releases) {
      new AnswerSection(release, memory, zone).show(html);
    }
    new FairnessSection(releases).show(html);
    budget.ifPresent(status -> BurnDown.show(html, stored, status, zone));
    PlainWords.show(html);
    return html.tag("</main>\n<script>" + TableScript.TEXT + "</script>\n</body>\n</html>\n")
        .toString();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
