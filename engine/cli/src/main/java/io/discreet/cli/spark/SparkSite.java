package io.discreet.cli.spark;

import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.intake.IntakeSummary;

/** A Spark that runs: scans of a shop, and tables to take in. */
public interface SparkSite extends AutoCloseable {

  /** The shop with its scans run here. Closing one of the two closes both. */
  Discreet on(Discreet shop);

  /**
   * Takes a table of Spark into a table of the shop.
   *
   * @param source as Spark's SQL names it, such as {@code sales.purchases}
   * @throws io.discreet.engine.failure.InputException if Spark has no such table, or as {@link
   *     Operator#intake(String, java.util.List, IntakeOptions)}
   */
  IntakeSummary intake(Operator operator, String table, String source, IntakeOptions options);

  /** Stops Spark. */
  @Override
  void close();
}
