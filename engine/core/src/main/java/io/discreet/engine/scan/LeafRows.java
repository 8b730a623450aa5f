package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;
import io.discreet.mechanisms.quantiles.LeafOf;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;

/**
 * The leaves of one customer's rows in the segments that count, where steps are bits of a word:
 * place after place, as {@link NodeCounts} numbers them. Not thread-safe.
 *
 * <p>A row gets its entry in the list before it is known whether it counts, so that no branch
 * depends on it; the next row's takes its place if it does not.
 */
abstract class LeafRows {

  /** In place of where the leaves of a step begin: no leaf makes it positive. */
  static final int NOT_KEPT = -1 << 30;

  /** By step, where its leaves begin, or {@link #NOT_KEPT}, as between customers. */
  final int[] firstOfStep = new int[Long.SIZE];

  private int[] listed = new int[0];

  LeafRows() {
    Arrays.fill(firstOfStep, NOT_KEPT);
  }

  static LeafRows of(RowSteps.InWord steps, Selection selection, Packed values, QuantileTree tree) {
    return ShortsByByte.covers(tree)
            && steps instanceof ByteSteps bytes
            && values instanceof Packed.Shorts shorts
        ? new ShortsByByte(bytes, selection, shorts.values(), tree)
        : new ByPosition(steps, selection, values, tree);
  }

  /** Turns to the block that was selected last. */
  abstract void begin();

  /** Says where the leaves of a step of the next customer begin. */
  abstract void keep(int step, int first);

  /**
   * Lists the leaves of a customer's rows at positions from (included) to (excluded) that have a
   * number and are in a kept step.
   *
   * @param most so many can be in the kept steps, at most
   * @return how many there are
   */
  final int list(int from, int to, int most) {
    // One more, since the next is written before it is known.
    int room = Math.min(to - from, most) + 1;
    if (listed.length < room) {
      listed = new int[Math.max(room, Math.min(2 * listed.length, most + 1))];
    }
    int count = list(from, to, listed);
    Arrays.fill(firstOfStep, NOT_KEPT);
    return count;
  }

  abstract int list(int from, int to, int[] into);

  /** The leaves that were listed last. */
  final int[] listed() {
    return listed;
  }

  /** Numbers of two bytes with a leaf each, by a column of bytes, where all rows qualify. */
  private static final class ShortsByByte extends LeafRows {
    private final Selection selection;
    private final byte[] bytes;
    private final int[] stepOfByte;
    private final short[] values;
    private final int least;
    private final int greatest;

    ShortsByByte(ByteSteps steps, Selection selection, short[] values, QuantileTree tree) {
      this.selection = selection;
      this.values = values;
      bytes = steps.values();
      stepOfByte = steps.stepOfByte();
      least = Math.toIntExact(tree.least());
      greatest = Math.toIntExact(tree.greatest());
    }

    static boolean covers(QuantileTree tree) {
      return tree.valuesPerLeaf() == 1 && tree.least() > NOT_KEPT && tree.greatest() < -NOT_KEPT;
    }

    @Override
    void begin() {}

    @Override
    void keep(int step, int first) {
      firstOfStep[step] = first - least;
    }

    @Override
    int list(int from, int to, int[] into) {
      int count = 0;
      int end = selection.firstRow() + to;
      for (int row = selection.firstRow() + from; row < end; row++) {
        int value = values[row];
        int first = firstOfStep[stepOfByte[bytes[row] & 0xFF]];
        int leaf = first + Math.max(least, Math.min(greatest, value));
        into[count] = leaf;
        // Negative if the row is in no kept step, or its number is missing: the least short.
        int left = leaf | (value + Short.MAX_VALUE);
        count += ~left >>> 31;
      }
      return count;
    }
  }

  /** Numbers and steps that are looked up for a whole block. */
  private static final class ByPosition extends LeafRows {
    private final RowSteps.InWord rowSteps;
    private final Selection selection;
    private final BlockValues numbers;
    private final LeafOf leaves;
    private int[] steps = new int[0];

    ByPosition(RowSteps.InWord rowSteps, Selection selection, Packed values, QuantileTree tree) {
      this.rowSteps = rowSteps;
      this.selection = selection;
      numbers = new BlockValues(selection, values);
      leaves = new LeafOf(tree);
    }

    @Override
    void begin() {
      steps = rowSteps.stepOfPosition(0, selection.count());
      numbers.fill();
    }

    @Override
    void keep(int step, int first) {
      firstOfStep[step] = first;
    }

    @Override
    int list(int from, int to, int[] into) {
      int[] values = numbers.values();
      int count = 0;
      for (int position = from; position < to; position++) {
        int value = values[position];
        int leaf = firstOfStep[steps[position]] + leaves.leaf(value);
        into[count] = leaf;
        // Negative if the row is in no kept step, or its number is missing: the least int, which
        // alone has its lowest bit where the sign is.
        int left = leaf | (value & -value);
        count += ~left >>> 31;
      }
      return count;
    }
  }
}
