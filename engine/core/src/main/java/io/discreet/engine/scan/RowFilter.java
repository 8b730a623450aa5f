package io.discreet.engine.scan;

import io.discreet.engine.plan.RowTest;
import io.discreet.engine.scan.Conditions.Leaf;
import io.discreet.engine.vault.TableData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Narrows a block's rows to those of which a condition is true. */
final class RowFilter {

  private RowFilter() {}

  static Narrowing bind(RowTest test, Function<String, TableData> tables) {
    return new Binder(new Conditions(tables), tables).bind(test, true);
  }

  private record Binder(Conditions conditions, Function<String, TableData> tables) {
    private static final int AFTER_COLUMNS = Long.BYTES;
    private static final int LAST = AFTER_COLUMNS + 1;

    Narrowing bind(RowTest test, boolean truth) {
      if (test.ofCustomers()) {
        return new OfCustomers(CustomerFilter.bind(test, truth, tables));
      } else if (test instanceof RowTest.Not not) {
        return bind(not.part(), !truth);
      } else if (test instanceof RowTest.And and) {
        return parts(and.parts(), truth, truth);
      } else if (test instanceof RowTest.Or or) {
        return parts(or.parts(), truth, !truth);
      } else if (test instanceof RowTest.Calculated calculated) {
        return CalculatedRows.compared(calculated, truth, tables);
      } else if (test instanceof RowTest.CalculationIsNull isNull) {
        return CalculatedRows.isNull(isNull, truth, tables);
      }
      Leaf leaf = conditions.leaf(test);
      return new OfRows(ColumnTest.of(leaf.data().values(), leaf.test(truth)));
    }

    private Narrowing parts(List<RowTest> tests, boolean truth, boolean all) {
      List<Narrowing> bound = new ArrayList<>();
      for (RowTest test : tests) {
        Narrowing part = bind(test, truth);
        for (int i = 0; i < bound.size(); i++) {
          Optional<Narrowing> joined = joined(bound.get(i), part, all);
          if (joined.isPresent()) {
            part = joined.get();
            bound.remove(i--);
          }
        }
        bound.add(part);
      }
      bound.sort(Comparator.comparing(Binder::turn));
      return all ? Narrowing.all(bound) : Narrowing.any(bound, Block::words);
    }

    private static Optional<Narrowing> joined(Narrowing one, Narrowing other, boolean all) {
      return one instanceof OfRows first && other instanceof OfRows second
          ? first.test.joined(second.test, all).map(OfRows::new)
          : Optional.empty();
    }

    /** The cheapest come first, and a history last: then there are fewer rows to know it for. */
    private static int turn(Narrowing part) {
      if (part instanceof OfRows rows) {
        return rows.test.width();
      }
      return part instanceof OfCustomers customers && !CustomerFilter.isCheap(customers.filter)
          ? LAST
          : AFTER_COLUMNS;
    }
  }

  private static final class OfRows extends Narrowing {

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

  /** The rows of customers who qualify, of whom those are asked who have rows in the set. */
  private static final class OfCustomers extends Narrowing {
    private final Narrowing filter;
    private long[] customers = new long[0];

    OfCustomers(Narrowing filter) {
      this.filter = filter;
    }

    @Override
    void narrow(Block block, long[] bits) {
      int words = CustomerFilter.words(block);
      if (customers.length < words) {
        customers = new long[words];
      }
      Arrays.fill(customers, 0, words, 0);
      for (int i = 0; i < block.customers(); i++) {
        if (Bits.any(bits, start(block, i), start(block, i + 1))) {
          customers[i >>> 6] |= 1L << i;
        }
      }
      filter.narrow(block, customers);
      for (int i = 0; i < block.customers(); i++) {
        if ((customers[i >>> 6] >>> i & 1) == 0) {
          Bits.clear(bits, start(block, i), start(block, i + 1));
        }
      }
    }

    /** The bit of a customer's first row in a block. */
    private static int start(Block block, int customer) {
      return block.offsets()[block.firstCustomer() + customer] - block.firstRow();
    }
  }
}
