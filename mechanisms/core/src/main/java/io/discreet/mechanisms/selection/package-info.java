/**
 * Which of the segments that were found in the data may be named.
 *
 * <p>Enter through {@link SegmentSelection}; {@link SelectionChoice} picks one, {@link
 * SelectionRounds} is for customers in many segments. Sees how many customers each segment has, and
 * random bits. Law: a segment without customers is never named, one with a single customer at most
 * with the probability that was charged as δ.
 */
@NullMarked
package io.discreet.mechanisms.selection;

import org.jspecify.annotations.NullMarked;
