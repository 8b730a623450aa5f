/**
 * What a draw of noise costs, beside the generator of the platform.
 *
 * <p>Each class doc has the command that runs it. Sees scales and random bits, never data. Law:
 * what a benchmark computes is checked by a test, so that a figure never belongs to something else.
 */
@NullMarked
package io.discreet.benchmarks.noise;

import org.jspecify.annotations.NullMarked;
