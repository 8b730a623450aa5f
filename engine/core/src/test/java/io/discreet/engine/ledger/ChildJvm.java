package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of its own, with the class path of the test, which talks in lines. It can be
 * killed as the operating system kills: no shutdown hook, no finally, no flush.
 */
public final class ChildJvm implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  /** What ends the lines of a process whose output is over. */
  private static final String END = "\u0000end";

  private final Process process;
  private final Path errors;
  private final PrintWriter input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread reader;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.reader = new Thread(this::readLines, "lines of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts {@code main} in a process of its own.
   *
   * @param temporary where its standard error and temporary files go
   */
  public static ChildJvm start(Path temporary, Class<?> main, String... arguments)
      throws IOException {
    return start(512, temporary, main, arguments);
  }

  /** The same with another size of its heap. */
  public static ChildJvm start(
      int heapMegabytes, Path temporary, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx" + heapMegabytes + "m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // A killed process cannot remove the native libraries that it unpacked.
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    Path errors = Files.createTempFile(temporary, "child-", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new ChildJvm(process, errors);
  }

  private void readLines() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = out.readLine()) != null) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("the output broke off: " + e.getMessage());
    } finally {
      lines.add(END);
    }
  }

  /** The next line that the process writes; fails if there is none within two minutes. */
  public String read() throws Exception {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null || line.equals(END)) {
      throw new AssertionError("the child went silent: " + Files.readString(errors));
    }
    return line;
  }

  /** Writes a line to the process's standard input. */
  public void tell(String line) {
    input.println(line);
  }

  /** Kills the process with SIGKILL and returns the lines that it had written and nobody read. */
  public List<String> kill() throws Exception {
    assertThat(process.isAlive()).as("the child waits to be killed").isTrue();
    // Through its handle: Process closes its streams, and with them what is still unread.
    assertThat(process.toHandle().destroyForcibly()).isTrue();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    // 128 + SIGKILL where there are signals, so that no cleaning up can have taken place.
    assertThat(process.exitValue()).as(Files.readString(errors)).isIn(137, 1);
    reader.join();
    List<String> rest = new ArrayList<>();
    lines.drainTo(rest);
    rest.remove(END);
    return rest;
  }

  /** Waits for the process to end by itself, without a fault. */
  public void await() throws Exception {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
