package io.discreet.cli.spark;

/** Starts Spark for the command. Found as a service: most builds of the command have none. */
public interface SparkProvider {

  /**
   * Starts Spark, or joins the one that {@code spark-submit} started.
   *
   * @param master as Spark writes it, such as {@code local[2]}
   * @throws io.discreet.engine.failure.InputException if Spark knows no such master
   * @throws io.discreet.engine.failure.StorageException if Spark cannot be started there
   */
  SparkSite start(String master);
}
