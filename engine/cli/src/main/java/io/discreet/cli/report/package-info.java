/**
 * The report of a night: one HTML file that needs no network, and no script but for its tables.
 *
 * <p>Enter through {@link HtmlReport}. Sees releases and the public budget. Law: every text is
 * escaped, and no number stands without its error. {@link ChartPress} draws, {@link AnswerCharts}
 * says what.
 */
@NullMarked
package io.discreet.cli.report;

import org.jspecify.annotations.NullMarked;
