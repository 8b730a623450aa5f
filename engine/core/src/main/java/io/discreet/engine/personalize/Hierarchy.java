package io.discreet.engine.personalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Empirical-Bayes shares of items, from all customers down to single cells of several axes.
 *
 * <p>What a cell is expected to take before its own counts are looked at follows from the cells
 * around it ({@link ExpectedShares#withoutInteraction}). Its own counts move that by the factor
 * {@code A / (A + s²)}: s² is the variance of the noise in the measured share relative to the
 * expected one, which is known because it was added on purpose; A is how much the measured shares
 * of <em>all</em> cells of the same axes differ from the expected ones beyond the noise, by the
 * method of moments (Efron and Morris 1973; DerSimonian and Laird 1986). Cells that noise drowns
 * one by one so still say together how far cells differ. A cell whose total is itself drowned keeps
 * what is expected.
 *
 * <p>Shares over one set of axes are computed when first asked for. Safe for several threads.
 */
final class Hierarchy {

  /** A share is kept above this part of the expected one: nothing bought so far may be tomorrow. */
  private static final double LEAST_OF_EXPECTED = 0.02;

  private final List<CustomerCounts> sources;
  private final String itemAxis;
  private final List<String> items;
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<Set<String>, Map<Level, ExpectedShares>> known = new ConcurrentHashMap<>();

  /**
   * @param sources releases of one population, all of them with the item axis
   */
  Hierarchy(List<CustomerCounts> sources, String itemAxis) {
    this.sources = sources;
    this.itemAxis = itemAxis;
    Set<String> named = new TreeSet<>();
    for (CustomerCounts source : sources) {
      source.axis(itemAxis).stream()
          .flatMap(axis -> axis.cells().stream())
          .filter(cell -> !CellAxis.isReserved(cell))
          .forEach(named::add);
    }
    items = List.copyOf(named);
    for (String item : items) {
      places.put(item, places.size());
    }
  }

  List<String> items() {
    return items;
  }

  /** The place of an item among {@link #items}, or −1. */
  int place(String item) {
    return places.getOrDefault(item, -1);
  }

  /** The expected shares of {@link #items} in a cell of axes that releases may or may not have. */
  ExpectedShares at(Level level) {
    ExpectedShares counted = over(level.cells().keySet()).get(level);
    return counted != null ? counted : expected(level);
  }

  private Map<Level, ExpectedShares> over(Set<String> axes) {
    Map<Level, ExpectedShares> before = known.get(axes);
    if (before != null) {
      return before;
    }
    Map<Level, ExpectedShares> shares = shares(axes);
    // Another thread's are the same.
    known.put(Set.copyOf(axes), shares);
    return shares;
  }

  /** What the levels around a cell say about it. */
  private ExpectedShares expected(Level level) {
    if (level.isAll()) {
      return ExpectedShares.even(items.size());
    }
    List<String> axes = List.copyOf(level.cells().keySet());
    List<ExpectedShares> parts = new ArrayList<>();
    int subsets = (1 << axes.size()) - 1;
    int[] leftOut = new int[subsets];
    for (int subset = 0; subset < subsets; subset++) {
      Map<String, String> cells = new LinkedHashMap<>();
      for (int axis = 0; axis < axes.size(); axis++) {
        if ((subset >> axis & 1) == 1) {
          cells.put(axes.get(axis), level.cells().getOrDefault(axes.get(axis), ""));
        }
      }
      parts.add(at(new Level(cells)));
      leftOut[subset] = axes.size() - cells.size();
    }
    return ExpectedShares.withoutInteraction(parts, leftOut);
  }

  /** What was measured in a cell, relative to what is expected there; empty where drowned. */
  private record Measured(
      ExpectedShares expected, double[] deviation, double[] noise, Collection<String> releases) {}

  private Map<Level, ExpectedShares> shares(Set<String> axes) {
    Map<Level, Measured> measured = new HashMap<>();
    for (Level level : cells(axes)) {
      measure(level).ifPresent(one -> measured.put(level, one));
    }
    double spread = spread(measured.values());
    Map<Level, ExpectedShares> shares = new HashMap<>();
    measured.forEach((level, one) -> shares.put(level, posterior(one, spread)));
    return shares;
  }

  /** The cells of some axes that a release holds directly, or as sums. */
  private Set<Level> cells(Set<String> axes) {
    Set<Level> cells = new LinkedHashSet<>();
    for (CustomerCounts source : sources) {
      cells.addAll(source.levels(axes));
    }
    return cells;
  }

  private Optional<Measured> measure(Level level) {
    Optional<LevelCounts> counted = LevelCounts.of(level, itemAxis, sources);
    if (counted.isEmpty()) {
      return Optional.empty();
    }
    LevelCounts counts = counted.get();
    ShareNoise noise = new ShareNoise(counts, counts.items());
    if (noise.isDrowned()) {
      return Optional.empty();
    }
    ExpectedShares expected = expected(level);
    // Shares are of the items that this level counts: what it lacks keeps what is expected of it.
    double held = 0;
    for (String item : counts.items()) {
      held += expected.share()[place(item)];
    }
    double[] deviation = new double[items.size()];
    double[] variance = new double[items.size()];
    for (int item = 0; item < deviation.length; item++) {
      int here = counts.indexOf(items.get(item));
      double mean = expected.share()[item];
      deviation[item] = here < 0 ? 0 : noise.share(here) * held / mean - 1;
      variance[item] =
          here < 0 ? Double.POSITIVE_INFINITY : noise.variance(here) * held * held / (mean * mean);
    }
    return Optional.of(new Measured(expected, deviation, variance, counts.releases()));
  }

  /** How much shares differ from what is expected of them, beyond the noise: a variance. */
  private static double spread(Collection<Measured> cells) {
    double excess = 0;
    double weights = 0;
    for (Measured cell : cells) {
      for (int item = 0; item < cell.deviation().length; item++) {
        double variance = cell.noise()[item];
        if (variance > 0 && variance < Double.POSITIVE_INFINITY) {
          double deviation = cell.deviation()[item];
          excess += deviation * deviation / variance - 1;
          weights += 1 / variance;
        }
      }
    }
    return weights > 0 ? Math.max(0, excess / weights) : 0;
  }

  private static ExpectedShares posterior(Measured cell, double spread) {
    ExpectedShares expected = cell.expected();
    int items = cell.deviation().length;
    double[] share = new double[items];
    double[] variance = new double[items];
    double[] weight = new double[items];
    for (int item = 0; item < items; item++) {
      double noise = cell.noise()[item];
      double own = spread > 0 ? spread / (spread + noise) : 0;
      double mean = expected.share()[item];
      double factor = Math.max(LEAST_OF_EXPECTED, 1 + own * cell.deviation()[item]);
      share[item] = mean * factor;
      variance[item] =
          mean * mean * (own > 0 ? own * noise : 0)
              + (1 - own) * (1 - own) * expected.variance()[item];
      weight[item] = own;
    }
    double total = Arrays.stream(share).sum();
    for (int item = 0; item < items; item++) {
      share[item] /= total;
      variance[item] /= total * total;
    }
    Set<String> releases = new TreeSet<>(expected.releases());
    releases.addAll(cell.releases());
    return new ExpectedShares(share, variance, weight, releases);
  }
}
