/**
 * Intake: what a shop's files or other sources say, staged for the next vault generation; all of it
 * or nothing.
 *
 * <p>Enter through {@link Intake}, or {@link ConsentFile} for consents. Its readers of files see
 * raw ids and rows, one at a time. Law: a raw id becomes a pseudonym before anything is written,
 * and no message, count or exception quotes a row: faults are counted by kind.
 */
@NullMarked
package io.discreet.engine.intake;

import org.jspecify.annotations.NullMarked;
