/**
 * Several group-bys over customers' attributes, answered jointly: counts that agree with each
 * other, with the least error that Gaussian noise allows at their cost.
 *
 * <p>Enter through {@link MarginalPlan}. Sees attribute sizes, exact counts and random bits. Law:
 * the noise is added to integers, and the vector that it is added to is the one whose norm is
 * charged.
 */
@NullMarked
package io.discreet.mechanisms.marginals;

import org.jspecify.annotations.NullMarked;
