/**
 * Which k of the declared candidates are largest.
 *
 * <p>Enter through {@link OneShotTop} where only the order is released, or {@link ReleasedOrder}
 * where the noisy values are paid for as well. Sees exact counts and random bits. Law: draws that
 * are compared without being charged as a vector are never rounded first.
 */
@NullMarked
package io.discreet.mechanisms.ranking;

import org.jspecify.annotations.NullMarked;
