package io.discreet.engine.plan;

import io.discreet.engine.query.SegmentQuery;

/**
 * One of several questions that are answered from one draw.
 *
 * @param cost its part of what the draw costs, which also says how much its error counts: the more
 *     it would pay by itself, the more exact it is
 */
public record PricedQuery(SegmentQuery query, Cost cost) {}
