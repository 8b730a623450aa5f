package io.discreet.engine.scan;

import io.discreet.engine.plan.RowTest;
import io.discreet.engine.scan.Conditions.Leaf;
import io.discreet.engine.scan.ValueTest.Between;
import io.discreet.engine.vault.TableData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Narrows a set of rows to those of which a condition is true.
 *
 * <p>Only "is true" and "is false" are computed. NOT swaps the two, "AND is false" is "a part is
 * false" and so on, so that unknown needs no set of its own: of an unknown leaf neither is true.
 * Instances hold scratch space and are not thread-safe.
 */
abstract class RowFilter {

  /**
   * Clears the bits of rows that do not qualify.
   *
   * @param bits one for each row of the block, numbered from the block's first row; zero past the
   *     last
   */
  abstract void narrow(Block block, long[] bits);

  static RowFilter bind(RowTest test, Function<String, TableData> tables) {
    return new Binder(new Conditions(tables), tables).bind(test, true);
  }

  private record Binder(Conditions conditions, Function<String, TableData> tables) {
    private static final int AFTER_COLUMNS = Long.BYTES;
    private static final int LAST = AFTER_COLUMNS + 1;

    RowFilter bind(RowTest test, boolean truth) {
      if (test instanceof RowTest.Not not) {
        return bind(not.part(), !truth);
      } else if (test instanceof RowTest.And and) {
        return parts(and.parts(), truth, truth);
      } else if (test instanceof RowTest.Or or) {
        return parts(or.parts(), truth, !truth);
      } else if (test instanceof RowTest.Calculated calculated) {
        return CalculatedRows.compared(calculated, truth, tables);
      } else if (test instanceof RowTest.CalculationIsNull isNull) {
        return CalculatedRows.isNull(isNull, truth, tables);
      } else if (test instanceof RowTest.History history) {
        return new HistoryFilter(history, truth, tables);
      }
      Leaf leaf = conditions.leaf(test);
      ValueTest values = test(leaf, truth);
      ColumnTest column = ColumnTest.of(leaf.data().values(), values);
      return leaf.column().attribute()
          ? new OfCustomers(column, conditions.offsets(leaf.column()), truth && leaf.whenMissing())
          : new OfRows(column);
    }

    private RowFilter parts(List<RowTest> tests, boolean truth, boolean all) {
      List<RowFilter> bound = new ArrayList<>();
      for (RowTest test : tests) {
        RowFilter part = bind(test, truth);
        for (int i = 0; i < bound.size(); i++) {
          Optional<RowFilter> joined = joined(bound.get(i), part, all);
          if (joined.isPresent()) {
            part = joined.get();
            bound.remove(i--);
          }
        }
        bound.add(part);
      }
      if (bound.size() == 1) {
        return bound.get(0);
      }
      RowFilter[] parts =
          bound.stream().sorted(Comparator.comparing(Binder::turn)).toArray(RowFilter[]::new);
      return all ? new All(parts) : new Any(parts);
    }

    private static Optional<RowFilter> joined(RowFilter one, RowFilter other, boolean all) {
      return one instanceof OfRows first && other instanceof OfRows second
          ? first.test.joined(second.test, all).map(OfRows::new)
          : Optional.empty();
    }

    /** The cheapest come first, and a history last: then there are fewer rows to know it for. */
    private static int turn(RowFilter part) {
      if (part instanceof OfRows rows) {
        return rows.test.width();
      }
      return part instanceof HistoryFilter ? LAST : AFTER_COLUMNS;
    }

    private static ValueTest test(Leaf leaf, boolean truth) {
      if (leaf.whenMissing()) {
        return truth ? Between.MISSING : Between.PRESENT;
      }
      return truth ? leaf.test() : leaf.test().otherwise();
    }
  }

  private static final class All extends RowFilter {
    private final RowFilter[] parts;

    All(RowFilter[] parts) {
      this.parts = parts;
    }

    @Override
    void narrow(Block block, long[] bits) {
      for (RowFilter part : parts) {
        part.narrow(block, bits);
      }
    }
  }

  private static final class Any extends RowFilter {
    private final RowFilter[] parts;
    private long[] united = new long[0];
    private long[] narrowed = new long[0];

    Any(RowFilter[] parts) {
      this.parts = parts;
    }

    @Override
    void narrow(Block block, long[] bits) {
      int words = block.words();
      if (united.length < words) {
        united = new long[words];
        narrowed = new long[words];
      }
      Arrays.fill(united, 0, words, 0);
      for (RowFilter part : parts) {
        System.arraycopy(bits, 0, narrowed, 0, words);
        part.narrow(block, narrowed);
        for (int word = 0; word < words; word++) {
          united[word] |= narrowed[word];
        }
      }
      System.arraycopy(united, 0, bits, 0, words);
    }
  }

  private static final class OfRows extends RowFilter {

    /** Up to so many rows of a word are tested one by one. */
    private static final int FEW = 10;

    private final ColumnTest test;

    OfRows(ColumnTest test) {
      this.test = test;
    }

    @Override
    void narrow(Block block, long[] bits) {
      int first = block.firstRow();
      int rows = block.rows();
      for (int from = 0; from < rows; from += 64) {
        long word = bits[from >>> 6];
        bits[from >>> 6] =
            Long.bitCount(word) <= FEW
                ? passing(word, first + from)
                : word & test.outcomes(first + from, Math.min(64, rows - from));
      }
    }

    /** Those of the bits of a word whose rows pass. */
    private long passing(long word, int firstRow) {
      long passing = 0;
      for (long rest = word; rest != 0; rest &= rest - 1) {
        int bit = Long.numberOfTrailingZeros(rest);
        passing |= test.outcome(firstRow + bit) << bit;
      }
      return passing;
    }
  }

  private static final class OfCustomers extends RowFilter {
    private final ColumnTest test;
    private final int[] attributeOffsets;
    private final boolean whenAbsent;

    OfCustomers(ColumnTest test, int[] attributeOffsets, boolean whenAbsent) {
      this.test = test;
      this.attributeOffsets = attributeOffsets;
      this.whenAbsent = whenAbsent;
    }

    @Override
    void narrow(Block block, long[] bits) {
      int[] offsets = block.offsets();
      int first = block.firstRow();
      for (int i = block.firstCustomer(); i < block.endCustomer(); i++) {
        int row = Cells.attributeRow(attributeOffsets, i);
        boolean holds = row < 0 ? whenAbsent : test.outcomes(row, 1) != 0;
        if (!holds) {
          Bits.clear(bits, offsets[i] - first, offsets[i + 1] - first);
        }
      }
    }
  }
}
