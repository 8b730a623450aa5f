/**
 * From the text of a row to a pseudonym and the integers that the vault keeps, on whatever machine
 * reads the row.
 *
 * <p>Enter through {@link io.discreet.engine.rows.IntakeSource}, which is where rows come from, and
 * {@link io.discreet.engine.rows.RowCheck}, which is what happens to them there. Sees raw ids and
 * rows, one at a time. Law: what leaves this room holds no raw id, and a row that is bad leaves its
 * kind of fault only.
 */
@NullMarked
package io.discreet.engine.rows;

import org.jspecify.annotations.NullMarked;
