package io.discreet.engine.noise;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.quantiles.NoisyQuantiles;
import io.discreet.mechanisms.quantiles.NoisyTree;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The noisy trees of one release, in memory from when they are drawn until they are let go.
 *
 * <p>Law 2: a tree is drawn once, however many quantiles are read from it; a second draw of the
 * same counts would be a second answer that nobody paid for. Segments are public: a plan that
 * discovers some has no trees. Each segment is drawn, read and let go by one thread; others may be
 * by others at the same time.
 */
final class NoisyTrees {
  private final QueryPlan plan;
  private final Tally tally;

  /** The answers that have trees. */
  private final int[] answers;

  /** By segment, whether its trees were drawn. */
  private final boolean[] turned;

  /** By segment and answer; null where an answer has none, or before and after. */
  private final @Nullable NoisyTree[][] drawn;

  /** Likewise; null until it is read. */
  private final @Nullable NoisyQuantiles[][] read;

  NoisyTrees(QueryPlan plan, Tally tally) {
    this.plan = plan;
    this.tally = tally;
    answers =
        IntStream.range(0, plan.answers().size())
            .filter(answer -> plan.answers().get(answer).tree().isPresent())
            .toArray();
    int segments = isEmpty() ? 0 : plan.segments();
    turned = new boolean[segments];
    drawn = new NoisyTree[segments][plan.answers().size()];
    read = new NoisyQuantiles[segments][plan.answers().size()];
  }

  /** Whether no answer has a tree. */
  boolean isEmpty() {
    return answers.length == 0;
  }

  /**
   * Draws the trees of a segment.
   *
   * @param bits which no other thread reads from meanwhile
   * @throws IllegalStateException if they were drawn before
   */
  void draw(int segment, RandomBits bits) {
    if (turned[segment]) {
      throw new IllegalStateException("the trees of segment " + segment + " were drawn before");
    }
    turned[segment] = true;
    for (int answer : answers) {
      drawn[segment][answer] = drawnTree(answer, segment, bits);
    }
  }

  /** Lets the trees of a segment go. */
  void letGo(int segment) {
    Arrays.fill(drawn[segment], null);
    Arrays.fill(read[segment], null);
  }

  private NoisyTree drawnTree(int answer, int segment, RandomBits bits) {
    Answer planned = plan.answers().get(answer);
    QuantileTree tree = planned.tree().orElseThrow();
    long[] leaves = tally.totals()[answer];
    return tree.release(leaves, segment * planned.cells(), planned.noise(), bits);
  }

  /** The noisy tree of an answer in a segment that was drawn, and not let go. */
  NoisyQuantiles of(int answer, int segment) {
    NoisyTree tree = drawn[segment][answer];
    if (tree == null) {
      throw new IllegalStateException("the trees of segment " + segment + " are not there");
    }
    NoisyQuantiles known = read[segment][answer];
    if (known == null) {
      known = tree.quantiles();
      read[segment][answer] = known;
    }
    return known;
  }
}
