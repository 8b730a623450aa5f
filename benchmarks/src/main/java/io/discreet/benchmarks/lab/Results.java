package io.discreet.benchmarks.lab;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.discreet.benchmarks.lab.Experiment.Cell;
import io.discreet.benchmarks.lab.Experiment.Trial;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * The tidy table of an experiment: one row for each cell and run, in their order.
 *
 * <p>Cells are appended whole and in order, so that a run that was stopped goes on where the file
 * ends, and the file is the same in the end. What stands there is believed only where its newest
 * row comes out the same again: another seed, other data or other code are refused.
 */
final class Results {
  private final Experiment experiment;
  private final Path file;

  Results(Experiment experiment, Path file) {
    this.experiment = experiment;
    this.file = file;
  }

  /**
   * Runs what the file lacks, on all cores.
   *
   * @param done is told how many cells the file holds, as that changes
   * @return the lines of the table, its header first
   * @throws IllegalStateException if the file is of another experiment
   */
  List<String> complete(IntConsumer done) throws IOException {
    List<Cell> cells = experiment.cells();
    List<String> lines = standing(cells);
    int first = (lines.size() - 1) / experiment.runs();
    done.accept(first);
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService workers = Executors.newFixedThreadPool(cores);
    try {
      Deque<Future<List<String>>> underWay = new ArrayDeque<>();
      int next = first;
      for (int cell = first; cell < cells.size(); cell++) {
        for (; next < cells.size() && underWay.size() < 2 * cores; next++) {
          Cell one = cells.get(next);
          underWay.add(workers.submit(() -> rows(one)));
        }
        List<String> rows = underWay.remove().get();
        String text = String.join("\n", rows) + "\n";
        Files.writeString(file, text, StandardOpenOption.APPEND);
        lines.addAll(rows);
        done.accept(cell + 1);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped; the next run goes on from here", e);
    } finally {
      workers.shutdownNow();
    }
    return lines;
  }

  /** The header and the rows of the whole cells that the file holds; the rest is cut off. */
  private List<String> standing(List<Cell> cells) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header()));
    if (Files.exists(file)) {
      String text = Files.readString(file);
      List<String> found = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
      int whole = found.isEmpty() ? 0 : (found.size() - 1) / experiment.runs();
      if ((!found.isEmpty() && !found.get(0).equals(header())) || whole > cells.size()) {
        throw anotherExperiment();
      }
      if (whole > 0) {
        lines.addAll(found.subList(1, 1 + whole * experiment.runs()));
        Cell newest = cells.get(whole - 1);
        int run = experiment.runs() - 1;
        if (!row(newest, newest.open(), run).equals(lines.get(lines.size() - 1))) {
          throw anotherExperiment();
        }
      }
    }
    Files.writeString(file, String.join("\n", lines) + "\n");
    return lines;
  }

  private IllegalStateException anotherExperiment() {
    return new IllegalStateException(
        file
            + " is of another experiment (another seed, number of runs, data or version of the"
            + " code); move it away, or write into another folder");
  }

  private String header() {
    List<String> names = new ArrayList<>(experiment.factors());
    names.add("run");
    experiment.metrics().forEach(metric -> names.add(metric.column()));
    return line(names);
  }

  /** A line of CSV, without its end. */
  static String line(List<String> fields) {
    StringWriter line = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(line)) {
      csv.writeRecord(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString().strip();
  }

  private List<String> rows(Cell cell) {
    Trial trial = cell.open();
    List<String> rows = new ArrayList<>(experiment.runs());
    for (int run = 0; run < experiment.runs(); run++) {
      rows.add(row(cell, trial, run));
    }
    return rows;
  }

  private String row(Cell cell, Trial trial, int run) {
    List<String> fields = new ArrayList<>(cell.levels());
    fields.add(Integer.toString(run));
    for (double value : trial.run(seed(cell, run))) {
      fields.add(Double.isNaN(value) ? "" : Double.toString(value));
    }
    return line(fields);
  }

  /** A seed of each run's own, whatever other cells the experiment has. */
  private long seed(Cell cell, int run) {
    String all = experiment.seed() + "\n" + String.join("\n", cell.levels()) + "\n" + run;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
