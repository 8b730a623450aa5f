/**
 * The interfaces of noise and selection on Google's differential-privacy library, as a peer to
 * compare with.
 *
 * <p>Enter through {@link GoogleLaplace}, {@link GoogleGaussian} and {@link GoogleSelection}. Sees
 * scales and totals to choose from. Law: what the library does is passed on and described, not
 * repaired.
 */
@NullMarked
package io.discreet.mechanisms.google;

import org.jspecify.annotations.NullMarked;
