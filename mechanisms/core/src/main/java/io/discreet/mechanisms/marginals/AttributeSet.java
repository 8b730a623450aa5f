package io.discreet.mechanisms.marginals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some of the attributes of a {@link Domain}: what a marginal groups by.
 *
 * @param bits bit i is set if attribute i is in it; 0, the set of none, groups by nothing
 */
public record AttributeSet(long bits) implements Comparable<AttributeSet> {

  /** No attribute: its marginal is the one total. */
  public static final AttributeSet NONE = new AttributeSet(0);

  /** Checks the bits. */
  public AttributeSet {
    if (bits < 0 || bits >= 1L << Domain.MOST_ATTRIBUTES) {
      throw new IllegalArgumentException(
          "attributes are numbered 0 to "
              + (Domain.MOST_ATTRIBUTES - 1)
              + ", got the bits "
              + Long.toHexString(bits));
    }
  }

  /**
   * Returns the set of these attributes.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public static AttributeSet of(int... attributes) {
    long bits = 0;
    for (int attribute : attributes) {
      if (attribute < 0 || attribute >= Domain.MOST_ATTRIBUTES) {
        throw new IllegalArgumentException(
            "attributes are numbered 0 to " + (Domain.MOST_ATTRIBUTES - 1) + ", got " + attribute);
      }
      bits |= 1L << attribute;
    }
    return new AttributeSet(bits);
  }

  /** Whether the attribute is in it. */
  public boolean contains(int attribute) {
    return (bits >>> attribute & 1) == 1;
  }

  /** Whether all attributes of this set are in the other one, too. */
  public boolean isSubsetOf(AttributeSet other) {
    return (bits & ~other.bits) == 0;
  }

  /** How many attributes are in it. */
  public int size() {
    return Long.bitCount(bits);
  }

  /** Its attributes, ascending. */
  int[] attributes() {
    int[] attributes = new int[size()];
    long rest = bits;
    for (int i = 0; i < attributes.length; i++) {
      attributes[i] = Long.numberOfTrailingZeros(rest);
      rest &= rest - 1;
    }
    return attributes;
  }

  /** All subsets, the set itself and the set of none among them. */
  List<AttributeSet> subsets() {
    List<AttributeSet> subsets = new ArrayList<>();
    long subset = bits;
    while (true) {
      subsets.add(new AttributeSet(subset));
      if (subset == 0) {
        return subsets;
      }
      subset = (subset - 1) & bits;
    }
  }

  /** Smaller sets first. */
  @Override
  public int compareTo(AttributeSet other) {
    int bySize = Integer.compare(size(), other.size());
    return bySize != 0 ? bySize : Long.compare(bits, other.bits);
  }

  @Override
  public String toString() {
    return Arrays.toString(attributes());
  }
}
