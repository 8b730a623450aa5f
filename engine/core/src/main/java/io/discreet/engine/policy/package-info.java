/**
 * The policy: what a shop declares about its tables, purposes and budget. What is not declared is
 * not stored.
 *
 * <p>Enter through {@code PolicyFile}, which reads {@code discreet.yaml}. Sees no data. Law: every
 * bound that a noise scale rests on is declared here, never measured.
 */
@NullMarked
package io.discreet.engine.policy;

import org.jspecify.annotations.NullMarked;
