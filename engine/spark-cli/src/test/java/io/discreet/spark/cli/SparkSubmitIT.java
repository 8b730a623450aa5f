package io.discreet.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The assembly as users start it: by the main class of {@code spark-submit}, on a class path of
 * Spark's own libraries, each in a process of its own.
 */
class SparkSubmitIT {

  @TempDir Path temporary;

  private Outcome submit(List<String> options, List<String> command) throws Exception {
    return new AssemblyProcesses(temporary).submit(options, command);
  }

  @Test
  void submittedCommands_chargeWhomAndWhatTheyChargeHere_andSayLittle() throws Exception {
    TwoShops shops = TwoShops.fill(temporary);
    for (List<String> command : List.of(ShopCommands.QUERY, ShopCommands.NIGHT)) {
      Outcome here = ShopCommands.here(shops.here(), command);
      Outcome there =
          submit(List.of("--master", "local[2]"), ShopCommands.on(shops.there(), command));

      assertThat(here.code()).as(here.err()).isZero();
      assertThat(there.code()).as(there.err()).isZero();
      assertThat(there.err())
          .contains("discreet: Spark local[2] started in ")
          .doesNotContain("INFO SparkContext: Submitted", "INFO DAGScheduler", "\tat ");
      assertThat(there.err().lines()).hasSizeLessThan(25);
      assertThat(ShopCommands.here(shops.there(), command).out())
          .as("law 11")
          .isEqualTo(there.out());
    }
    assertThat(TwoShops.statements(shops.there())).isEqualTo(TwoShops.statements(shops.here()));
  }

  @Test
  void executorsThatAreProcesses_chargeWhomAndWhatIsChargedHere() throws Exception {
    TwoShops shops = TwoShops.fill(temporary);
    Outcome here = ShopCommands.here(shops.here(), ShopCommands.QUERY);
    Outcome there =
        submit(
            List.of("--master", "local-cluster[2,1,1024]"),
            ShopCommands.on(shops.there(), ShopCommands.QUERY));

    assertThat(here.code()).as(here.err()).isZero();
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(there.err()).contains("discreet: Spark local-cluster[2,1,1024] started in ");
    assertThat(ShopCommands.here(shops.there(), ShopCommands.QUERY).out())
        .as("law 11")
        .isEqualTo(there.out());
    assertThat(TwoShops.statements(shops.there())).isEqualTo(TwoShops.statements(shops.here()));
  }

  @Test
  void law7_eventLogOfAnIntakeAndAQuery_holdsNoRawIdAndNoPassphrase() throws Exception {
    CliShop shop = CliShop.filled(temporary, CliShop.POLICY);
    Path events = Files.createDirectory(temporary.resolve("events"));
    Path rows = Files.createDirectory(temporary.resolve("rows"));
    Files.writeString(
        rows.resolve("more.json"),
        "{\"email\": \""
            + CliShop.rawId(7)
            + "\", \"day\": \"2026-05-01\", \"category\": \"cake\","
            + " \"amount\": 3, \"pieces\": 1}\n");
    List<String> logging =
        List.of(
            "--master",
            "local[2]",
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.compress=false",
            "--conf",
            "spark.eventLog.dir=" + events.toUri());

    Outcome intake =
        submit(logging, List.of("intake", shop.path(), "purchases", "json.`" + rows + "`"));
    Outcome query = submit(logging, ShopCommands.on(shop, ShopCommands.QUERY));

    assertThat(intake.code()).as(intake.err()).isZero();
    assertThat(intake.out()).contains("rows kept", " 1\n");
    assertThat(query.code()).as(query.err()).isZero();
    StringBuilder logged = new StringBuilder();
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        logged.append(Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    assertThat(logged.toString().toLowerCase(Locale.ROOT))
        .contains("sparklistenertaskend", "select category")
        .doesNotContain("@example.org", CliShop.PASSPHRASE);
  }

  @Test
  void exitCodesAndFailures_areThoseOfTheCommand() throws Exception {
    CliShop shop = CliShop.filled(temporary, CliShop.POLICY.replace("drop", "refuse"));
    List<String> dear = new ArrayList<>(ShopCommands.on(shop, ShopCommands.QUERY));
    dear.set(dear.size() - 1, "60%");
    shop.done(dear.toArray(String[]::new));
    dear.set(dear.size() - 1, "59%");
    List<String> local = List.of("--master", "local[2]");

    Outcome refused = submit(local, dear);
    Outcome other =
        submit(local, Stream.concat(Stream.of("--spark", "yarn"), dear.stream()).toList());
    Outcome alone =
        new AssemblyProcesses(temporary)
            .java(
                AssemblyProcesses.ASSEMBLY.toString(),
                Stream.concat(
                        Stream.of("io.discreet.cli.Main", "--spark", "local[2]"),
                        ShopCommands.on(shop, ShopCommands.QUERY).stream())
                    .toList());

    assertThat(refused.code()).as(refused.err()).isEqualTo(3);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("discreet: refused: ").doesNotContain("\tat ");
    assertThat(other.code()).as(other.err()).isEqualTo(2);
    assertThat(other.err()).contains("discreet: --spark yarn is not the master of spark-submit");
    assertThat(alone.code()).as(alone.err()).isEqualTo(2);
    assertThat(alone.err())
        .hasLineCount(1)
        .startsWith(
            "discreet: Spark's own libraries are not in reach: start this with spark-submit");
  }

  @Test
  void assembly_holdsNeitherSparkNorWhatSparkHasInAnotherVersion() throws IOException {
    try (JarFile jar = new JarFile(AssemblyProcesses.ASSEMBLY.toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names)
          .contains(
              "io/discreet/cli/Main.class", "io/discreet/shaded/jackson/core/JsonFactory.class")
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"))
          .noneMatch(name -> name.endsWith("module-info.class"));
      for (String spark : List.of("org/apache/spark", "scala", "org/slf4j", "org/apache/logging")) {
        assertThat(names).noneMatch(name -> name.startsWith(spark + "/"));
      }
      for (String others : List.of("com/fasterxml/jackson", "org/roaringbitmap", "org/yaml")) {
        assertThat(names).noneMatch(name -> name.contains(others + "/") && name.endsWith(".class"));
      }
      String drivers =
          new String(
              jar.getInputStream(jar.getEntry("META-INF/services/java.sql.Driver")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(drivers)
          .contains("org.duckdb.DuckDBDriver", "org.sqlite.JDBC", "org.postgresql.Driver");
    }
  }
}
