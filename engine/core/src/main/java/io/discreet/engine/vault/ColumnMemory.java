package io.discreet.engine.vault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The memory for columns: those that queries hold, and those that are kept for the next query, take
 * at most a limit together.
 *
 * <p>A query asks for all of its columns at once, before it reads the first of them, and waits
 * until there is room for them beside those that other queries hold: first come, first served, so
 * that nobody waits for ever, and nobody holds some columns while waiting for others. Kept columns
 * make room: those of a vault that was replaced as soon as nobody holds them, then the least
 * recently used.
 *
 * <p>Whoever needs more than the limit waits until nobody else holds any, and then exceeds it. What
 * is needed is a number of rows, on which no refusal may depend (law 8); refused is what does not
 * fit by public facts, and by others. Thread-safe.
 */
public final class ColumnMemory {

  /** Of the heap. The rest is for balances, hashes of customers and totals. */
  private static final double SHARE_OF_HEAP = 0.6;

  private static final class OfProcess {
    static final ColumnMemory SHARED = new ColumnMemory(ofHeap(SHARE_OF_HEAP));
  }

  private final long limitBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomMade = lock.newCondition();
  private final Deque<Object> waiting = new ArrayDeque<>();

  /** Filled slots that nobody holds, the least recently used first. */
  private final Set<Slot<?>> kept = new LinkedHashSet<>();

  private long heldBytes;
  private long keptBytes;

  /**
   * @param limitBytes at least 0
   */
  public ColumnMemory(long limitBytes) {
    if (limitBytes < 0) {
      throw new IllegalArgumentException("a limit of bytes must be at least 0, got " + limitBytes);
    }
    this.limitBytes = limitBytes;
  }

  /** The memory of all shops of this process that have none of their own: 0.6 of the heap. */
  public static ColumnMemory ofProcess() {
    return OfProcess.SHARED;
  }

  /** A share of the largest heap that this process may have, in bytes. */
  public static long ofHeap(double share) {
    return (long) (share * Runtime.getRuntime().maxMemory());
  }

  public long limitBytes() {
    return limitBytes;
  }

  /** What queries hold at the moment, read or to be read, and what is kept for the next one. */
  public long usedBytes() {
    lock.lock();
    try {
      return heldBytes + keptBytes;
    } finally {
      lock.unlock();
    }
  }

  /** How many queries wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** What is kept for the next query. */
  public long keptBytes() {
    lock.lock();
    try {
      return keptBytes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is room, and holds slots while something is done that fills and reads them.
   * What is done must not hold others.
   */
  <T> T holding(Set<? extends Slot<?>> slots, Supplier<T> reading) {
    return holding(slots, Set.of(), held -> reading.get());
  }

  /**
   * The same, with slots that are held only where there is room for them without letting others go.
   *
   * @param reading gets all slots that are held
   */
  <T> T holding(
      Set<? extends Slot<?>> slots,
      Set<? extends Slot<?>> whereRoom,
      Function<Set<Slot<?>>, T> reading) {
    Set<Slot<?>> held = hold(slots, whereRoom);
    try {
      return reading.apply(held);
    } finally {
      release(held);
    }
  }

  private Set<Slot<?>> hold(Set<? extends Slot<?>> slots, Set<? extends Slot<?>> whereRoom) {
    // Whatever is made is made before anything is held, which could not be let go any more.
    Set<Slot<?>> held = new LinkedHashSet<>(slots);
    held.addAll(whereRoom);
    lock.lock();
    try {
      Object turn = new Object();
      waiting.add(turn);
      try {
        while (waiting.peek() != turn || !fits(slots)) {
          roomMade.awaitUninterruptibly();
        }
      } finally {
        waiting.remove(turn); // whatever happens, the next one's turn comes
        roomMade.signalAll();
      }
      slots.forEach(this::hold);
      makeRoom();
      for (Slot<?> slot : whereRoom) {
        boolean there = slot.holders > 0 || kept.contains(slot);
        if (there || heldBytes + keptBytes + slot.bytes() <= limitBytes) {
          hold(slot);
        } else {
          held.remove(slot);
        }
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  private void hold(Slot<?> slot) {
    if (slot.holders++ == 0) {
      heldBytes += slot.bytes();
      if (kept.remove(slot)) {
        keptBytes -= slot.bytes();
      }
    }
  }

  private boolean fits(Set<? extends Slot<?>> slots) {
    long more = slots.stream().filter(slot -> slot.holders == 0).mapToLong(Slot::bytes).sum();
    return heldBytes == 0 || heldBytes + more <= limitBytes;
  }

  /** Lets slots go, whose content is kept while there is room. */
  private void release(Set<? extends Slot<?>> slots) {
    lock.lock();
    try {
      for (Slot<?> slot : slots) {
        if (--slot.holders == 0) {
          heldBytes -= slot.bytes();
        }
      }
      roomMade.signalAll();
      slots.forEach(this::keepUnlessHeld);
      makeRoom();
    } finally {
      lock.unlock();
    }
  }

  private void keepUnlessHeld(Slot<?> slot) {
    if (slot.holders > 0) {
      return;
    }
    if (slot.isOfUse()) {
      kept.add(slot);
      keptBytes += slot.bytes();
    } else {
      slot.empty();
    }
  }

  private void makeRoom() {
    Iterator<Slot<?>> eldest = kept.iterator();
    while (heldBytes + keptBytes > limitBytes && eldest.hasNext()) {
      drop(eldest.next(), eldest);
    }
  }

  /** Drops what is kept of vaults that were replaced. */
  void dropOutdated() {
    lock.lock();
    try {
      Iterator<Slot<?>> each = kept.iterator();
      while (each.hasNext()) {
        Slot<?> slot = each.next();
        if (!slot.isOfUse()) {
          drop(slot, each);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(Slot<?> slot, Iterator<Slot<?>> of) {
    slot.empty();
    of.remove();
    keptBytes -= slot.bytes();
  }
}
