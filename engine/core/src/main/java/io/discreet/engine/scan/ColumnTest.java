package io.discreet.engine.scan;

import io.discreet.engine.scan.ValueTest.Between;
import io.discreet.engine.scan.ValueTest.Outside;
import io.discreet.engine.vault.Packed;
import java.util.Optional;

/**
 * A test of one column, 64 rows at a time.
 *
 * <p>Bytes and shorts are looked up in a table of the outcomes of all their values, so that several
 * tests of one column cost what one does; each width has a loop of its own, without data-dependent
 * branches. Immutable.
 */
abstract class ColumnTest {

  /** A quarter of the rows of a word. */
  private static final int RUN = Long.SIZE / 4;

  /**
   * The outcomes of consecutive rows: bit i is that of row {@code row + i}.
   *
   * @param count of rows, 1 to 64; bits from {@code count} on are zero
   */
  abstract long outcomes(int row, int count);

  /** The outcome of one row: 1 where it passes, else 0. */
  abstract long outcome(int row);

  /** Bytes of a value: the narrower, the cheaper the test. */
  abstract int width();

  /**
   * One test for two of the same column, which passes what both or, unless {@code all}, what one of
   * them passes; empty where that would save nothing.
   */
  Optional<ColumnTest> joined(ColumnTest other, boolean all) {
    return Optional.empty();
  }

  static ColumnTest of(Packed column, ValueTest test) {
    if (column instanceof Packed.Bytes bytes) {
      return ofBytes(bytes.values(), outcomes(test, Byte.SIZE));
    } else if (column instanceof Packed.Shorts shorts) {
      return new Shorts(shorts.values(), outcomes(test, Short.SIZE));
    } else if (test instanceof ValueTest.Codes codes) {
      return new Table(column, codes);
    } else if (test instanceof Outside outside) {
      return new Except(of(column, Between.PRESENT), of(column, outside.interval()));
    }
    Between between = (Between) test;
    return new InInts(((Packed.Ints) column).values(), between.low(), between.high());
  }

  private static ColumnTest ofBytes(byte[] values, byte[] outcomes) {
    int positive = 0;
    byte only = 0;
    for (int value = 0; value < outcomes.length; value++) {
      if (outcomes[value] != 0) {
        only = (byte) value;
        positive++;
      }
    }
    return positive == 1 ? new OneByte(values, outcomes, only) : new ManyBytes(values, outcomes);
  }

  /** 1 for each number of so many bits that passes, else 0; by the number's own bits. */
  private static byte[] outcomes(ValueTest test, int bits) {
    byte[] outcomes = new byte[1 << bits];
    if (test instanceof ValueTest.Codes codes) {
      int coded = Math.min(codes.listed().length, outcomes.length / 2);
      for (int code = 0; code < coded; code++) {
        outcomes[code] = (byte) (codes.listed()[code] ? 1 : 0);
      }
    } else if (test instanceof Outside outside) {
      set(outcomes, Between.PRESENT, (byte) 1);
      set(outcomes, outside.interval(), (byte) 0);
    } else {
      set(outcomes, (Between) test, (byte) 1);
    }
    return outcomes;
  }

  private static void set(byte[] outcomes, Between numbers, byte outcome) {
    int missing = -outcomes.length / 2;
    int mask = outcomes.length - 1;
    if (numbers.low() == Packed.NULL) {
      outcomes[missing & mask] = outcome;
    }
    int last = Math.min(numbers.high(), -missing - 1);
    for (int number = Math.max(numbers.low(), missing + 1); number <= last; number++) {
      outcomes[number & mask] = outcome;
    }
  }

  /** The outcomes of two tests joined, by value. */
  private static byte[] joinedOutcomes(byte[] some, byte[] others, boolean all) {
    byte[] joined = new byte[some.length];
    for (int value = 0; value < joined.length; value++) {
      joined[value] = (byte) (all ? some[value] & others[value] : some[value] | others[value]);
    }
    return joined;
  }

  /** A column of bytes. */
  private abstract static class OfBytes extends ColumnTest {
    final byte[] values;

    /** By the value's own bits. */
    private final byte[] outcomeOf;

    OfBytes(byte[] values, byte[] outcomeOf) {
      this.values = values;
      this.outcomeOf = outcomeOf;
    }

    @Override
    final long outcome(int row) {
      return outcomeOf[values[row] & 0xFF];
    }

    @Override
    final int width() {
      return Byte.BYTES;
    }

    @Override
    final Optional<ColumnTest> joined(ColumnTest other, boolean all) {
      return other instanceof OfBytes bytes && bytes.values == values
          ? Optional.of(ofBytes(values, joinedOutcomes(outcomeOf, bytes.outcomeOf, all)))
          : Optional.empty();
    }
  }

  /** One byte value, eight rows at a time. */
  private static final class OneByte extends OfBytes {
    // Moves the lowest bit of byte i to bit 56 + i; no two of the products meet.
    private static final long GATHER = 0x0102_0408_1020_4080L;

    private final byte wanted;
    private final long pattern;

    OneByte(byte[] values, byte[] outcomeOf, byte wanted) {
      super(values, outcomeOf);
      this.wanted = wanted;
      this.pattern = EightBytes.pattern(wanted);
    }

