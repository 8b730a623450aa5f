/**
 * The noise interface on Google's differential-privacy library, as a peer to compare with.
 *
 * <p>Enter through {@link GoogleLaplace} and {@link GoogleGaussian}. Sees scales, never data. Law:
 * what the library does is passed on and described, not repaired.
 */
@NullMarked
package io.discreet.mechanisms.google;

import org.jspecify.annotations.NullMarked;
