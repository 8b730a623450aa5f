package io.discreet.engine.scan;

import io.discreet.engine.keys.KeyedHash;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Registry;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * What decides which of a customer's segments are kept: a keyed hash of the pseudonym and of the
 * segment's labels, the same on every run and every machine, which no other customer can move.
 *
 * <p>Pseudonym and labels are each hashed under the shop's bounding key; the priority of a segment
 * for a customer is a fixed mix of the two hashes. Customers' hashes are kept, so that one bounding
 * serves every query until the registry changes. Thread-safe.
 */
public final class Bounding {

  /** Names the rule of the choice: machines that share a scan must have the same. */
  public static final String CHOICE = "words of steps of all axes, else hashes of labels";

  /** What numbers a slot where a customer has no more segments than that. */
  static final int SLOT_BITS = 20;

  private final CustomerHashes customerHashes;
  private final Supplier<KeyedHash> hash;

  private Bounding(CustomerHashes customerHashes, Supplier<KeyedHash> hash) {
    this.customerHashes = customerHashes;
    this.hash = hash;
  }

  /**
   * The bounding of all customers of a registry.
   *
   * @param hash makes a hash under the shop's bounding key, one for each thread
   */
  public static Bounding of(Registry registry, Supplier<KeyedHash> hash) {
    return new Bounding(new HashPages(registry, hash), hash);
  }

  /**
   * The bounding of customers whose hashes are known.
   *
   * @param customerHashes by customer, as {@link #ofCustomers} gave them; not copied
   */
  public static Bounding of(long[] customerHashes, Supplier<KeyedHash> hash) {
    return new Bounding(
        (first, count, into) -> System.arraycopy(customerHashes, first, into, 0, count), hash);
  }

  KeyedHash segmentHash() {
    return hash.get();
  }

  /** Copies the keyed hashes of the pseudonyms of some consecutive customers. */
  void ofCustomers(int first, int count, long[] into) {
    customerHashes.copy(first, count, into);
  }

  /** The keyed hashes of customers first (included) to end (excluded). */
  public long[] ofCustomers(int first, int end) {
    long[] hashes = new long[end - first];
    ofCustomers(first, hashes.length, hashes);
    return hashes;
  }

  @FunctionalInterface
  private interface CustomerHashes {
    void copy(int first, int count, long[] into);
  }

  /**
   * The priority of a segment for a customer, of 43 bits; the least are kept, and of equal ones, of
   * which there is one pair in 10¹³, that which the customer's rows reach first.
   */
  static long priority(long customerHash, long segmentHash) {
    return mixed(customerHash ^ segmentHash) >>> (SLOT_BITS + 1);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** Hashes of a registry's customers, each page of them computed once. */
  private static final class HashPages implements CustomerHashes {

    /** Customers whose hashes are computed together. */
    private static final int PAGE = 1 << 12;

    private final Registry registry;
    private final Supplier<KeyedHash> hash;
    private final AtomicReferenceArray<long[]> pages;

    HashPages(Registry registry, Supplier<KeyedHash> hash) {
      this.registry = registry;
      this.hash = hash;
      this.pages = new AtomicReferenceArray<>((registry.size() + PAGE - 1) / PAGE);
    }

    @Override
    public void copy(int first, int count, long[] into) {
      int copied = 0;
      while (copied < count) {
        int customer = first + copied;
        int from = customer % PAGE;
        int length = Math.min(count - copied, PAGE - from);
        System.arraycopy(known(customer / PAGE), from, into, copied, length);
        copied += length;
      }
    }

    private long[] known(int number) {
      long[] page = pages.getAcquire(number);
      if (page == null) {
        page = page(number);
        pages.setRelease(number, page); // another thread's page would be the same
      }
      return page;
    }

    private long[] page(int number) {
      KeyedHash keyed = hash.get();
      int first = number * PAGE;
      long[] page = new long[Math.min(PAGE, registry.size() - first)];
      for (int i = 0; i < page.length; i++) {
        Pseudonym pseudonym = registry.pseudonym(first + i);
        page[i] = keyed.hash(pseudonym.high(), pseudonym.low(), 0);
      }
      return page;
    }
  }
}
