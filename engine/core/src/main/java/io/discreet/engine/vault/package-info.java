/**
 * The vault: pseudonymous tables at rest, one immutable DuckDB file a generation, rows clustered by
 * customer index: in that file, or in Parquet files by range of customers that it names.
 *
 * <p>Readers enter through {@link Vault}, which opens a generation read-only; intake and erasure
 * through {@link VaultWriter}, which makes the next one; other machines that write parts of it
 * through {@link PartSite}. Sees customer indexes and quantized values, never raw ids or keys. Law:
 * what the policy does not declare is not stored, and a generation is either whole under its name
 * or not there.
 */
@NullMarked
package io.discreet.engine.vault;

import org.jspecify.annotations.NullMarked;
