/**
 * Quantiles of a column from a tree of noisy counts.
 *
 * <p>Enter through {@link QuantileTree}: it makes {@link LeafCounts} to feed, and turns them into
 * {@link NoisyQuantiles}. Sees the exact values of kept rows, one at a time, and random bits. Law:
 * a row counts once in each level of the tree, whatever its value; what leaves is noisy.
 */
@NullMarked
package io.discreet.mechanisms.quantiles;

import org.jspecify.annotations.NullMarked;
