/**
 * The memory: what successive releases of one question say together.
 *
 * <p>Enter through {@link Memory#of}. Sees releases and nothing else: no table, no customer, no
 * key, no file. What it returns is post-processing of releases, so that it costs no customer
 * anything.
 */
@NullMarked
package io.discreet.engine.memory;

import org.jspecify.annotations.NullMarked;
