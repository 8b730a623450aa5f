package io.discreet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 7 as others on the machine could break it: while a process of ours works, no raw id is in its
 * command line, its environment, or a file of the system's temporary folder, and none stays there.
 */
class SecrecyOfProcessesTest {

  private static final String RAW = "customer-number-";

  @TempDir Path folder;
  private final Set<String> traces = new HashSet<>();
  private boolean seenCommandLine;

  @Test
  @EnabledOnOs(OS.LINUX) // where /proc is
  void law7_workingProcess_showsNoRawIdToOthers() throws Exception {
    CliShop shop = CliShop.filled(folder, CliShop.POLICY);
    Path temporary = Files.createDirectory(folder.resolve("system-temporary"));
    Path output = Files.createDirectory(folder.resolve("output"));
    StringBuilder more = new StringBuilder("email,day,category,amount,pieces\n");
    for (int i = 0; i < 20_000; i++) {
      more.append(CliShop.rawId(i % 300)).append(",2026-05-01,bread,3.00,1\n");
    }
    shop.file("more.csv", more);
    run(temporary, "", "intake", shop.path(), "purchases", shop.at("more.csv"));
    run(temporary, CliShop.rawId(7) + "\n", "cap", shop.path(), "--strict");
    String zip = output.resolve("statement.zip").toString();
    run(temporary, CliShop.rawId(7) + "\n", "statement", shop.path(), "--out", zip);
    run(temporary, CliShop.rawId(7) + "\n", "forget", shop.path());
    assertThat(seenCommandLine).as("the command line was looked at").isTrue();
    assertThat(traces).isEmpty();
    assertNoTrace(temporary);
    assertNoTrace(output);
    assertNoTrace(Path.of(shop.path()));
    look(folder.resolve("more.csv"), false);
    assertThat(traces).as("a raw id that is there is found").hasSize(1);
  }

  private void run(Path temporary, String in, String... args) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    line.add("-Djava.io.tmpdir=" + temporary);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.discreet.cli.Main"));
    line.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("DISCREET_PASSPHRASE", CliShop.PASSPHRASE);
    builder.environment().put("TMPDIR", temporary.toString());
    Path said = folder.resolve("said-by-" + args[0]);
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().write(in.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    while (process.isAlive()) {
      look(Path.of("/proc", String.valueOf(process.pid()), "cmdline"), true);
      look(Path.of("/proc", String.valueOf(process.pid()), "environ"), false);
      files(temporary).forEach(file -> look(file, false));
      Thread.sleep(20);
    }
    assertThat(process.waitFor()).as(Files.readString(said)).isZero();
    look(said, false);
  }

  private void look(Path file, boolean commandLine) {
    try {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      if (commandLine && bytes.contains("io.discreet.cli.Main")) {
        seenCommandLine = true;
      }
      if (bytes.toLowerCase(Locale.ROOT).contains(RAW)) {
        traces.add(file.toString());
      }
    } catch (IOException e) {
      return; // it is gone, as the process may be
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (NoSuchFileException | UncheckedIOException e) {
      return List.of(); // removed while we looked
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertNoTrace(Path place) {
    traces.clear();
    files(place).forEach(file -> look(file, false));
    assertThat(traces).isEmpty();
  }
}
