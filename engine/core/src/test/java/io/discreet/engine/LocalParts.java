package io.discreet.engine;

import io.discreet.engine.intake.Intake;
import io.discreet.engine.parts.PartTask;
import io.discreet.engine.parts.PartedRows;
import io.discreet.engine.parts.PartedSource;
import io.discreet.engine.parts.RoutedRows;
import io.discreet.engine.parts.Routing;
import io.discreet.engine.parts.Survey;
import io.discreet.engine.rows.CheckedRows;
import io.discreet.engine.rows.RowBatch;
import io.discreet.engine.rows.RowCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Files as the partitions of a source, whose tasks this process runs one after the other. */
final class LocalParts implements PartedSource {

  private final List<Path> files;
  private final int parts;
  private final Runnable betweenReadings;

  LocalParts(List<Path> files, int parts) {
    this(files, parts, () -> {});
  }

  LocalParts(List<Path> files, int parts, Runnable betweenReadings) {
    this.files = files;
    this.parts = parts;
    this.betweenReadings = betweenReadings;
  }

  @Override
  public String name() {
    return "the files";
  }

  @Override
  public PartedRows open(RowCheck check) {
    return new Rows(check);
  }

  private final class Rows implements PartedRows {
    private final RowCheck check;
    private boolean read;

    Rows(RowCheck check) {
      this.check = check;
    }

    private void beginReading() {
      if (read) {
        betweenReadings.run();
      }
      read = true;
    }

    private Iterator<RowBatch> batches(int partition) {
      List<RowBatch> all = new ArrayList<>();
      try (CheckedRows rows = Intake.files(List.of(files.get(partition))).get(0).open(check)) {
        for (RowBatch batch = rows.next(); batch != null; batch = rows.next()) {
          all.add(batch);
        }
      }
      return all.iterator();
    }

    @Override
    public int partitions() {
      return files.size();
    }

    @Override
    public int wantedParts(long rows) {
      return parts;
    }

    @Override
    public List<String> ignoredColumns() {
      return List.of();
    }

    @Override
    public List<Survey.Found> survey(List<Survey> surveys) {
      beginReading();
      return IntStream.range(0, partitions())
          .mapToObj(partition -> surveys.get(partition).run(batches(partition)))
          .toList();
    }

    @Override
    public List<PartTask.Done> write(List<Routing> routings, PartTask task) {
      beginReading();
      List<RoutedRows> routed = new ArrayList<>();
      for (int partition = 0; partition < partitions(); partition++) {
        routings.get(partition).run(batches(partition)).forEachRemaining(routed::add);
      }
      return IntStream.range(0, task.ranges())
          .mapToObj(
              range -> task.run(range, routed.stream().filter(r -> r.range() == range).iterator()))
          .toList();
    }

    @Override
    public void close() {}
  }
}
