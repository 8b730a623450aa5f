package io.discreet.spark.cli;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Processes as users start them: the assembly under {@code spark-submit}, and Spark's own main
 * classes, on a class path of Spark's own libraries.
 */
final class AssemblyProcesses {

  static final Path ASSEMBLY = Path.of("target", "discreet-assembly.jar").toAbsolutePath();

  private static final Path HOME = Path.of("..", "spark-home", "target").toAbsolutePath();
  private static final int MOST_MINUTES = 10;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param folder where they start and leave what they print
   */
  AssemblyProcesses(Path folder) {
    this.folder = folder;
    environment.put("DISCREET_PASSPHRASE", CliShop.PASSPHRASE);
    environment.put("SPARK_HOME", HOME.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13"); // as Spark's scripts do
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
  }

  /** Settings of Spark in a file, as its scripts find them. */
  AssemblyProcesses settings(Path spark) {
    environment.put("SPARK_CONF_DIR", spark.toString());
    return this;
  }

  /** Runs {@code spark-submit} with these options before the assembly. */
  Outcome submit(List<String> options, List<String> command) throws Exception {
    List<String> words = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    words.addAll(options);
    words.add(ASSEMBLY.toString());
    words.addAll(command);
    return java(jars(), words);
  }

  private static String jars() {
    return HOME.resolve("jars").resolve("*").toString();
  }

  Outcome java(String classPath, List<String> words) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = start(classPath, words, out, err);
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Outcome(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  /** Starts a process of Spark that runs until it is ended; what it prints goes to a file. */
  Process daemon(Path log, List<String> words) throws IOException {
    return start(jars(), words, log, log);
  }

  private Process start(String classPath, List<String> words, Path out, Path err)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(line, System.getProperty("discreet.spark.opens").split(" ", -1));
    line.addAll(List.of("-Xmx1g", "-cp", classPath));
    line.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile());
    Process process =
        out.equals(err)
            ? builder.redirectErrorStream(true).start()
            : builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return process;
  }
}
