/**
 * The query plan: sensitivity, noise, worst-case cost and expected error, from the query and the
 * policy alone.
 *
 * <p>Enter through {@code QueryPlanner}. Sees no data. Law: what an analyst sees beside noisy
 * values is decided here, so it cannot depend on rows.
 */
@NullMarked
package io.discreet.engine.plan;

import org.jspecify.annotations.NullMarked;
