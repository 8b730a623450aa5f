/**
 * The nightly job: a file of queries, run when they are due.
 *
 * <p>Enter through {@link PlanFile}, which reads a plan, and {@code NightlyRunner}, which runs it.
 * Sees the analyst's door only. Law: a night that is run again, or was interrupted, neither draws
 * nor charges twice.
 */
@NullMarked
package io.discreet.cli.nightly;

import org.jspecify.annotations.NullMarked;
