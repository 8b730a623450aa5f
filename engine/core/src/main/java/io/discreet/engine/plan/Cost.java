package io.discreet.engine.plan;

import java.io.Serializable;

/**
 * What a query may cost a customer at most: a {@link Share} of the period's budget, an {@link
 * EpsilonCost} of its own, or the {@link AccuracyCost} that the answer should have.
 */
public sealed interface Cost extends Serializable permits Share, EpsilonCost, AccuracyCost {}
