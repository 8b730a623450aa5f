package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteStepsTest {
  private static final int STEPS = 5;
  private static final int ROWS = 41;

  private static TableData noTable(String name) {
    throw new IllegalArgumentException(name);
  }

  /** Two bytes have a step of their own, the others share what is left. */
  private static int step(int value) {
    return value == Byte.MAX_VALUE ? 0 : value == -1 ? 1 : 2 + Math.floorMod(value, STEPS - 2);
  }

  /** Of all runs of rows: those shorter than a word, at either end of the column, of one byte. */
  @Test
  void rows_anyRun_areCountedAsOneByOne() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    byte[] column = new byte[ROWS];
    for (int row = 0; row < ROWS; row++) {
      column[row] = random.nextInt(3) > 0 ? Byte.MAX_VALUE : (byte) (random.nextInt(4) - 2);
    }
    Selection selection = new Selection(Optional.empty(), ByteStepsTest::noTable, true);
    selection.select(new Block(new int[] {0, ROWS}, 0, 1));
    AxisCells axis = new AxisCells(new Packed.Bytes(column), ByteStepsTest::step, 1);
    RowSteps steps = new ByteSteps(axis, selection);
    for (int[] kept : new int[][] {{0, 1}, {1, 0, 4}, {0, 1, 2, 3, 4}}) {
      for (int from = 0; from < ROWS; from++) {
        for (int to = from + 1; to <= ROWS; to++) {
          int[] rows = new int[STEPS];
          steps.rows(0, from, to, kept, kept.length, rows);
          for (int place = 0; place < kept.length; place++) {
            int step = kept[place];
            assertThat(rows[place])
                .as("%d to %d, step %d", from, to, step)
                .isEqualTo(
                    (int)
                        IntStream.range(from, to).filter(row -> step(column[row]) == step).count());
          }
        }
      }
    }
  }
}
