/**
 * One customer's statement, for people and for programs: text, JSON, one HTML file, or a ZIP file
 * with all of it and the rows held.
 *
 * <p>Enter through {@link StatementPages}. Sees one customer's statement. Law: what it writes is
 * for its owner's eyes only, and every text is escaped.
 */
@NullMarked
package io.discreet.cli.statement;

import org.jspecify.annotations.NullMarked;
