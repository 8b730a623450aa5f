package io.discreet.mechanisms.marginals;

/**
 * What a table says beyond its own margins: along each axis the mean is taken off.
 *
 * <p>On an axis of n values this is the projection I − 11ᵀ/n, on a table the Kronecker product of
 * the axes'. Tables are in row-major order.
 */
final class Centring {

  private Centring() {}

  /**
   * Replaces the table by the product of n·I − 11ᵀ over its axes, times the table: N times its
   * centred form in whole numbers, N being the number of cells.
   *
   * <p>Along the way every number, and every sum on the way to it, is at most N times the sum of
   * the table's absolute values: an entry of n·I − 11ᵀ is at most n − 1 in size, an entry of n·I or
   * of 11ᵀ at most n.
   */
  static void timesCells(long[] table, int[] shape) {
    int inner = table.length;
    for (int size : shape) {
      inner /= size;
      for (int first = 0; first < table.length; first += size * inner) {
        for (int start = first; start < first + inner; start++) {
          long sum = 0;
          for (int i = 0; i < size; i++) {
            sum += table[start + i * inner];
          }
          for (int i = 0; i < size; i++) {
            table[start + i * inner] = size * table[start + i * inner] - sum;
          }
        }
      }
    }
  }

  /** Replaces the table by its centred form. */
  static void centre(double[] table, int[] shape) {
    int inner = table.length;
    for (int size : shape) {
      inner /= size;
      for (int first = 0; first < table.length; first += size * inner) {
        for (int start = first; start < first + inner; start++) {
          double sum = 0;
          for (int i = 0; i < size; i++) {
            sum += table[start + i * inner];
          }
          double mean = sum / size;
          for (int i = 0; i < size; i++) {
            table[start + i * inner] -= mean;
          }
        }
      }
    }
  }
}
