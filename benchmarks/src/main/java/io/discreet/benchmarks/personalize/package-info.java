/**
 * How good recommendations from noisy answers are, and how fast one is made.
 *
 * <p>Enter through {@link PersonalizationEvaluation} and {@link RankingBenchmark}, whose docs have
 * the commands. Law: what is private goes through the public API of a real shop; what it is
 * compared with sees the same days.
 */
@NullMarked
package io.discreet.benchmarks.personalize;

import org.jspecify.annotations.NullMarked;
