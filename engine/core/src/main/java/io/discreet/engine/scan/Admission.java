package io.discreet.engine.scan;

import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.ledger.Payers;
import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.QuarterSteps;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds customers' contributions, prices them, and adds those of the customers whose level fits.
 * Where coverage is estimated, those whose level does not fit into what ordinary queries may charge
 * add 1 in each of their places instead, at the price of that.
 *
 * <p>Law 1: the only state that outlives a customer is the totals and the customer's own level. Law
 * 3: nobody is added whose level does not fit into what the standing leaves. Not thread-safe.
 */
final class Admission {
  private final Cells cells;
  private final Allowances remaining;
  private int firstCustomer;

  /** By customer of the block. */
  private long[] bases = new long[0];

  private final long[] levelUnits;
  private final KeptSegments keptSegments;
  private final IndividualCost cost;
  private final SegmentTotals totals;

  /** What a contribution is made of: of an estimate, the answers of its question. */
  private final List<Answer> answers;

  /** Who is counted in place of contributing; null where coverage is not estimated. */
  private final @Nullable LeftOut leftOut;

  /** Where a customer counts besides the kept segments; null where no totals are answered. */
  private final @Nullable Places places;

  /** The parts of one customer in one answer, by position among the kept segments. */
  private final long[] keptParts;

  /**
   * The parts of one customer, by answer and position among the kept segments, or place; where
   * segments are discovered, last what the customer adds to the numbers of customers that these are
   * chosen by.
   */
  private final long[][] parts;

  /** The words of one segment's number but the first. */
  private final long[] others;

  /** Where the parts belong among the totals. */
  private final int[] segmentOfPart;

  /** The rows of one customer in the answer's trees; null where it has none. */
  private final @Nullable KeptLeaves[] leaves;

  /** Norms of the leaves, by answer; 0 where it has none. */
  private final double[] leafNorms;

  /**
   * Where nothing but customers is counted, in segments within a word and without totals: the level
   * of one who counts in so many. Else empty.
   */
  private final int[] levelOfPresence;

  /** What is added to the totals, by vector: the parts, or a 1 in each place. */
  private final long[][] added;

  private final @Nullable KeptLeaves[] addedLeaves;

  /** By customer the number of the level that the customer pays, as {@link Payers} has them. */
  private final byte[] payers;

  /**
   * @param remaining as {@link io.discreet.engine.ledger.Standing} has it
   * @param ordinary likewise; looked at where the plan estimates coverage
   * @param payers gets the level of each customer who is admitted
   */
  Admission(
      QueryPlan plan,
      Cells cells,
      Allowances remaining,
      Allowances ordinary,
      Bounding bounding,
      byte[] payers) {
    this.cells = cells;
    this.payers = payers;
    this.remaining = remaining;
    levelUnits = plan.levels().toArray();
    keptSegments = new KeptSegments(plan, cells, bounding);
    cost = new IndividualCost(plan.asked());
    answers = plan.asked().answers();
    totals = SegmentTotals.of(plan);
    others = new long[cells.otherWords()];
    int mostKept = (int) Math.min(plan.l0(), cells.rowSteps());
    places = plan.hasTotals() ? new Places(plan, mostKept) : null;
    keptParts = new long[mostKept];
    int mostParts = places == null ? mostKept : places.most();
    segmentOfPart = new int[mostParts];
    parts = new long[answers.size() + (plan.discovers() ? 1 : 0)][mostParts];
    if (plan.discovers()) {
      Arrays.fill(parts[answers.size()], 1);
    }
    leaves = new KeptLeaves[parts.length];
    leafNorms = new double[parts.length];
    for (int answer = 0; answer < answers.size(); answer++) {
      leaves[answer] =
          answers
              .get(answer)
              .tree()
              .map(tree -> new KeptLeaves(tree, plan.currency().norm()))
              .orElse(null);
    }
    leftOut = plan.estimatesCoverage() ? new LeftOut(plan, ordinary, mostParts) : null;
    added = leftOut == null ? parts : leftOut.counted();
    addedLeaves = leftOut == null ? leaves : new KeptLeaves[added.length];
    boolean presence =
        cells.inWord()
            && places == null
            && leftOut == null
            && answers.size() == 1
            && answers.get(0).part() == Answer.Part.PRESENCE;
    levelOfPresence = new int[presence ? mostKept + 1 : 0];
    for (int kept = 1; kept < levelOfPresence.length; kept++) {
      parts[0][kept - 1] = 1;
      levelOfPresence[kept] = cost.level(parts, kept, leafNorms);
    }
  }

  SegmentTotals totals() {
    return totals;
  }

  KeptSegments keptSegments() {
    return keptSegments;
  }

  /** By customer the number of the level that the customer pays. */
  byte[] payers() {
    return payers;
  }

