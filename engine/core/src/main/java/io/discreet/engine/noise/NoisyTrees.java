package io.discreet.engine.noise;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.quantiles.LeafCounts;
import io.discreet.mechanisms.quantiles.NoisyQuantiles;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The noisy trees of one release, segment by segment, so that one segment's are in memory.
 *
 * <p>Law 2: a tree is drawn once, however many quantiles are read from it; a second draw of the
 * same counts would be a second answer that nobody paid for. Segments are public: a plan that
 * discovers some has no trees. Not thread-safe.
 */
final class NoisyTrees {
  private final QueryPlan plan;
  private final Tally tally;
  private final RandomBits bits;
  private final @Nullable NoisyQuantiles[] drawn;
  private final int[] segmentOf;

  NoisyTrees(QueryPlan plan, Tally tally, RandomBits bits) {
    this.plan = plan;
    this.tally = tally;
    this.bits = bits;
    drawn = new NoisyQuantiles[plan.answers().size()];
    segmentOf = new int[drawn.length];
    Arrays.fill(segmentOf, -1);
  }

  /** The noisy tree of an answer in a segment; segments are asked for in rising order. */
  NoisyQuantiles of(int answer, int segment) {
    NoisyQuantiles known = drawn[answer];
    if (known != null && segmentOf[answer] == segment) {
      return known;
    }
    if (segment < segmentOf[answer]) {
      throw new IllegalStateException("the tree of segment " + segment + " was drawn before");
    }
    Answer planned = plan.answers().get(answer);
    QuantileTree tree = planned.tree().orElseThrow();
    LeafCounts counts = tree.newCounts();
    counts.addLeaves(tally.totals()[answer], segment * planned.cells());
    NoisyQuantiles noisy = tree.release(counts, planned.noise(), bits);
    drawn[answer] = noisy;
    segmentOf[answer] = segment;
    return noisy;
  }
}
