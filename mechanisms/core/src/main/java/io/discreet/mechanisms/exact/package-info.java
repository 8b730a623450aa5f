/**
 * Arithmetic that knows its own error: enclosures of real numbers in arbitrary precision.
 *
 * <p>Enter through {@link Enclosure}; {@link Elementary} and {@link NormalTail} are the functions.
 * Sees parameters and random bits, never data. Law: the true value lies in the enclosure, always;
 * more bits make it narrower, never righter.
 */
@NullMarked
package io.discreet.mechanisms.exact;

import org.jspecify.annotations.NullMarked;
