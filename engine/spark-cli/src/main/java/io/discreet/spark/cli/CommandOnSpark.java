package io.discreet.spark.cli;

import io.discreet.cli.spark.SparkProvider;
import io.discreet.cli.spark.SparkSite;
import io.discreet.engine.failure.InputException;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the Spark that the command line names. */
public final class CommandOnSpark implements SparkProvider {

  private static final Pattern IN_THIS_PROCESS =
      Pattern.compile("local(\\[(\\*|[1-9][0-9]*)(, *[1-9][0-9]*)?\\])?");

  /** What else Spark takes for a master. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "local-cluster\\[ *[1-9][0-9]* *, *[1-9][0-9]* *, *[1-9][0-9]* *\\]"
              + "|spark://.+|k8s://.+|yarn");

  private static final String STANDALONE = "spark://";

  /** How the id begins that Spark makes up where no master answered; it stops a bit later. */
  private static final String NOT_REGISTERED = "spark-application-";

  private static final String LOOPBACK = "127.0.0.1";

  @Override
  public SparkSite start(String master) {
    if (!IN_THIS_PROCESS.matcher(master).matches() && !ELSEWHERE.matcher(master).matches()) {
      throw new InputException(
          "Spark knows no master '"
              + master
              + "'; there are local[2], local[*], spark://HOST:7077, yarn and k8s://HOST:PORT");
    }
    SparkSession spark;
    try {
      spark = SparkSession.builder().config(settings(master)).getOrCreate();
    } catch (Exception e) { // Spark throws what it does not declare
      throw new StartFailure(master);
    }
    if (master.startsWith(STANDALONE)
        && spark.sparkContext().applicationId().startsWith(NOT_REGISTERED)) {
      spark.stop();
      throw new StartFailure(master);
    }
    return new SparkShops(spark);
  }

  /** What was set for Spark, such as by {@code spark-submit}, and else what suits a command. */
  private static SparkConf settings(String master) {
    SparkConf settings = new SparkConf().setMaster(master);
    settings.setIfMissing("spark.app.name", "discreet");
    // Its pages show times and sizes of tasks, which depend on rows, to whoever reaches the port.
    settings.setIfMissing("spark.ui.enabled", "false");
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME).isInfoEnabled()) {
      settings.setIfMissing("spark.log.level", "WARN");
    }
    if (master.startsWith("local")) {
      settings.setIfMissing("spark.driver.bindAddress", LOOPBACK);
      settings.setIfMissing("spark.driver.host", LOOPBACK);
    }
    if (!IN_THIS_PROCESS.matcher(master).matches()) {
      SparkContext.jarOfClass(CommandOnSpark.class)
          .foreach(assembly -> settings.setIfMissing("spark.jars", assembly));
    }
    return settings;
  }
}
