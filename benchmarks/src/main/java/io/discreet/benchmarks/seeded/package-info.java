/**
 * The engine's plan, scan and noise over data in memory, without a ledger, replayed from a seed: it
 * protects nobody.
 *
 * <p>Enter through {@link io.discreet.benchmarks.seeded.SeededScan}. Law: it never meets a shop.
 */
@NullMarked
package io.discreet.benchmarks.seeded;

import org.jspecify.annotations.NullMarked;
