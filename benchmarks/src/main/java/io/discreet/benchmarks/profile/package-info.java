/**
 * What JMH does not measure by itself.
 *
 * <p>Enter by the option {@code -prof} of a benchmark's command. Sees clocks and counts of
 * operations. Law: a figure beside JMH's own says how it was come by.
 */
@NullMarked
package io.discreet.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
