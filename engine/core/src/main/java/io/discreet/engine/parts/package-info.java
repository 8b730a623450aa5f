/**
 * An intake divided into tasks for other machines: what they count of the rows that they read, how
 * rows get to the machine that sorts their customers' range, and what that machine writes.
 *
 * <p>Enter through {@link io.discreet.engine.parts.PartedSource}, which says where the tasks run.
 * Sees rows under pseudonyms, never raw ids. Law: the rows that a file intake would keep, in the
 * order of its vault (law 10).
 */
@NullMarked
package io.discreet.engine.parts;

import org.jspecify.annotations.NullMarked;
