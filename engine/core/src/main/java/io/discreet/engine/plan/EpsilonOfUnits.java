package io.discreet.engine.plan;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.SafeSide;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ε that costs imply at one δ, told on the safe side; those that were asked for last are kept,
 * since queries of one cost come again. Thread-safe.
 */
final class EpsilonOfUnits {

  private static final int MOST = 256;

  private final Currency currency;
  private final double delta;
  private final Map<Long, Double> newest =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Double> eldest) {
          return size() > MOST;
        }
      };

  EpsilonOfUnits(Currency currency, double delta) {
    this.currency = currency;
    this.delta = delta;
  }

  /** An ε, rounded up, such that a loss of {@code units} implies (ε, δ)-DP. */
  synchronized double of(long units) {
    return newest.computeIfAbsent(units, loss -> SafeSide.SPENT.of(currency.epsilon(loss, delta)));
  }
}
