package io.discreet.engine.personalize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The best estimate of how many customers of one level count for each item: the mean, weighted by
 * inverse variance, of what the releases say.
 *
 * <p>Releases are joined from the most direct to the one that sums over most axes, and only while
 * they agree: a sum over an axis in whose cells customers count more than once, or a release of
 * another time, measures something else. Agreement is Cochran's Q test at one in a thousand. Of
 * releases that share a draw only the first is joined: the others would bring the same noise again.
 */
final class LevelCounts {

  private final Level level;
  private final List<Part> parts = new ArrayList<>();
  private ItemCounts combined;

  /** What one release adds to the estimate. */
  private record Part(CustomerCounts source, ItemCounts counts) {

    /** Inverse-variance weights make the weight a quotient of variances. */
    double weight(LevelCounts whole, int item) {
      return whole.combined.variances()[item] / counts.variances()[item];
    }
  }

  private LevelCounts(Level level, Part first) {
    this.level = level;
    this.combined = first.counts();
    parts.add(first);
  }

  /** Empty where no release says anything about an item of this level. */
  static Optional<LevelCounts> of(Level level, String itemAxis, List<CustomerCounts> sources) {
    List<Part> candidates = new ArrayList<>();
    for (CustomerCounts source : sources) {
      source
          .at(level, itemAxis)
          .filter(counts -> !counts.items().isEmpty())
          .ifPresent(counts -> candidates.add(new Part(source, counts)));
    }
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    candidates.sort(
        Comparator.comparingInt((Part part) -> part.counts().summedAxes())
            .thenComparingDouble(part -> part.counts().totalVariance())
            .thenComparing(part -> part.source().release().id()));
    LevelCounts whole = new LevelCounts(level, candidates.get(0));
    for (Part part : candidates.subList(1, candidates.size())) {
      whole.joinIfAgreeing(part);
    }
    return Optional.of(whole);
  }

  Level level() {
    return level;
  }

  List<String> items() {
    return combined.items();
  }

  /** The place of an item, or −1. */
  int indexOf(String item) {
    return combined.index().getOrDefault(item, -1);
  }

  double count(int item) {
    return combined.counts()[item];
  }

  double variance(int item) {
    return combined.variances()[item];
  }

  /** The ids of the releases that it was computed from. */
  List<String> releases() {
    return parts.stream().flatMap(part -> part.source().releases().stream()).distinct().toList();
  }

  /** The total over all items, in standard errors of the noise. */
  double signalToNoise() {
    double total = 0;
    for (double count : combined.counts()) {
      total += count;
    }
    return total / Math.sqrt(combined.totalVariance());
  }

  /**
   * The covariance of the noise in an item here and in a wider level: both may contain the same
   * cells of the same releases.
   *
   * <p>0 for noise that was drawn jointly: then it is smaller than that of the cells, and never
   * negative, so that 0 lets a difference look no surer than it is.
   *
   * @param wider whose customers include those of this level
   */
  double covariance(int item, LevelCounts wider, int widerItem) {
    double sum = 0;
    for (Part part : parts) {
      for (Part other : wider.parts) {
        if (part.source() == other.source() && !part.source().jointly()) {
          // Every cell summed here is summed there as well, so the shared noise is all of this.
          sum +=
              part.weight(this, item)
                  * other.weight(wider, widerItem)
                  * part.counts().variances()[item];
        }
      }
    }
    return sum;
  }

  /** Whether noise of different items may be dependent. */
  boolean jointly() {
    return parts.stream().anyMatch(part -> part.source().jointly());
  }

  private void joinIfAgreeing(Part part) {
    if (parts.stream().anyMatch(joined -> joined.source().sharesDraw(part.source()))) {
      return;
    }
    if (!part.counts().index().keySet().equals(combined.index().keySet())) {
      return;
    }
    ItemCounts counts = part.counts().inOrderOf(combined);
    int items = counts.items().size();
    double q = 0;
    for (int item = 0; item < items; item++) {
      double difference = counts.counts()[item] - count(item);
      q += difference * difference / (counts.variances()[item] + variance(item));
    }
    if (q > Quantiles.chiSquared999(items)) {
      return;
    }
    double[] means = new double[items];
    double[] variances = new double[items];
    for (int item = 0; item < items; item++) {
      double here = 1 / variance(item);
      double there = 1 / counts.variances()[item];
      means[item] = (here * count(item) + there * counts.counts()[item]) / (here + there);
      variances[item] = 1 / (here + there);
    }
    combined = new ItemCounts(combined.items(), combined.index(), means, variances, 0);
    parts.add(new Part(part.source(), counts));
  }
}
