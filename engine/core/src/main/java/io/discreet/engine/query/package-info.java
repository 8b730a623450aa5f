/**
 * The question: one immutable {@code SegmentQuery}, made by the fluent API or from query text.
 *
 * <p>Enter through {@code SegmentQuery.from} or {@code SegmentQuery.parse}. Sees text only; names
 * are bound to a policy later, by the plan. Law: what is not supported is refused by name, with
 * what would work.
 */
@NullMarked
package io.discreet.engine.query;

import org.jspecify.annotations.NullMarked;
