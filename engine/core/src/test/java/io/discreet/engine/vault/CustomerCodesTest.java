package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CustomerCodesTest {
  private static final int[] ROWS_OF_CUSTOMERS = {0, 1, 255, 256, 3, 0, 10_000, 40};

  private static ColumnData.Codes column(byte[] values, int words) {
    return new ColumnData.Codes(new Packed.Bytes(values), Collections.nCopies(words, "a word"));
  }

  private static int[] offsets() {
    int[] offsets = new int[ROWS_OF_CUSTOMERS.length + 1];
    for (int i = 0; i < ROWS_OF_CUSTOMERS.length; i++) {
      offsets[i + 1] = offsets[i] + ROWS_OF_CUSTOMERS[i];
    }
    return offsets;
  }

  /** The first and the last code, a missing value, and up to more rows than are told. */
  @Test
  void customerCodes_anyRows_areThoseOfTheColumn() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    int[] offsets = offsets();
    byte[] values = new byte[offsets[ROWS_OF_CUSTOMERS.length]];
    for (int row = 0; row < values.length; row++) {
      int drawn = random.nextInt(100);
      values[row] = (byte) (drawn < 60 ? 0 : drawn < 63 ? Packed.Bytes.MISSING : drawn - 37);
    }
    for (int row = offsets[2]; row < offsets[4]; row++) {
      values[row] = 62; // 255 and 256 times
    }

    CustomerCodes codes = CustomerCodes.of(offsets, column(values, 63), Long.MAX_VALUE).get();

    for (int customer = 0; customer < ROWS_OF_CUSTOMERS.length; customer++) {
      long found = 0;
      List<Integer> wanted = new ArrayList<>();
      for (int code = 0; code < Long.SIZE; code++) {
        byte value = code == CustomerCodes.MISSING ? Packed.Bytes.MISSING : (byte) code;
        int rows =
            (int)
                IntStream.range(offsets[customer], offsets[customer + 1])
                    .filter(row -> values[row] == value)
                    .count();
        if (rows > 0) {
          found |= 1L << code;
          wanted.add(0, code);
          assertThat(codes.rows(customer, code))
              .as("customer %d, code %d", customer, code)
              .isEqualTo(rows > 255 ? CustomerCodes.MANY : rows);
        }
      }
      assertThat(codes.codes(customer)).isEqualTo(found);
      assertRowsOfMany(codes, customer, wanted);
    }
  }

  private static void assertRowsOfMany(CustomerCodes codes, int customer, List<Integer> wanted) {
    int[] rows = new int[wanted.size() + 1];
    rows[wanted.size()] = -1;
    boolean told =
        codes.rows(customer, wanted.stream().mapToInt(code -> code).toArray(), wanted.size(), rows);

    List<Integer> expected =
        wanted.stream().map(code -> codes.rows(customer, code)).collect(Collectors.toList());
    assertThat(told).isEqualTo(!expected.contains(CustomerCodes.MANY));
    expected.add(-1); // past those that are wanted nothing is written
    assertThat(rows)
        .as("customer %d", customer)
        .containsExactly(expected.stream().mapToInt(count -> count).toArray());
  }

  @Test
  void customerCodes_moreMemoryThanAllowed_areNotMade() {
    int[] offsets = {0, 2, 4};
    ColumnData column = column(new byte[] {0, 1, 2, 2}, 3);

    assertThat(CustomerCodes.of(offsets, column, 27)).isPresent(); // 12 each, and 3 counts
    assertThat(CustomerCodes.of(offsets, column, 26)).isEmpty();
    assertThat(CustomerCodes.of(offsets, column, 23)).isEmpty();
  }

  @Test
  void customerCodes_columnThatBitsDoNotNumber_areNotMade() {
    int[] offsets = {0, 1};
    Packed bytes = new Packed.Bytes(new byte[] {1});

    assertThat(CustomerCodes.of(offsets, column(new byte[] {1}, 64), Long.MAX_VALUE)).isEmpty();
    assertThat(CustomerCodes.of(offsets, new ColumnData.Units(bytes), Long.MAX_VALUE)).isEmpty();
    assertThat(
            CustomerCodes.of(
                offsets,
                new ColumnData.Codes(new Packed.Shorts(new short[] {1}), List.of("a", "b")),
                Long.MAX_VALUE))
        .isEmpty();
  }
}
