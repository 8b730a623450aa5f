/**
 * What the notebooks draw with.
 *
 * <p>Enter through {@link io.discreet.benchmarks.notebook.Chart}. Sees whatever a notebook gives
 * it.
 */
@NullMarked
package io.discreet.benchmarks.notebook;

import org.jspecify.annotations.NullMarked;
