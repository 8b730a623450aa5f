package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;

/** A test of one stored number, which says no to a missing one unless it asks for it. */
sealed interface ValueTest {

  boolean test(int value);

  /** What is stored and fails this test; a missing number fails both. */
  ValueTest otherwise();

  /**
   * Numbers of an interval. A missing number lies below all others.
   *
   * @param low included; {@link Packed#NULL} takes missing numbers in
   * @param high included; empty where low > high
   */
  record Between(int low, int high) implements ValueTest {
    static final Between MISSING = new Between(Packed.NULL, Packed.NULL);
    static final Between PRESENT = new Between(Packed.NULL + 1, Integer.MAX_VALUE);

    /** The stored numbers of an interval that may reach beyond them. */
    static Between of(long low, long high) {
      long least = Math.max(low, Packed.NULL + 1);
      long greatest = Math.min(high, Integer.MAX_VALUE);
      return least > greatest ? new Between(0, -1) : new Between((int) least, (int) greatest);
    }

    @Override
    public boolean test(int value) {
      return value >= low && value <= high;
    }

    @Override
    public ValueTest otherwise() {
      return new Outside(this);
    }
  }

  /** What is stored outside an interval. */
  record Outside(Between interval) implements ValueTest {

    @Override
    public boolean test(int value) {
      return value != Packed.NULL && !interval.test(value);
    }

    @Override
    public ValueTest otherwise() {
      return interval;
    }
  }

  /**
   * Codes of a list.
   *
   * @param listed by code
   */
  record Codes(boolean[] listed) implements ValueTest {

    @Override
    public boolean test(int value) {
      return value != Packed.NULL && listed[value];
    }

    @Override
    public ValueTest otherwise() {
      boolean[] others = new boolean[listed.length];
      for (int code = 0; code < others.length; code++) {
        others[code] = !listed[code];
      }
      return new Codes(others);
    }
  }
}
