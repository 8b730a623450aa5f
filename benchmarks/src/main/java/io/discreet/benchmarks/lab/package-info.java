/**
 * The accuracy lab: how much accuracy a privacy budget buys, measured again and again from a seed.
 *
 * <p>Enter through {@link io.discreet.benchmarks.lab.AccuracyLab}. Sees exact values, which no
 * analyst may. The noise is the engine's own, replayed from a seed, so that a figure can be made
 * again; it never meets a shop.
 */
@NullMarked
package io.discreet.benchmarks.lab;

import org.jspecify.annotations.NullMarked;
