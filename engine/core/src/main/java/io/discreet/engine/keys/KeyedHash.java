package io.discreet.engine.keys;

/**
 * A keyed 64-bit hash (SipHash-2-4; Aumasson and Bernstein 2012), for choices that no customer and
 * no other customer's data can steer. Instances are not thread-safe.
 */
public interface KeyedHash {

  /** The hash of a byte string. */
  long hash(byte[] bytes);

  /** The hash of three words, as if of their 24 little-endian bytes. */
  long hash(long first, long second, long third);
}
