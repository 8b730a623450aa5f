/**
 * The vault: pseudonymous tables at rest, one immutable DuckDB file a generation, rows clustered by
 * customer index.
 *
 * <p>Readers enter through {@link Vault}, which opens a generation read-only; intake and erasure
 * through {@link VaultWriter}, which makes the next one. Sees customer indexes and quantized
 * values, never raw ids or keys. Law: what the policy does not declare is not stored, and a
 * generation is either whole under its name or not there.
 */
@NullMarked
package io.discreet.engine.vault;

import org.jspecify.annotations.NullMarked;
