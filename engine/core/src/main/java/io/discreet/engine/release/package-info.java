/**
 * The release: a noisy answer with everything needed to read it.
 *
 * <p>Enter through {@link Release}; {@code ReleaseJson} is its one stored form. Sees noisy values
 * and public parameters, never rows, customers or exact values.
 */
@NullMarked
package io.discreet.engine.release;

import org.jspecify.annotations.NullMarked;
