/**
 * Noise on the integer lattice: exact samples of the rounding of a continuous draw.
 *
 * <p>Enter through {@link LatticeNoise}. Sees random bits and scales, never data. Law: a draw has
 * exactly the distribution that its class doc claims, and every release draws from generators that
 * were freshly seeded by the operating system.
 */
@NullMarked
package io.discreet.mechanisms.noise;

import org.jspecify.annotations.NullMarked;
