/**
 * What a noisy answer costs, in units that add up.
 *
 * <p>Enter through {@link Currency}. Sees privacy parameters and sensitivities, never data. Law:
 * budgets round down; costs, noise scales and reported losses round up.
 */
@NullMarked
package io.discreet.mechanisms.accounting;

import org.jspecify.annotations.NullMarked;
