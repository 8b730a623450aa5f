/**
 * The scan: one pass over whole customers that yields exact integers and what each customer pays.
 *
 * <p>Enter through {@link Scan}. Sees rows, consents and balances; draws no noise and writes
 * nothing. Law: what customer i adds, pays and whether i is admitted depends on i's own rows, on
 * i's standing and on public parameters, never on another customer.
 */
@NullMarked
package io.discreet.engine.scan;

import org.jspecify.annotations.NullMarked;
