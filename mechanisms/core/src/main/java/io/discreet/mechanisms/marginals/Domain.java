package io.discreet.mechanisms.marginals;

import java.util.List;

/**
 * How many values each attribute of a customer has. Each customer has exactly one value of each;
 * where one may be missing, that is a value of its own.
 *
 * <p>The cells of a marginal are numbered in row-major order: the value of its last attribute
 * changes fastest.
 *
 * @param sizes of attributes 0, 1, …: at least 2 values each; at most {@value #MOST_ATTRIBUTES}
 *     attributes
 */
public record Domain(List<Integer> sizes) {

  /** The most attributes. */
  public static final int MOST_ATTRIBUTES = 62;

  /** The most cells of a marginal: 2²⁴. */
  public static final int MOST_CELLS = 1 << 24;

  /** Checks the sizes. */
  public Domain {
    sizes = List.copyOf(sizes);
    if (sizes.size() > MOST_ATTRIBUTES) {
      throw new IllegalArgumentException(
          "a domain has at most " + MOST_ATTRIBUTES + " attributes, got " + sizes.size());
    }
    for (int size : sizes) {
      if (size < 2) {
        throw new IllegalArgumentException("an attribute has at least 2 values, got " + size);
      }
    }
  }

  /** The domain of attributes with these sizes. */
  public static Domain of(Integer... sizes) {
    return new Domain(List.of(sizes));
  }

  /** All its attributes. */
  public AttributeSet all() {
    return new AttributeSet((1L << sizes.size()) - 1);
  }

  /**
   * Returns the number of cells of the marginal over {@code set}; 1 for the set of none.
   *
   * @throws IllegalArgumentException if an attribute is not of this domain, or if there are more
   *     than {@link #MOST_CELLS} cells
   */
  public int cells(AttributeSet set) {
    if (!set.isSubsetOf(all())) {
      throw new IllegalArgumentException(
          "a marginal over " + set + " needs attributes of " + sizes.size());
    }
    long cells = 1;
    for (int attribute : set.attributes()) {
      cells *= sizes.get(attribute);
      if (cells > MOST_CELLS) {
        throw new IllegalArgumentException(
            "a marginal has at most " + MOST_CELLS + " cells, got more for " + set);
      }
    }
    return (int) cells;
  }

  /** The sizes of the set's attributes, ascending by attribute. */
  int[] shape(AttributeSet set) {
    int[] attributes = set.attributes();
    int[] shape = new int[attributes.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(attributes[i]);
    }
    return shape;
  }

  /** For each cell of the marginal over {@code from}, the cell of the coarser one it lies in. */
  int[] coarser(AttributeSet from, AttributeSet to) {
    int[] attributes = from.attributes();
    int[] cells = {0};
    for (int attribute : attributes) {
      int size = sizes.get(attribute);
      boolean kept = to.contains(attribute);
      int[] finer = new int[cells.length * size];
      for (int i = 0; i < finer.length; i++) {
        finer[i] = kept ? cells[i / size] * size + i % size : cells[i / size];
      }
      cells = finer;
    }
    return cells;
  }
}
