package io.discreet.engine.vault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which codes of a category the rows of each customer have, and how many rows have each: what
 * questions that filter no rows can be answered from without a look at the rows. Immutable.
 *
 * <p>A customer takes 12 bytes, and one for each distinct code, so that it is made only where it
 * takes less than the column.
 */
public final class CustomerCodes {

  /** What {@link #rows} answers where there are too many rows to tell. */
  public static final int MANY = 0;

  /** The bit of a missing value. */
  public static final int MISSING = Long.SIZE - 1;

  /** The most rows of a code that are told. */
  private static final int MOST_ROWS = (1 << Byte.SIZE) - 1;

  private static final int BYTES_OF_CUSTOMER = Long.BYTES + Integer.BYTES;

  /** Customers that one thread looks at together. */
  private static final int RUN = 1 << 12;

  /** By customer, the codes as bits. */
  private final long[] codes;

  /** By customer, where the counts begin. */
  private final int[] firstCounts;

  /** The rows of each of a customer's codes, the lowest first; {@link #MANY} for too many. */
  private final byte[] counts;

  private CustomerCodes(long[] codes, int[] firstCounts, byte[] counts) {
    this.codes = codes;
    this.firstCounts = firstCounts;
    this.counts = counts;
  }

  /**
   * Collects the codes of a column.
   *
   * @param offsets as {@link TableData#offsets} has them
   * @param mostBytes the memory that it may take
   * @return empty where it would take more, or there are more codes than bits
   */
  public static Optional<CustomerCodes> of(int[] offsets, ColumnData column, long mostBytes) {
    int customers = offsets.length - 1;
    if (!(column instanceof ColumnData.Codes category)
        || !(category.values() instanceof Packed.Bytes packed)
        || category.dictionary().size() > MISSING
        || leastBytes(customers) > mostBytes) {
      return Optional.empty();
    }
    byte[] values = packed.values();
    long[] codes = new long[customers];
    runs(customers)
        .forEach(first -> collect(values, offsets, codes, first, endOfRun(first, customers)));
    int[] firstCounts = new int[customers];
    long all = 0;
    for (int customer = 0; customer < customers; customer++) {
      firstCounts[customer] = (int) all;
      all += Long.bitCount(codes[customer]);
    }
    if (all + leastBytes(customers) > mostBytes) {
      return Optional.empty();
    }
    byte[] counts = new byte[(int) all];
    CustomerCodes collected = new CustomerCodes(codes, firstCounts, counts);
    runs(customers)
        .forEach(first -> collected.count(values, offsets, first, endOfRun(first, customers)));
    return Optional.of(collected);
  }

  /** The memory that it takes at least, in bytes. */
  static long leastBytes(int customers) {
    return (long) BYTES_OF_CUSTOMER * customers;
  }

  private static IntStream runs(int customers) {
    return IntStream.range(0, (customers + RUN - 1) / RUN).map(run -> run * RUN).parallel();
  }

  private static int endOfRun(int first, int customers) {
    return Math.min(customers, first + RUN);
  }

  private static int bit(byte value) {
    return value == Packed.Bytes.MISSING ? MISSING : value;
  }

  private static void collect(byte[] values, int[] offsets, long[] codes, int first, int end) {
    for (int customer = first; customer < end; customer++) {
      long found = 0;
      for (int row = offsets[customer]; row < offsets[customer + 1]; row++) {
        found |= 1L << bit(values[row]);
      }
      codes[customer] = found;
    }
  }

  private void count(byte[] values, int[] offsets, int first, int end) {
    int[] rowsOfCode = new int[Long.SIZE];
    for (int customer = first; customer < end; customer++) {
      Arrays.fill(rowsOfCode, 0);
      for (int row = offsets[customer]; row < offsets[customer + 1]; row++) {
        rowsOfCode[bit(values[row])]++;
      }
      int next = firstCounts[customer];
      for (long rest = codes[customer]; rest != 0; rest &= rest - 1) {
        int rows = rowsOfCode[Long.numberOfTrailingZeros(rest)];
        counts[next++] = (byte) (rows > MOST_ROWS ? MANY : rows);
      }
    }
  }

  /** The codes that a customer's rows have, as bits; bit {@link #MISSING} for missing values. */
  public long codes(int customer) {
    return codes[customer];
  }

  /**
   * How many of a customer's rows have a code.
   *
   * @param code one of {@link #codes}
   * @return from 1 to 255, or {@link #MANY}
   */
  public int rows(int customer, int code) {
    int before = Long.bitCount(codes[customer] & ((1L << code) - 1));
    return counts[firstCounts[customer] + before] & MOST_ROWS;
  }

  /**
   * Writes how many of a customer's rows have each of some codes, as {@link #rows(int, int)}
   * answers it.
   *
   * @param wanted among {@link #codes}
   * @param count how many of {@code wanted} there are
   * @return whether none of them is {@link #MANY}
   */
  public boolean rows(int customer, int[] wanted, int count, int[] rows) {
    long all = codes[customer];
    int first = firstCounts[customer];
    boolean told = true;
    for (int index = 0; index < count; index++) {
      int ofCode = counts[first + Long.bitCount(all & ((1L << wanted[index]) - 1))] & MOST_ROWS;
      rows[index] = ofCode;
      told &= ofCode != MANY;
    }
    return told;
  }
}
