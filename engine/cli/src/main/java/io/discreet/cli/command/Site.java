package io.discreet.cli.command;

import io.discreet.cli.spark.SparkProvider;
import io.discreet.cli.spark.SparkSite;
import io.discreet.cli.terminal.Terminal;
import io.discreet.engine.Discreet;
import io.discreet.engine.failure.InputException;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** Where a command's rows are read: in this process, or on the Spark of the command line. */
final class Site implements AutoCloseable {

  /** Where {@code spark-submit} leaves its master. */
  private static final String SUBMITTED = "spark.master";

  private static final String BUILD =
      "build it with 'mvn -Pspark -pl engine/spark-cli -am package -DskipTests'; docs/spark.md has"
          + " the rest";

  private final Optional<SparkSite> spark;

  private Site(Optional<SparkSite> spark) {
    this.spark = spark;
  }

  /**
   * The site that the command line asks for; if that is Spark, it is started.
   *
   * @throws InputException if Spark is asked for and cannot be had
   */
  static Site of(CommandLine command, Terminal terminal) {
    Optional<String> submitted = Optional.ofNullable(System.getProperty(SUBMITTED));
    Optional<String> asked = DiscreetCommand.spark(command);
    if (asked.isPresent() && submitted.isPresent() && !asked.equals(submitted)) {
      throw new InputException(
          "--spark "
              + asked.get()
              + " is not the master of spark-submit, "
              + submitted.get()
              + ": leave --spark out");
    }
    return new Site(asked.or(() -> submitted).map(master -> start(master, terminal)));
  }

  private static SparkSite start(String master, Terminal terminal) {
    SparkProvider provider =
        ServiceLoader.load(SparkProvider.class, SparkProvider.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new InputException("this build has no Spark: " + BUILD));
    long begun = System.nanoTime();
    try {
      SparkSite site = provider.start(master);
      terminal.say(
          String.format(
              Locale.ROOT,
              "Spark %s started in %.1f s",
              master,
              (System.nanoTime() - begun) / 1e9));
      return site;
    } catch (NoClassDefFoundError e) {
      throw new InputException(
          "Spark's own libraries are not in reach: start this with spark-submit or ./discreet; "
              + BUILD,
          e);
    }
  }

  /** The shop with its scans at this site. */
  Discreet of(Discreet shop) {
    return spark.map(site -> site.on(shop)).orElse(shop);
  }

  /** Spark, if it is this site. */
  Optional<SparkSite> spark() {
    return spark;
  }

  @Override
  public void close() {
    spark.ifPresent(SparkSite::close);
  }
}