  /** Turns to the customers of a block. */
  void begin(Block block) {
    keptSegments.begin(block);
    firstCustomer = block.firstCustomer();
    if (bases.length < block.customers()) {
      bases = new long[block.customers()];
    }
    cells.bases(block, bases);
  }

  /** The part of the first word of segment numbers that a customer's rows share. */
  long base(int customer) {
    return bases[customer - firstCustomer];
  }

  /** Whether a customer consents, and was not forgotten. */
  boolean mayTakePart(int customer) {
    return remaining.units(customer) >= 0;
  }

  /** Adds a customer's contribution, if it can be paid. */
  void admit(int customer, Contribution contribution) {
    long base = base(customer);
    if (levelOfPresence.length > 0) {
      admitPresence(customer, keptSegments.word(customer, contribution.word()));
      return;
    }
    int segments = keptSegments.choose(customer, base, contribution);
    int[] kept = keptSegments.slots();
    contribution.keep(kept, segments);
    int count = places == null ? segments : places.find(base, contribution, kept, segments);
    for (int answer = 0; answer < answers.size(); answer++) {
      KeptLeaves rows = leaves[answer];
      if (rows != null) {
        rows.clear();
        collect(answer, contribution, kept, segments, rows);
        leafNorms[answer] = places == null ? rows.norm() : rows.norm(places);
      } else if (places == null) {
        contribution.bounded(answer, kept, segments, parts[answer]);
      } else {
        contribution.bounded(answer, kept, segments, keptParts);
        places.join(answers.get(answer), keptParts, parts[answer]);
      }
    }
    int level = cost.level(parts, count, leafNorms);
    if (leftOut != null && level != IndividualCost.NOTHING) {
      level = leftOut.level(customer, level, count);
    }
    if (!pays(customer, level)) {
      return;
    }
    for (int part = 0; part < count; part++) {
      if (places == null) {
        if (others.length > 0) {
          cells.others(customer, contribution, kept[part], others);
        }
        segmentOfPart[part] = totals.place(base + contribution.offset(kept[part]), others);
      } else {
        segmentOfPart[part] = places.segment(part);
      }
    }
    for (int vector = 0; vector < added.length; vector++) {
      long[] into = totals.totals[vector];
      KeptLeaves rows = addedLeaves[vector];
      long[] from = added[vector];
      if (rows == null) {
        for (int part = 0; part < count; part++) {
          into[segmentOfPart[part]] += from[part];
        }
      } else if (places == null) {
        rows.addTo(into, segmentOfPart);
      } else {
        rows.addTo(into, places);
      }
    }
  }

  /** Whether norms are within a long, as {@link #pays(int, long[])} takes them. */
  boolean hasSmallNorms() {
    return cost.hasSmallNorms();
  }

  boolean ofPresence() {
    return levelOfPresence.length > 0;
  }

  void admitPresence(int customer, long kept) {
    if (!pays(customer, levelOfPresence[Long.bitCount(kept)])) {
      return;
    }
    long[] into = totals.totals[0];
    int first = (int) base(customer);
    for (long rest = kept; rest != 0; rest &= rest - 1) {
      into[first + (int) cells.offset(Long.numberOfTrailingZeros(rest))]++;
    }
  }

  /**
   * Whether a customer pays for what is to be added, and so counts.
   *
   * @param norms of the customer's parts, by answer
   */
  boolean pays(int customer, long[] norms) {
    return pays(customer, cost.level(norms));
  }

  IndividualCost cost() {
    return cost;
  }

  /** Whether a customer pays a level, and so counts. */
  boolean pays(int customer, int level) {
    // Who contributes nothing is not added, and nothing is learnt: every part is 0, or, where those
    // are counted who cannot pay, the customer can.
    if (level == IndividualCost.NOTHING || levelUnits[level] > remaining.units(customer)) {
      return false;
    }
    payers[customer] = (byte) (level + 1);
    return true;
  }

  /** The leaves of kept rows, or of what the customer has in each kept segment, or in all. */
  private void collect(
      int answer, Contribution contribution, int[] kept, int segments, KeptLeaves leaves) {
    Answer planned = answers.get(answer);
    switch (planned.part()) {
      case LEAVES -> contribution.leaves(answer, kept, segments, leaves);
      case SEGMENTS_LEAF -> leaves.add(0, leaf(planned, contribution.slots()));
      default -> {
        contribution.bounded(answer, kept, segments, keptParts);
        for (int position = 0; position < segments; position++) {
          if (keptParts[position] != Contribution.NO_TOTAL) {
            leaves.add(position, leaf(planned, keptParts[position]));
          }
        }
      }
    }
  }

  private static int leaf(Answer planned, long figure) {
    // A step each has a leaf of its own.
    QuantileTree tree = planned.tree().orElseThrow();
    long step = QuarterSteps.of(figure);
    return (int) (Math.max(tree.least(), Math.min(tree.greatest(), step)) - tree.least());
  }
}
