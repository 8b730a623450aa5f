/**
 * Mean and variance from sums about the centre of a column's range.
 *
 * <p>Enter through {@link CentredRange}, which makes integers of a value; {@link NoisyMoments}
 * makes estimates of their noisy sums. Law: what a row adds is an integer within bounds that the
 * range alone decides.
 */
@NullMarked
package io.discreet.mechanisms.moments;

import org.jspecify.annotations.NullMarked;
