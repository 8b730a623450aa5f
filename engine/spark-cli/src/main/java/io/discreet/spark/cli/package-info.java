/**
 * The option {@code --spark} of the command.
 *
 * <p>Enter through {@link io.discreet.cli.spark.SparkProvider}, which this implements as a service.
 * Sees Spark's sessions and the doors of a shop. Law: what Spark shows of itself says nothing of
 * rows.
 */
@NullMarked
package io.discreet.spark.cli;

import org.jspecify.annotations.NullMarked;
