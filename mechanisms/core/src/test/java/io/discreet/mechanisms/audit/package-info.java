/**
 * Proof by attack: how well can somebody who sees outputs tell neighbouring inputs apart?
 *
 * <p>Enter through {@link Auditor}. Sees a mechanism from outside. Law: a bound that is returned is
 * wrong with odds of at most 10⁻⁹; a claim below it is refuted.
 */
@NullMarked
package io.discreet.mechanisms.audit;

import org.jspecify.annotations.NullMarked;
