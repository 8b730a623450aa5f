package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordSumsTest {
  private static final int STEPS = 6;

  /** Of steps that are those of one byte, and of several. */
  private static final int[][] KEPT = {{0}, {0, 1}, {1, 2}, {2, 0, 5}, {0, 1, 2, 3, 4, 5}};

  private static TableData noTable(String name) {
    throw new IllegalArgumentException(name);
  }

  /** The least and the greatest byte and one that is missing have steps of their own. */
  private static int step(int value) {
    return value == Packed.NULL
        ? 0
        : value == Byte.MAX_VALUE
            ? 1
            : value == -Byte.MAX_VALUE ? 2 : 3 + Math.floorMod(value, STEPS - 3);
  }

  /**
   * All runs of rows one after the other, of any steps, with extremes and missing numbers: of two
   * bytes, and of four, which are added up another way.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void total_anyRun_isThatOfRowsOneByOne(boolean shorts) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    byte[] bytes = new byte[37];
    short[] numbers = new short[bytes.length];
    byte[] some = {Byte.MAX_VALUE, Byte.MAX_VALUE, Byte.MIN_VALUE, -Byte.MAX_VALUE, 0, 1, 2, 3, -1};
    short[] extremes = {Packed.Shorts.MISSING, -Short.MAX_VALUE, Short.MAX_VALUE, -1, 0, 1};
    for (int row = 0; row < bytes.length; row++) {
      bytes[row] = some[random.nextInt(some.length)];
      numbers[row] = extremes[random.nextInt(extremes.length)];
    }
    WordSums sums = sums(bytes, shorts ? new Packed.Shorts(numbers) : ints(numbers));
    for (int from = 0; from < bytes.length; from++) {
      for (int to = from + 1; to <= bytes.length; to++) {
        for (int[] kept : KEPT) {
          assertTotals(sums, bytes, numbers, from, to, kept);
        }
      }
    }
  }

  /** The most rows that a sum can count, in one segment, each with the same number. */
  @ParameterizedTest
  @ValueSource(shorts = {Packed.Shorts.MISSING, -Short.MAX_VALUE, -1, 0, Short.MAX_VALUE})
  void total_mostRowsInOneSegment_isExact(short number) {
    byte[] bytes = new byte[Totalled.MOST_ROWS + 1];
    short[] numbers = new short[bytes.length];
    Arrays.fill(bytes, Byte.MAX_VALUE);
    Arrays.fill(numbers, number);
    WordSums sums = sums(bytes, new Packed.Shorts(numbers));
    for (int from = 0; from < 2; from++) {
      for (int left = 0; left < 4; left++) {
        int to = from + Totalled.MOST_ROWS - left;
        assertTotals(sums, bytes, numbers, from, to, new int[] {0, 1});
        assertTotals(sums, bytes, numbers, from, to, new int[] {1, 3}); // shared by several bytes
      }
    }
  }

  /** Positions are counted from the block's first row. */
  @Test
  void total_laterBlock_isThatOfItsRows() {
    byte[] bytes = new byte[20];
    short[] numbers = new short[bytes.length];
    for (int row = 0; row < bytes.length; row++) {
      bytes[row] = row < 10 ? Byte.MAX_VALUE : -Byte.MAX_VALUE;
      numbers[row] = (short) (row * row);
    }
    Selection selection = new Selection(Optional.empty(), WordSumsTest::noTable, true);
    WordSums sums = sums(bytes, new Packed.Shorts(numbers), selection);
    selection.select(new Block(new int[] {0, 9, 20}, 1, 2));
    sums.begin();
    Totalled totalled = new Totalled(2);
    sums.total(0, 11, new int[] {1, 2}, 2, totalled);

    assertThat(totalled.rows).containsExactly(1, 10);
    assertThat(totalled.totals)
        .containsExactly(81, IntStream.range(10, 20).map(row -> row * row).sum());
  }

  private static Packed ints(short[] numbers) {
    return new Packed.Ints(
        IntStream.range(0, numbers.length)
            .map(i -> numbers[i] == Packed.Shorts.MISSING ? Packed.NULL : numbers[i])
            .toArray());
  }

  private static WordSums sums(byte[] bytes, Packed numbers) {
    Selection selection = new Selection(Optional.empty(), WordSumsTest::noTable, true);
    WordSums sums = sums(bytes, numbers, selection);
    selection.select(new Block(new int[] {0, bytes.length}, 0, 1));
    sums.begin();
    return sums;
  }

  private static WordSums sums(byte[] bytes, Packed numbers, Selection selection) {
    AxisCells axis = new AxisCells(new Packed.Bytes(bytes), WordSumsTest::step, 1);
    return WordSums.of(new ByteSteps(axis, selection), selection, numbers);
  }

  private static void assertTotals(
      WordSums sums, byte[] bytes, short[] numbers, int from, int to, int[] kept) {
    Totalled totalled = new Totalled(kept.length);
    sums.total(from, to, kept, kept.length, totalled);
    int[] rows = new int[STEPS];
    int[] missing = new int[STEPS];
    long[] totals = new long[STEPS];
    for (int row = from; row < to; row++) {
      int step = step(bytes[row] == Packed.Bytes.MISSING ? Packed.NULL : bytes[row]);
      rows[step]++;
      if (numbers[row] == Packed.Shorts.MISSING) {
        missing[step]++;
      } else {
        totals[step] += numbers[row];
      }
    }
    for (int index = 0; index < kept.length; index++) {
      int step = kept[index];
      assertThat(new long[] {totalled.rows[index], totalled.missing[index], totalled.totals[index]})
          .as("rows %d to %d, step %d", from, to, step)
          .containsExactly(rows[step], missing[step], totals[step]);
    }
  }
}
