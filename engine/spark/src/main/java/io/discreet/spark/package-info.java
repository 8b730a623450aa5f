/**
 * The engine's scan and intake on Apache Spark.
 *
 * <p>Enter through {@link io.discreet.spark.SparkRanges} for scans and {@link
 * io.discreet.spark.SparkRows} for intakes. Carries tasks and what they return, which are private,
 * and shows neither. Law: the same integers and the same charges as one machine (law 10), and no
 * raw id beyond the task that reads it (law 7).
 */
@NullMarked
package io.discreet.spark;

import org.jspecify.annotations.NullMarked;
