/**
 * What a private query costs beside the plain SQL that it replaces.
 *
 * <p>Enter through {@link ScanBenchmark}, whose doc has the command. Law: both sides hold the same
 * rows, and a test compares what they compute, so that a figure never belongs to something else.
 */
@NullMarked
package io.discreet.benchmarks.scan;

import org.jspecify.annotations.NullMarked;
