/**
 * What quantiles cost to feed, and how far off they are.
 *
 * <p>Each class doc has the command that runs it. Sees made-up values only. Law: what a benchmark
 * computes is checked by a test, so that a figure never belongs to something else.
 */
@NullMarked
package io.discreet.benchmarks.quantiles;

import org.jspecify.annotations.NullMarked;
