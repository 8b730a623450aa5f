package io.discreet.engine.plan;

/**
 * What a query may cost a customer at most: a {@link Share} of the period's budget, an {@link
 * EpsilonCost} of its own, or the {@link AccuracyCost} that the answer should have.
 */
public sealed interface Cost permits Share, EpsilonCost, AccuracyCost {}
