/**
 * What commands print: one table model, three forms (aligned text, JSON, CSV).
 *
 * <p>Enter through {@link Sheet} for lists and {@link ReleaseSheet} for releases. Sees releases and
 * public parameters. Law: text is rounded to be read, JSON and CSV carry every digit.
 */
@NullMarked
package io.discreet.cli.output;

import org.jspecify.annotations.NullMarked;
