/**
 * What it costs to choose the segments that may be named.
 *
 * <p>Each class doc has the command that runs it. Sees made-up totals only. Law: what a benchmark
 * computes is checked by a test, so that a figure never belongs to something else.
 */
@NullMarked
package io.discreet.benchmarks.selection;

import org.jspecify.annotations.NullMarked;
