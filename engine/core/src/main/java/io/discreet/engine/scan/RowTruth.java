package io.discreet.engine.scan;

import io.discreet.engine.plan.RowTest;
import io.discreet.engine.query.Predicate.Operator;
import io.discreet.engine.scan.Conditions.Leaf;
import io.discreet.engine.scan.ExactCalculation.Fraction;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.util.List;
import java.util.function.Function;

/**
 * The three-valued outcome of a condition, row by row: the specification of {@link RowFilter}. Not
 * thread-safe.
 */
abstract class RowTruth {

  enum Outcome {
    NO,
    UNKNOWN,
    YES
  }

  abstract Outcome of(int customer, int row);

  static Outcome opposite(Outcome outcome) {
    return switch (outcome) {
      case NO -> Outcome.YES;
      case UNKNOWN -> Outcome.UNKNOWN;
      case YES -> Outcome.NO;
    };
  }

  static RowTruth bind(RowTest test, Function<String, TableData> tables) {
    if (test instanceof RowTest.And and) {
      return new Least(and.parts().stream().map(part -> bind(part, tables)).toList());
    } else if (test instanceof RowTest.Or or) {
      return new Opposite(
          new Least(
              or.parts().stream().<RowTruth>map(p -> new Opposite(bind(p, tables))).toList()));
    } else if (test instanceof RowTest.Not not) {
      return new Opposite(bind(not.part(), tables));
    } else if (test instanceof RowTest.Calculated calculated) {
      return new Compared(
          ExactCalculation.bind(calculated.left(), calculated.columns(), tables),
          calculated.operator(),
          ExactCalculation.bind(calculated.right(), calculated.columns(), tables));
    } else if (test instanceof RowTest.CalculationIsNull isNull) {
      ExactCalculation calculation =
          ExactCalculation.bind(isNull.calculation(), isNull.columns(), tables);
      return new IsNull(calculation);
    } else if (test instanceof RowTest.History history) {
      return new HistoryTruth(history, tables);
    }
    Conditions conditions = new Conditions(tables);
    Leaf leaf = conditions.leaf(test);
    int[] attributeOffsets =
        leaf.column().attribute() ? conditions.offsets(leaf.column()) : Cells.OF_ROWS;
    return new OfLeaf(leaf, attributeOffsets);
  }

  private static final class Least extends RowTruth {
    private final List<RowTruth> parts;

    Least(List<RowTruth> parts) {
      this.parts = parts;
    }

    @Override
    Outcome of(int customer, int row) {
      Outcome least = Outcome.YES;
      for (RowTruth part : parts) {
        Outcome outcome = part.of(customer, row);
        least = outcome.compareTo(least) < 0 ? outcome : least;
      }
      return least;
    }
  }

  private static final class Opposite extends RowTruth {
    private final RowTruth part;

    Opposite(RowTruth part) {
      this.part = part;
    }

    @Override
    Outcome of(int customer, int row) {
      return opposite(part.of(customer, row));
    }
  }

  private static final class Compared extends RowTruth {
    private final ExactCalculation left;
    private final Operator operator;
    private final ExactCalculation right;

    Compared(ExactCalculation left, Operator operator, ExactCalculation right) {
      this.left = left;
      this.operator = operator;
      this.right = right;
    }

    @Override
    Outcome of(int customer, int row) {
      Fraction first = left.of(customer, row);
      Fraction second = right.of(customer, row);
      if (first == null || second == null) {
        return Outcome.UNKNOWN;
      }
      return operator.holds(first.compareTo(second)) ? Outcome.YES : Outcome.NO;
    }
  }

  private static final class IsNull extends RowTruth {
    private final ExactCalculation calculation;

    IsNull(ExactCalculation calculation) {
      this.calculation = calculation;
    }

    @Override
    Outcome of(int customer, int row) {
      return calculation.of(customer, row) == null ? Outcome.YES : Outcome.NO;
    }
  }

  private static final class OfLeaf extends RowTruth {
    private final Leaf leaf;
    private final int[] attributeOffsets;

    OfLeaf(Leaf leaf, int[] attributeOffsets) {
      this.leaf = leaf;
      this.attributeOffsets = attributeOffsets;
    }

    @Override
    Outcome of(int customer, int row) {
      int at = leaf.column().attribute() ? Cells.attributeRow(attributeOffsets, customer) : row;
      int value = at < 0 ? Packed.NULL : leaf.data().values().get(at);
      if (value == Packed.NULL) {
        return leaf.whenMissing() ? Outcome.YES : Outcome.UNKNOWN;
      }
      return leaf.test().test(value) ? Outcome.YES : Outcome.NO;
    }
  }
}
