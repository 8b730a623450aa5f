/**
 * The ledger: who may still be asked, and the durable record of what was learnt from whom.
 *
 * <p>Enter through {@code Ledger}. Sees costs, pseudonyms and customer indexes, never rows. Law: a
 * charge is on disk before the release it paid for leaves the process, and spend never goes down in
 * a period.
 */
@NullMarked
package io.discreet.engine.ledger;

import org.jspecify.annotations.NullMarked;
