/**
 * The report of a night: one HTML file that needs no network and no script.
 *
 * <p>Enter through {@link HtmlReport}. Sees releases and nothing else. Law: every text is escaped,
 * and no number stands without its error.
 */
@NullMarked
package io.discreet.cli.report;

import org.jspecify.annotations.NullMarked;
