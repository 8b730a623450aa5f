/**
 * The command line: where the {@code discreet} command starts.
 *
 * <p>Enter through {@link Main}. Sees arguments, the environment and the terminal. Law: a raw id
 * and a passphrase are never arguments, and a foreign library's message, which may quote a row, is
 * never printed.
 */
@NullMarked
package io.discreet.cli;

import org.jspecify.annotations.NullMarked;
