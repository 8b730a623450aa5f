/**
 * The vault: pseudonymous tables at rest, one immutable DuckDB file a generation, rows clustered by
 * customer index.
 *
 * <p>Readers enter through {@code Vault}, which opens a generation read-only. Sees customer indexes
 * and quantized values, never raw ids or keys.
 */
@NullMarked
package io.discreet.engine.vault;

import org.jspecify.annotations.NullMarked;
