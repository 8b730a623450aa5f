package io.discreet.spark.cli;

import io.discreet.cli.spark.SparkProvider;
import io.discreet.cli.spark.SparkSite;
import io.discreet.engine.failure.InputException;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts the Spark that the command line names. */
public final class CommandOnSpark implements SparkProvider {

  /** What Spark takes for a master. */
  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[(\\*|[1-9][0-9]*)(, *[1-9][0-9]*)?\\])?"
              + "|local-cluster\\[ *[1-9][0-9]* *, *[1-9][0-9]* *, *[1-9][0-9]* *\\]"
              + "|spark://.+|k8s://.+|yarn");

  @Override
  public SparkSite start(String master) {
    if (!MASTER.matcher(master).matches()) {
      throw new InputException(
          "Spark knows no master "
              + master
              + "; there are local[2], local[*], spark://HOST:7077, yarn and k8s://HOST:PORT");
    }
    try {
      return new SparkShops(SparkSession.builder().config(settings(master)).getOrCreate());
    } catch (Exception e) { // Spark throws what it does not declare
      throw new StartFailure(master);
    }
  }

  private static SparkConf settings(String master) {
    SparkConf settings = new SparkConf().setMaster(master);
    settings.setIfMissing("spark.app.name", "discreet");
    settings.setIfMissing("spark.log.level", "WARN");
    return settings;
  }
}
