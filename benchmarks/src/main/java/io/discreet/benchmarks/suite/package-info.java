/**
 * All of JMH's benchmarks in a few minutes, beside what they took before.
 *
 * <p>Enter through {@link JmhSuite}. Sees JMH's list of the module's benchmarks and the results
 * kept in {@code benchmarks/results.csv}. Law: a benchmark is in the suite because it exists;
 * nobody enters it in a list.
 */
@NullMarked
package io.discreet.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
