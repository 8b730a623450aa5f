/** The command line: every command calls the Java API and nothing below it. */
@NullMarked
package io.discreet.cli;

import org.jspecify.annotations.NullMarked;
