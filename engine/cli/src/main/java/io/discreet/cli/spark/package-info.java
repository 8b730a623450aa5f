/**
 * What the command asks of Apache Spark, which this module neither has nor needs.
 *
 * <p>Enter through {@link io.discreet.cli.spark.SparkProvider}, which another module implements.
 * Sees the analyst's and the operator's doors. Law: an answer is the same wherever it was scanned
 * (law 10).
 */
@NullMarked
package io.discreet.cli.spark;

import org.jspecify.annotations.NullMarked;
