/**
 * The interfaces of noise and selection on Google's differential-privacy library, as a peer to
 * compare with; its Laplace noise also for a shop with pure-ε books that asks for it.
 *
 * <p>Enter through {@link GoogleLibrary}, {@link GoogleLaplace}, {@link GoogleGaussian} and {@link
 * GoogleSelection}. Sees scales and totals to choose from. Law: what the library does is passed on
 * and described, not repaired.
 */
@NullMarked
package io.discreet.mechanisms.google;

import org.jspecify.annotations.NullMarked;
