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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands on a cluster whose master, workers, executors and driver are processes of their own,
 * with authenticated and encrypted connections; executors are killed while they run tasks.
 */
class SparkStandaloneIT {

  private static final String SECRET = "known to every part of this cluster";

  @TempDir static Path clusterFolder;
  private static StandaloneCluster cluster;

  @TempDir Path temporary;

  private static Path settings() throws IOException {
    Path folder = clusterFolder.resolve("conf");
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      Files.createDirectory(clusterFolder.resolve("events"));
      Files.writeString(
          folder.resolve("spark-defaults.conf"),
          """
          spark.authenticate           true
          spark.authenticate.secret    %s
          spark.network.crypto.enabled true
          spark.io.encryption.enabled  true
          spark.eventLog.enabled       true
          spark.eventLog.compress      false
          spark.eventLog.dir           %s
          """
              .formatted(SECRET, clusterFolder.resolve("events").toUri()));
    }
    return folder;
  }

  @BeforeAll
  static void startCluster() throws IOException {
    cluster =
        new StandaloneCluster(
            new AssemblyProcesses(clusterFolder).settings(settings()), clusterFolder);
  }

  @AfterAll
  static void stopCluster() throws IOException {
    List<String> logs = cluster.executorLogs();
    cluster.close();
    assertThat(logs).hasSizeGreaterThan(4).anyMatch(log -> log.contains("Running task "));
    logs.add(events());
    assertThat(logs)
        .noneMatch(log -> log.contains("@example.org"))
        .noneMatch(log -> log.contains(SECRET))
        .noneMatch(log -> log.contains(CliShop.PASSPHRASE));
  }

  private static String events() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(clusterFolder.resolve("events"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private Outcome submit(List<String> command, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of("--master", cluster.master()));
    options.addAll(List.of(more));
    return new AssemblyProcesses(temporary).settings(settings()).submit(options, command);
  }

  @Test
  void law10_commandsOnACluster_chargeWhomAndWhatTheyChargeHere() throws Exception {
    TwoShops shops = TwoShops.fill(temporary);
    Path rows =
        shops
            .here()
            .file(
                "more.json",
                "{\"email\": \""
                    + CliShop.rawId(7)
                    + "\", \"day\": \"2026-05-01\", \"category\": \"cake\","
                    + " \"amount\": 3, \"pieces\": 1}\n");
    Outcome taken = shops.here().run("intake", shops.here().path(), "purchases", rows.toString());
    Outcome takenThere =
        submit(List.of("intake", shops.there().path(), "purchases", "json.`" + rows + "`"));
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(takenThere.code()).as(takenThere.err()).isZero();
    assertThat(takenThere.out()).isEqualTo(taken.out()).contains("rows kept");

    for (List<String> command : List.of(ShopCommands.QUERY, ShopCommands.NIGHT)) {
      Outcome here = ShopCommands.here(shops.here(), command);
      Outcome there = submit(ShopCommands.on(shops.there(), command));

      assertThat(here.code()).as(here.err()).isZero();
      assertThat(there.code()).as(there.err()).isZero();
      assertThat(there.err()).contains("discreet: Spark " + cluster.master() + " started in ");
      assertThat(ShopCommands.here(shops.there(), command).out())
          .as("law 11")
          .isEqualTo(there.out());
    }
    assertThat(TwoShops.statements(shops.there())).isEqualTo(TwoShops.statements(shops.here()));
  }

  @Test
  void law10_executorKilledInATask_changesNothing() throws Exception {
    TwoShops shops = TwoShops.fill(temporary);
    Outcome here = ShopCommands.here(shops.here(), ShopCommands.QUERY);
    Outcome there = submitAndKill(shops.there());

    assertThat(here.code()).as(here.err()).isZero();
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(ShopCommands.here(shops.there(), ShopCommands.QUERY).out())
        .as("law 11")
        .isEqualTo(there.out());
    assertThat(TwoShops.statements(shops.there())).isEqualTo(TwoShops.statements(shops.here()));
  }

  @Test
  void executorKilledWhereNoTaskMayFail_chargesNobody() throws Exception {
    TwoShops shops = TwoShops.fill(temporary);
    List<String> before = TwoShops.statements(shops.there());
    Outcome failed = submitAndKill(shops.there(), "--conf", "spark.task.maxFailures=1");

    assertThat(failed.code()).as(failed.err()).isEqualTo(2);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("discreet: the scan failed on Spark, and nobody was charged: ");
    assertThat(TwoShops.statements(shops.there())).isEqualTo(before);

    Outcome here = ShopCommands.here(shops.here(), ShopCommands.QUERY);
    Outcome later = submit(ShopCommands.on(shops.there(), ShopCommands.QUERY));
    assertThat(here.code()).as(here.err()).isZero();
    assertThat(later.code()).as(later.err()).isZero();
    assertThat(TwoShops.statements(shops.there())).isEqualTo(TwoShops.statements(shops.here()));
  }

  @Test
  void masterThatDoesNotAnswer_isWhatTheCommandSays() throws Exception {
    CliShop shop = CliShop.filled(temporary, CliShop.POLICY);
    Outcome outcome =
        new AssemblyProcesses(temporary)
            .submit(
                List.of("--master", "spark://127.0.0.1:1"),
                ShopCommands.on(shop, ShopCommands.QUERY));

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("discreet: Spark did not start on spark://127.0.0.1:1, and nobody was charged")
        .doesNotContain("started in ");
  }

  /** Asks, and kills the first executor that takes up a task, which Spark must have noticed. */
  private Outcome submitAndKill(CliShop shop, String... more) throws Exception {
    int lost = tasksLost();
    StandaloneCluster.Victims victims = cluster.victims();
    CompletableFuture<Void> killing = CompletableFuture.runAsync(victims::killOne);
    Outcome outcome = submit(ShopCommands.on(shop, ShopCommands.QUERY), more);
    try {
      killing.get();
    } catch (ExecutionException e) {
      throw new AssertionError(outcome.err(), e);
    }
    assertThat(tasksLost()).as("tasks of killed executors").isGreaterThan(lost);
    return outcome;
  }

  /** Tasks that ended with their executor, as Spark's own events have it. */
  private static int tasksLost() throws IOException {
    return events().split("\"Reason\":\"ExecutorLostFailure\"", -1).length - 1;
  }
}
