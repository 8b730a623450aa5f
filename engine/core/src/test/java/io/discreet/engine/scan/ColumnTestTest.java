package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.scan.ValueTest.Between;
import io.discreet.engine.vault.Packed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test of a whole column says of each number what the test of one number says. */
class ColumnTestTest {

  /** Where widths end, and just beside it. */
  private static final int[] EDGES = {
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1,
    Short.MIN_VALUE - 1,
    Short.MIN_VALUE,
    Short.MIN_VALUE + 1,
    Byte.MIN_VALUE - 1,
    Byte.MIN_VALUE,
    Byte.MIN_VALUE + 1,
    -1,
    0,
    1,
    Byte.MAX_VALUE,
    Byte.MAX_VALUE + 1,
    Short.MAX_VALUE,
    Short.MAX_VALUE + 1,
    Integer.MAX_VALUE - (1 << 15),
    Integer.MAX_VALUE - 1,
    Integer.MAX_VALUE
  };

  /** Every number that is not below the width's least, which stands for a missing one. */
  static Stream<Packed> columns() {
    Random random = new Random(5);
    byte[] bytes = new byte[1 << Byte.SIZE];
    short[] shorts = new short[1 << Short.SIZE];
    int[] ints = random.ints(1_000).toArray();
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) i);
    IntStream.range(0, shorts.length).forEach(i -> shorts[i] = (short) i);
    System.arraycopy(EDGES, 0, ints, 0, EDGES.length);
    return Stream.of(new Packed.Bytes(bytes), new Packed.Shorts(shorts), new Packed.Ints(ints));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void outcomes_intervalsAtTheEdgesOfWidths_areThoseOfEachNumber(Packed column) {
    for (int low : EDGES) {
      for (int high : EDGES) {
        Between interval = new Between(low, high);
        assertSame(column, interval);
        assertSame(column, interval.otherwise());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("columns")
  void outcomes_listsOfCodes_areThoseOfEachCode(Packed column) {
    Random random = new Random(6);
    for (int codes : new int[] {1, 2, 100, 127, 128, 30_000}) {
      boolean[] listed = new boolean[codes];
      IntStream.range(0, codes).forEach(code -> listed[code] = random.nextBoolean());
      Packed coded =
          new Packed.Ints(
              IntStream.range(0, column.length())
                  .map(column::get)
                  .filter(code -> code == Packed.NULL || (code >= 0 && code < codes))
                  .toArray());
      assertSame(narrowed(coded, column), new ValueTest.Codes(listed));
      assertSame(narrowed(coded, column), new ValueTest.Codes(listed).otherwise());
    }
  }

  @ParameterizedTest
  @MethodSource("columns")
  void joined_twoTestsOfOneColumn_passWhatBothOrOneOfThemPass(Packed column) {
    Random random = new Random(7);
    int joined = 0;
    for (int pair = 0; pair < 400; pair++) {
      ValueTest one = interval(random);
      ValueTest other = interval(random);
      for (boolean all : new boolean[] {true, false}) {
        Optional<ColumnTest> both =
            ColumnTest.of(column, one).joined(ColumnTest.of(column, other), all);
        joined += both.isPresent() ? 1 : 0;
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; both.isPresent() && i < column.length(); i++) {
          boolean first = one.test(column.get(i));
          boolean second = other.test(column.get(i));
          if ((both.get().outcome(i) == 1) != (all ? first && second : first || second)) {
            wrong.add(column.get(i));
          }
        }
        assertThat(wrong).as("%s, %s", one, other).isEmpty();
      }
    }
    assertThat(joined).isGreaterThan(30);
  }

  @Test
  void joined_testsOfDifferentColumns_stayTwo() {
    Between positive = new Between(1, 9);
    for (Packed column : columns().toList()) {
      for (Packed other : columns().toList()) {
        assertThat(ColumnTest.of(column, positive).joined(ColumnTest.of(other, positive), true))
            .isEmpty();
      }
    }
  }

  private static ValueTest interval(Random random) {
    Between interval =
        new Between(EDGES[random.nextInt(EDGES.length)], EDGES[random.nextInt(EDGES.length)]);
    return random.nextInt(3) == 0 ? interval.otherwise() : interval;
  }

  private static Packed narrowed(Packed numbers, Packed like) {
    int count = numbers.length();
    if (like instanceof Packed.Bytes) {
      byte[] bytes = new byte[count];
      for (int i = 0; i < count; i++) {
        bytes[i] = numbers.get(i) == Packed.NULL ? Packed.Bytes.MISSING : (byte) numbers.get(i);
      }
      return new Packed.Bytes(bytes);
    } else if (like instanceof Packed.Shorts) {
      short[] shorts = new short[count];
      for (int i = 0; i < count; i++) {
        shorts[i] = numbers.get(i) == Packed.NULL ? Packed.Shorts.MISSING : (short) numbers.get(i);
      }
      return new Packed.Shorts(shorts);
    }
    return numbers;
  }

  /** One byte in any places of a word, none of which is another's. */
  @Test
  void outcomes_oneByte_areThoseOfEachNumber() {
    Random random = new Random(6);
    byte[] bytes = new byte[1 << 12];
    for (int row = 0; row < bytes.length; row++) {
      bytes[row] = (byte) random.nextInt(-3, 4);
    }
    for (int value = -4; value <= 4; value++) {
      assertSame(new Packed.Bytes(bytes), new Between(value, value));
    }
  }

  private static void assertSame(Packed column, ValueTest test) {
    ColumnTest whole = ColumnTest.of(column, test);
    List<Integer> wrong = new ArrayList<>();
    for (int step : new int[] {61, Long.SIZE}) {
      for (int from = 0; from < column.length(); from += step) {
        int count = Math.min(step, column.length() - from);
        long outcomes = whole.outcomes(from, count);
        assertThat(count == Long.SIZE ? 0 : outcomes >>> count).isZero();
        for (int i = 0; i < count; i++) {
          long expected = test.test(column.get(from + i)) ? 1 : 0;
          if (((outcomes >>> i) & 1) != expected || whole.outcome(from + i) != expected) {
            wrong.add(column.get(from + i));
          }
        }
      }
    }
    assertThat(wrong).as("%s", test).isEmpty();
  }
}
