/**
 * The report of a night: one HTML file that needs no network, and no script but to sort.
 *
 * <p>Enter through {@link HtmlReport}. Sees releases and the public budget. Law: every text is
 * escaped, and no number stands without its error.
 */
@NullMarked
package io.discreet.cli.report;

import org.jspecify.annotations.NullMarked;
