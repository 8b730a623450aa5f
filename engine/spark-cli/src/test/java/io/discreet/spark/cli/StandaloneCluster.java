package io.discreet.spark.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark's standalone cluster on this machine, each part a process of its own: a master, and two
 * workers that start an executor of one core for each application.
 */
final class StandaloneCluster implements AutoCloseable {

  private static final Duration MOST = Duration.ofMinutes(3);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final String REGISTERED = "Successfully registered with master";

  /** Spark's words for a task that an executor has taken up. */
  private static final String IN_A_TASK = "Running task ";

  private record Worker(Process process, Path folder) {

    Set<Path> logs() throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        return new TreeSet<>(files.filter(file -> file.endsWith("stderr")).toList());
      }
    }
  }

  private final List<Worker> workers = new ArrayList<>();
  private final Process masterProcess;
  private final String master;

  /**
   * @param folder for logs and the workers' files
   */
  StandaloneCluster(AssemblyProcesses spark, Path folder) throws IOException {
    Path log = folder.resolve("master.log");
    masterProcess =
        spark.daemon(
            log,
            List.of(
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0"));
    try {
      master = until("a master", () -> addressIn(log));
      for (String name : List.of("first", "second")) {
        workers.add(worker(spark, Files.createDirectory(folder.resolve(name)), name));
      }
    } catch (RuntimeException | IOException e) {
      close();
      throw e;
    }
  }

  private Worker worker(AssemblyProcesses spark, Path folder, String name) throws IOException {
    Path log = folder.resolveSibling(name + ".log");
    Process process =
        spark.daemon(
            log,
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.toString(),
                master));
    Worker worker = new Worker(process, folder);
    try {
      until(
          "a worker", () -> text(log).contains(REGISTERED) ? Optional.of(true) : Optional.empty());
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
    return worker;
  }

  private static Optional<String> addressIn(Path log) {
    Matcher told = MASTER.matcher(text(log));
    return told.find() ? Optional.of(told.group(1)) : Optional.empty();
  }

  /** Its address. */
  String master() {
    return master;
  }

  /** What executors wrote so far, one text each. */
  List<String> executorLogs() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Worker worker : workers) {
      worker.logs().forEach(log -> texts.add(text(log)));
    }
    return texts;
  }

  /** What the next executors do; those that ran before do not count. */
  Victims victims() throws IOException {
    return new Victims();
  }

  /** Executors that begin their first task after this was made. */
  final class Victims {
    private final List<Set<Path>> before = new ArrayList<>();

    private Victims() throws IOException {
      for (Worker worker : workers) {
        before.add(worker.logs());
      }
    }

    /** Waits until one is in a task, and ends it as {@code kill -9} does. */
    void killOne() {
      ProcessHandle executor = until("an executor in a task", this::inATask);
      executor.destroyForcibly();
      executor.onExit().join();
    }

    private Optional<ProcessHandle> inATask() {
      for (int i = 0; i < workers.size(); i++) {
        Worker worker = workers.get(i);
        try {
          Set<Path> logs = worker.logs();
          logs.removeAll(before.get(i));
          if (logs.stream().anyMatch(log -> text(log).contains(IN_A_TASK))) {
            return worker.process().descendants().findFirst();
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return Optional.empty();
    }
  }

  private static String text(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T until(String awaited, Supplier<Optional<T>> there) {
    long end = System.nanoTime() + MOST.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> found = there.get();
      if (found.isPresent()) {
        return found.get();
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("there was not " + awaited + " within " + MOST);
  }

  /** Ends workers with their executors, and the master. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>();
    for (Worker worker : workers) {
      all.addAll(worker.process().descendants().toList());
      all.add(worker.process().toHandle());
    }
    all.add(masterProcess.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }
}
