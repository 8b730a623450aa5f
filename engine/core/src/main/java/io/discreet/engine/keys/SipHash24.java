package io.discreet.engine.keys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with a 64-bit result.
 *
 * <p>Immutable, and so safe to share between threads. Source: Aumasson and Bernstein 2012,
 * "SipHash: a fast short-input PRF".
 */
public final class SipHash24 implements KeyedHash {

  /** The length of a key in bytes. */
  public static final int KEY_BYTES = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long k0;
  private final long k1;

  private SipHash24(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /**
   * The hash under a key.
   *
   * @param key of 16 bytes; not kept
   */
  public static KeyedHash of(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a SipHash key must have " + KEY_BYTES + " bytes, got " + key.length);
    }
    return new SipHash24((long) LONG.get(key, 0), (long) LONG.get(key, Long.BYTES));
  }

  @Override
  public long hash(byte[] bytes) {
    State state = new State(k0, k1);
    int whole = bytes.length & ~7;
    for (int i = 0; i < whole; i += Long.BYTES) {
      state.absorb((long) LONG.get(bytes, i));
    }
    long last = (long) bytes.length << 56;
    for (int i = whole; i < bytes.length; i++) {
      last |= (bytes[i] & 0xFFL) << ((i - whole) << 3);
    }
    state.absorb(last);
    return state.finish();
  }

  @Override
  public long hash(long first, long second, long third) {
    State state = new State(k0, k1);
    state.absorb(first);
    state.absorb(second);
    state.absorb(third);
    state.absorb((long) (3 * Long.BYTES) << 56);
    return state.finish();
  }

  @Override
  public String toString() {
    return "SipHash24";
  }

  /** The four words of the algorithm; never escapes, so that it lives in registers. */
  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void absorb(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish() {
      v2 ^= 0xff;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
