/**
 * Differences and ratios of noisy values: post-processing, free of charge.
 *
 * <p>Enter through {@link NoisyPair}. Sees released values and the variance of their noise, never
 * data. Law: what noise leaves open is said, also where an interval has no end.
 */
@NullMarked
package io.discreet.mechanisms.comparison;

import org.jspecify.annotations.NullMarked;
