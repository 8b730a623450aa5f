/**
 * What the process was given to talk to its user: streams, environment, console.
 *
 * <p>Enter through {@link Terminal}. Law: secrets are read without echo where there is a console,
 * and are shown nowhere.
 */
@NullMarked
package io.discreet.cli.terminal;

import org.jspecify.annotations.NullMarked;
