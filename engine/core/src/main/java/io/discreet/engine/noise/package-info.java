/**
 * The noise: exact totals go in, noisy estimates with their errors come out.
 *
 * <p>Enter through {@link Noiser}. Sees exact totals and the plan's calibrated noise. Law: every
 * release draws fresh noise from a generator that the operating system has just seeded, and nothing
 * unnoised leaves this room.
 */
@NullMarked
package io.discreet.engine.noise;

import org.jspecify.annotations.NullMarked;
