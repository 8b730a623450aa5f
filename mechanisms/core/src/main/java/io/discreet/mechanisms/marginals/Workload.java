package io.discreet.mechanisms.marginals;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The marginals that are asked for, and how much the error of each counts.
 *
 * @param domain what customers' attributes look like
 * @param weights for each marginal the weight of the variance of each of its cells: finite, above 0
 */
public record Workload(Domain domain, SortedMap<AttributeSet, Double> weights) {

  /** Checks the marginals and their weights. */
  public Workload {
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("a workload needs at least one marginal, got none");
    }
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    for (Map.Entry<AttributeSet, Double> entry : weights.entrySet()) {
      domain.cells(entry.getKey());
      double weight = entry.getValue();
      if (!(weight > 0 && weight <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "the weight of a marginal must be finite and above 0, got " + weight);
      }
    }
  }

  /** The workload in which every cell of every marginal counts alike. */
  public static Workload of(Domain domain, Collection<AttributeSet> marginals) {
    SortedMap<AttributeSet, Double> weights = new TreeMap<>();
    marginals.forEach(marginal -> weights.put(marginal, 1.0));
    return new Workload(domain, weights);
  }

  /** The cells of all its marginals. */
  long cells() {
    return weights.keySet().stream().mapToLong(domain::cells).sum();
  }
}
