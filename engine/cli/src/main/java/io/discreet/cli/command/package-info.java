/**
 * The commands: each turns arguments into calls of the Java API and prints what comes back.
 *
 * <p>Enter through {@link Commands}. Sees the analyst's and the operator's doors. Law: answers go
 * to standard output and everything said about them to standard error.
 */
@NullMarked
package io.discreet.cli.command;

import org.jspecify.annotations.NullMarked;
