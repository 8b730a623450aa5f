/**
 * The engine's scan on Apache Spark.
 *
 * <p>Enter through {@link io.discreet.spark.SparkRanges}. Carries tasks and what they return, which
 * are private, and shows neither. Law: the same integers and the same charges as one machine (law
 * 10).
 */
@NullMarked
package io.discreet.spark;

import org.jspecify.annotations.NullMarked;
