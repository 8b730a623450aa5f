package io.discreet.engine.noise;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.quantiles.LeafCounts;
import io.discreet.mechanisms.quantiles.NoisyQuantiles;
import io.discreet.mechanisms.quantiles.NoisyTree;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The noisy trees of one release, some segments at a time, so that only theirs are in memory.
 *
 * <p>Law 2: a tree is drawn once, however many quantiles are read from it; a second draw of the
 * same counts would be a second answer that nobody paid for. Segments are public: a plan that
 * discovers some has no trees. One thread draws; then each segment may be read by a thread of its
 * own.
 */
final class NoisyTrees {
  private final QueryPlan plan;
  private final Tally tally;
  private final RandomBits bits;

  /** The answers that have trees. */
  private final int[] answers;

  private int from;
  private int to;

  /** By answer and segment from {@code from} on; empty where an answer has none. */
  private final NoisyTree[][] drawn;

  /** Likewise; null until it is read. */
  private final @Nullable NoisyQuantiles[][] read;

  NoisyTrees(QueryPlan plan, Tally tally, RandomBits bits) {
    this.plan = plan;
    this.tally = tally;
    this.bits = bits;
    answers =
        IntStream.range(0, plan.answers().size())
            .filter(answer -> plan.answers().get(answer).tree().isPresent())
            .toArray();
    drawn = new NoisyTree[plan.answers().size()][0];
    read = new NoisyQuantiles[plan.answers().size()][0];
  }

  /** Whether no answer has a tree. */
  boolean isEmpty() {
    return answers.length == 0;
  }

  /**
   * Draws the trees of segments, and forgets those that were drawn before.
   *
   * @param first included
   * @param end excluded
   * @throws IllegalStateException if one of the segments was drawn before
   */
  void draw(int first, int end) {
    if (first < to) {
      throw new IllegalStateException("the trees of segment " + first + " were drawn before");
    }
    from = first;
    to = end;
    for (int answer : answers) {
      drawn[answer] = new NoisyTree[end - first];
      read[answer] = new NoisyQuantiles[end - first];
    }
    for (int segment = first; segment < end; segment++) {
      for (int answer : answers) {
        drawn[answer][segment - first] = drawnTree(answer, segment);
      }
    }
  }

  private NoisyTree drawnTree(int answer, int segment) {
    Answer planned = plan.answers().get(answer);
    QuantileTree tree = planned.tree().orElseThrow();
    LeafCounts counts = tree.newCounts();
    counts.addLeaves(tally.totals()[answer], segment * planned.cells());
    return tree.release(counts, planned.noise(), bits);
  }

  /** The noisy tree of an answer in a segment that was drawn last. */
  NoisyQuantiles of(int answer, int segment) {
    if (segment < from || segment >= to) {
      throw new IllegalStateException("the trees of segment " + segment + " are not there");
    }
    NoisyQuantiles known = read[answer][segment - from];
    if (known == null) {
      known = drawn[answer][segment - from].quantiles();
      read[answer][segment - from] = known;
    }
    return known;
  }
}
