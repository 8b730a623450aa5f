package io.discreet.benchmarks.lab;

import java.util.List;

/**
 * Who bought in which segment for how much; the rows of a customer stand together.
 *
 * @param name as the tables of results show it
 * @param segments their labels
 * @param offsets where the rows of each customer begin, and the number of rows
 * @param segment of each row, a position in {@code segments}
 * @param cents the amount of each row, from 0 to {@code greatestCents}
 * @param greatestCents the end of the column's declared range
 */
record DataSet(
    String name,
    List<String> segments,
    int[] offsets,
    int[] segment,
    int[] cents,
    int greatestCents) {

  int customers() {
    return offsets.length - 1;
  }

  int rows() {
    return segment.length;
  }
}
