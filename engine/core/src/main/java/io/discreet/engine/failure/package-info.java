/**
 * The two ways in which a caller is told no: asked wrongly ({@link InputException}), or not allowed
 * ({@link RefusedException}). Whatever else is thrown is the engine's own fault. Of a bad row,
 * {@link RowFault} says what is wrong.
 *
 * <p>Law: a message holds parameters and public facts, never rows and never raw ids.
 */
@NullMarked
package io.discreet.engine.failure;

import org.jspecify.annotations.NullMarked;
