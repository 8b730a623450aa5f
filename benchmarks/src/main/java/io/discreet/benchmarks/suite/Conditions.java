package io.discreet.benchmarks.suite;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * Under what a figure was measured.
 *
 * @param date in UTC
 * @param load processes that ran or waited, mean of the last minute; below 0 where the system does
 *     not tell
 * @param jdk the virtual machine and its version
 * @param machine number and kind of processors, and system
 */
record Conditions(LocalDate date, double load, String jdk, String machine) {

  static Conditions now() throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return new Conditions(
        LocalDate.now(ZoneOffset.UTC),
        Math.rint(100 * system.getSystemLoadAverage()) / 100,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        system.getAvailableProcessors()
            + " x "
            + processor(Path.of("/proc/cpuinfo"), system.getArch())
            + ", "
            + system.getName());
  }

  /** Returns the name of the processor, or the architecture where the system has no such file. */
  private static String processor(Path description, String architecture) throws IOException {
    if (!Files.exists(description)) {
      return architecture;
    }
    try (Stream<String> lines = Files.lines(description)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    }
  }
}