    @Override
    long outcomes(int row, int count) {
      if (count == Long.SIZE) {
        // Bit 8 b + k tells of row 8 k + b.
        return EightBytes.transposed(
            (equal(row, 0) >>> 7)
                | (equal(row, 1) >>> 6)
                | (equal(row, 2) >>> 5)
                | (equal(row, 3) >>> 4)
                | (equal(row, 4) >>> 3)
                | (equal(row, 5) >>> 2)
                | (equal(row, 6) >>> 1)
                | equal(row, 7));
      }
      long outcomes = 0;
      int whole = count & ~7;
      for (int i = 0; i < whole; i += Long.BYTES) {
        long equal = EightBytes.equal(values, row + i, pattern);
        outcomes |= (((equal >>> 7) * GATHER) >>> 56) << i;
      }
      for (int i = whole; i < count; i++) {
        outcomes |= (values[row + i] == wanted ? 1L : 0L) << i;
      }
      return outcomes;
    }

    private long equal(int row, int eight) {
      return EightBytes.equal(values, row + eight * Long.BYTES, pattern);
    }
  }

  private static final class ManyBytes extends OfBytes {

    ManyBytes(byte[] values, byte[] outcomeOf) {
      super(values, outcomeOf);
    }

    @Override
    long outcomes(int row, int count) {
      if (count < Long.SIZE) {
        long outcomes = 0;
        for (int i = count - 1; i >= 0; i--) {
          outcomes = outcomes << 1 | outcome(row + i);
        }
        return outcomes;
      }
      // Four runs, none of which waits for another.
      long first = 0;
      long second = 0;
      long third = 0;
      long fourth = 0;
      for (int i = row + RUN - 1; i >= row; i--) {
        first = (first << 1) | outcome(i);
        second = (second << 1) | outcome(i + RUN);
        third = (third << 1) | outcome(i + 2 * RUN);
        fourth = (fourth << 1) | outcome(i + 3 * RUN);
      }
      return first | (second << RUN) | (third << (2 * RUN)) | (fourth << (3 * RUN));
    }
  }

  private static final class Shorts extends ColumnTest {
    private final short[] values;
    private final byte[] outcomeOf;

    Shorts(short[] values, byte[] outcomeOf) {
      this.values = values;
      this.outcomeOf = outcomeOf;
    }

    @Override
    long outcomes(int row, int count) {
      if (count < Long.SIZE) {
        long outcomes = 0;
        for (int i = count - 1; i >= 0; i--) {
          outcomes = outcomes << 1 | outcome(row + i);
        }
        return outcomes;
      }
      // Four runs, none of which waits for another.
      long first = 0;
      long second = 0;
      long third = 0;
      long fourth = 0;
      for (int i = row + RUN - 1; i >= row; i--) {
        first = (first << 1) | outcome(i);
        second = (second << 1) | outcome(i + RUN);
        third = (third << 1) | outcome(i + 2 * RUN);
        fourth = (fourth << 1) | outcome(i + 3 * RUN);
      }
      return first | (second << RUN) | (third << (2 * RUN)) | (fourth << (3 * RUN));
    }

    @Override
    long outcome(int row) {
      return outcomeOf[values[row] & 0xFFFF];
    }

    @Override
    int width() {
      return Short.BYTES;
    }

    @Override
    Optional<ColumnTest> joined(ColumnTest other, boolean all) {
      return other instanceof Shorts shorts && shorts.values == values
          ? Optional.of(new Shorts(values, joinedOutcomes(outcomeOf, shorts.outcomeOf, all)))
          : Optional.empty();
    }
  }

  /** A column that no table of outcomes is kept for. */
  private abstract static class Wide extends ColumnTest {

    @Override
    final int width() {
      return Integer.BYTES;
    }
  }

  private static final class InInts extends Wide {
    private final int[] values;
    private final long low;
    private final long span;

    InInts(int[] values, int low, int high) {
      this.values = values;
      this.low = low;
      this.span = (long) high - low;
    }

    @Override
    long outcome(int row) {
      long above = values[row] - low;
      return ~(above | (span - above)) >>> 63;
    }

    @Override
    Optional<ColumnTest> joined(ColumnTest other, boolean all) {
      if (all && other instanceof InInts ints && ints.values == values) {
        long least = Math.max(low, ints.low);
        long greatest = Math.min(low + span, ints.low + ints.span);
        if (least <= greatest) {
          return Optional.of(new InInts(values, (int) least, (int) greatest));
        }
      }
      return Optional.empty();
    }

    @Override
    long outcomes(int row, int count) {
      long outside = 0;
      for (int i = 0; i < count; i++) {
        long above = values[row + i] - low;
        outside |= ((above | (span - above)) >>> 63) << i;
      }
      return ~outside & (-1L >>> (64 - count));
    }
  }

  /** Codes of a dictionary that shorts do not number. */
  private static final class Table extends Wide {
    private final Packed values;
    private final ValueTest.Codes test;

    Table(Packed values, ValueTest.Codes test) {
      this.values = values;
      this.test = test;
    }

    @Override
    long outcomes(int row, int count) {
      long outcomes = 0;
      for (int i = 0; i < count; i++) {
        outcomes |= outcome(row + i) << i;
      }
      return outcomes;
    }

    @Override
    long outcome(int row) {
      return test.test(values.get(row)) ? 1 : 0;
    }
  }

  private static final class Except extends Wide {
    private final ColumnTest all;
    private final ColumnTest without;

    Except(ColumnTest all, ColumnTest without) {
      this.all = all;
      this.without = without;
    }

    @Override
    long outcomes(int row, int count) {
      return all.outcomes(row, count) & ~without.outcomes(row, count);
    }

    @Override
    long outcome(int row) {
      return all.outcome(row) & ~without.outcome(row);
    }
  }
}
