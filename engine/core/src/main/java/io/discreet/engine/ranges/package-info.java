/**
 * Scans divided into ranges of customers that any machine can run.
 *
 * <p>Enter through {@link io.discreet.engine.ranges.RangeRunner}, which says where the tasks run,
 * and {@link io.discreet.engine.ranges.RangedScan}, which makes them and joins what they return.
 * Sees what the scan sees. Law: the same integers and the same payers as one machine (law 10).
 */
@NullMarked
package io.discreet.engine.ranges;

import org.jspecify.annotations.NullMarked;
