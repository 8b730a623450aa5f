/**
 * Intake: what a shop's files say, checked, quantized, pseudonymized and staged for the next vault
 * generation; all of it or nothing.
 *
 * <p>Enter through {@link Intake}, or {@link ConsentFile} for consents. Sees raw ids and rows, one
 * at a time. Law: a raw id becomes a pseudonym before anything is written, and no message, count or
 * exception quotes a row: faults are counted by kind.
 */
@NullMarked
package io.discreet.engine.intake;

import org.jspecify.annotations.NullMarked;
