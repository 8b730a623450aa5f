package io.discreet.benchmarks.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeOnSparkTest {

  @TempDir Path into;

  @Test
  void benchmark_small_takesInEveryRowOnBothSidesAndLeavesTheFilesOnly()
      throws IOException, SQLException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    List<String> arguments =
        List.of(
            "--rows", "40000", "--customers", "1000", "--warmup", "20000",
            "--into", into.toString(), "--runs", "1");
    new IntakeOnSpark(arguments, new PrintStream(text, true, StandardCharsets.UTF_8)).run();
    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2 + 2)
        .anyMatch(line -> line.startsWith("| 40000 | files |"))
        .anyMatch(line -> line.startsWith("| 40000 | Spark, local[2] |"));
    try (Stream<Path> left = Files.list(into)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("files-40000-1000", "files-20000-1000", "policy.yaml");
    }
  }
}
