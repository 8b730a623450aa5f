package io.discreet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A small file system in memory that only one process sees: it can be filled or made read-only
 * without touching anybody else's. The process is root in a namespace of its own, which needs no
 * rights outside of it where the kernel allows that.
 */
final class OwnDisk {

  private static final long PATIENCE_MINUTES = 5;

  private OwnDisk() {}

  /**
   * Runs a main class, which gets the folder of the file system as its only argument.
   *
   * @param temporary for the folder, and for what must not be on the small disk
   * @throws AssertionError with what the process printed, if it fails; also where no file system
   *     may be mounted and the build is one that must test everything
   */
  static void run(Path temporary, int mebibytes, Class<?> main) throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("disk"));
    List<String> mounting = mounting(temporary);
    List<String> command = new ArrayList<>(mounting);
    command.add("mount -t tmpfs -o size=" + mebibytes + "m tmpfs \"$0\" && exec \"$@\"");
    command.add(folder.toString());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(folder.toString());
    Path said = temporary.resolve("said.txt");
    assertThat(exitCode(command, said)).as(Files.readString(said)).isZero();
  }

  /** The beginning of a command whose next argument is a script that may mount. */
  private static List<String> mounting(Path temporary) throws Exception {
    List<List<String>> ways =
        List.of(List.of("unshare", "-m", "sh", "-c"), List.of("unshare", "-r", "-m", "sh", "-c"));
    Path said = temporary.resolve("mounting.txt");
    for (List<String> way : ways) {
      List<String> probe = new ArrayList<>(way);
      probe.add("mount -t tmpfs tmpfs \"$0\"");
      probe.add(temporary.toString());
      if (exitCode(probe, said) == 0) {
        return way;
      }
    }
    String why = "no file system may be mounted here, not even in a namespace";
    assertThat(System.getenv("CI")).as(why).isNull();
    return Assumptions.abort(why);
  }

  private static int exitCode(List<String> command, Path said) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
    } catch (IOException e) {
      return -1; // a system without this program
    }
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it hangs; it said: " + Files.readString(said));
    }
    return process.exitValue();
  }
}
