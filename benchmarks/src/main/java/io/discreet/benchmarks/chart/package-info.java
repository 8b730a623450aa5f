/**
 * What the notebooks draw with, and how the lab's plots look, too.
 *
 * <p>Enter through {@link io.discreet.benchmarks.chart.Chart}. Sees whatever it is given to draw.
 */
@NullMarked
package io.discreet.benchmarks.chart;

import org.jspecify.annotations.NullMarked;
