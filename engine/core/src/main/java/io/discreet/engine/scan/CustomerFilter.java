package io.discreet.engine.scan;

import io.discreet.engine.plan.RowTest;
import io.discreet.engine.scan.Conditions.Leaf;
import io.discreet.engine.vault.TableData;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Narrows a block's customers by conditions that are the same of all rows of a customer. */
final class CustomerFilter {

  private CustomerFilter() {}

  /**
   * Those of whom a condition is true or, of {@code truth} false, is false.
   *
   * @param test {@linkplain RowTest#ofCustomers of customers}
   */
  static Narrowing bind(RowTest test, boolean truth, Function<String, TableData> tables) {
    if (test instanceof RowTest.Not not) {
      return bind(not.part(), !truth, tables);
    } else if (test instanceof RowTest.And and) {
      return parts(and.parts(), truth, truth, tables);
    } else if (test instanceof RowTest.Or or) {
      return parts(or.parts(), truth, !truth, tables);
    } else if (test instanceof RowTest.History history) {
      return new HistoryFilter(history, truth, tables);
    }
    Conditions conditions = new Conditions(tables);
    Leaf leaf = conditions.leaf(test);
    return new OfAttribute(
        ColumnTest.of(leaf.data().values(), leaf.test(truth)),
        conditions.offsets(leaf.column()),
        truth && leaf.whenMissing());
  }

  private static Narrowing parts(
      List<RowTest> tests, boolean truth, boolean all, Function<String, TableData> tables) {
    // Histories come last: then there are fewer customers to know them for.
    List<Narrowing> parts =
        tests.stream()
            .map(test -> bind(test, truth, tables))
            .sorted(Comparator.comparing(part -> !isCheap(part)))
            .toList();
    return all ? Narrowing.all(parts) : Narrowing.any(parts, CustomerFilter::words);
  }

  /** Whether it takes no look at a customer's rows. */
  static boolean isCheap(Narrowing filter) {
    return filter instanceof OfAttribute;
  }

  /** Words of 64 bits that have one for each customer of a block. */
  static int words(Block block) {
    return (block.customers() + Long.SIZE - 1) / Long.SIZE;
  }

  private static final class OfAttribute extends Narrowing {
    private final ColumnTest test;
    private final int[] attributeOffsets;
    private final boolean whenAbsent;

    OfAttribute(ColumnTest test, int[] attributeOffsets, boolean whenAbsent) {
      this.test = test;
      this.attributeOffsets = attributeOffsets;
      this.whenAbsent = whenAbsent;
    }

    @Override
    void narrow(Block block, long[] bits) {
      int first = block.firstCustomer();
      for (int word = 0; word < words(block); word++) {
        for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
          int customer = first + word * Long.SIZE + Long.numberOfTrailingZeros(rest);
          int row = Cells.attributeRow(attributeOffsets, customer);
          boolean holds = row < 0 ? whenAbsent : test.outcome(row) != 0;
          bits[word] &= holds ? -1L : ~Long.lowestOneBit(rest);
        }
      }
    }
  }
}
