package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60) // a query that waits for ever must fail a test
class ColumnMemoryTest {

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicBoolean outdated = new AtomicBoolean();
  private final ColumnMemory memory = new ColumnMemory(100);

  private Slot<Packed> slot(int bytes) {
    return new Slot<>(
        bytes,
        () -> {
          reads.incrementAndGet();
          return Packer.missing(bytes);
        },
        outdated::get);
  }

  private Packed read(Slot<Packed> slot) {
    return memory.holding(Set.of(slot), slot::content);
  }

  @Test
  void memory_columnAskedForTwice_isReadOnce() {
    Slot<Packed> amount = slot(60);

    assertThat(read(amount)).isSameAs(read(amount));
    assertThat(reads).hasValue(1);
    assertThat(memory.keptBytes()).isEqualTo(60);
    assertThat(memory.usedBytes()).isEqualTo(memory.keptBytes());
  }

  @Test
  void memory_full_letsTheLeastRecentlyUsedGo() {
    Slot<Packed> amount = slot(40);
    Slot<Packed> day = slot(40);
    Slot<Packed> store = slot(40);
    List.of(amount, day, amount, store).forEach(this::read);

    assertThat(memory.keptBytes()).isEqualTo(80);
    read(amount);
    assertThat(reads).hasValue(3);
    read(day);
    assertThat(reads).hasValue(4);
  }

  @Test
  void holding_whereRoom_letsNothingGoAndIsKeptLikeOthers() {
    Slot<Packed> amount = slot(40);
    Slot<Packed> day = slot(30);
    Slot<Packed> small = slot(30);
    Slot<Packed> large = slot(31);
    read(amount);

    for (int time = 0; time < 2; time++) {
      Set<Slot<?>> held =
          memory.holding(
              Set.of(day),
              Set.of(small, large),
              all -> {
                all.forEach(slot -> ((Slot<?>) slot).content());
                return all;
              });
      assertThat(held).containsExactlyInAnyOrder(day, small);
      assertThat(memory.keptBytes()).isEqualTo(100);
    }
    assertThat(reads).hasValue(3); // amount, day and small, once each
    read(slot(40));
    read(amount);
    assertThat(reads).hasValue(5); // amount had to go, as the least recently used
  }

  @Test
  void memory_columnAboveTheLimit_isReadAndNotKept() {
    Slot<Packed> amount = slot(400);

    assertThat(read(amount).length()).isEqualTo(400);
    assertThat(memory.keptBytes()).isZero();
    assertThat(memory.usedBytes()).isEqualTo(memory.keptBytes());
  }

  @Test
  void memory_columnHeldByAQuery_isLetGoForNoOther() {
    Slot<Packed> held = slot(60);
    Slot<Packed> other = slot(40);
    Slot<Packed> more = slot(40);
    memory.holding(
        Set.of(held),
        () -> {
          Packed before = held.content();
          inAnotherThread(() -> List.of(read(other), read(more)));
          assertThat(held.content()).isSameAs(before);
          assertThat(memory.usedBytes()).isEqualTo(100);
          assertThat(memory.keptBytes()).isEqualTo(40);
          return before;
        });
    assertThat(reads).hasValue(3);
  }

  @Test
  void memory_vaultReplaced_keepsItsColumnsNoLongerThanTheyAreHeld() {
    Slot<Packed> kept = slot(30);
    Slot<Packed> held = slot(30);
    Slot<Packed> ofTheNext = new Slot<>(30, () -> Packer.missing(30), () -> false);
    List.of(kept, ofTheNext).forEach(this::read);
    memory.holding(
        Set.of(held),
        () -> {
          Packed before = held.content();
          outdated.set(true);
          memory.dropOutdated();
          assertThat(memory.keptBytes()).isEqualTo(30);
          assertThat(held.content()).isSameAs(before);
          return before;
        });

    assertThat(memory.keptBytes()).isEqualTo(30);
    read(held);
    assertThat(reads).as("kept, held, and held anew").hasValue(3);
    assertThat(memory.keptBytes()).isEqualTo(30);
  }

  @Test
  void memory_readingThatFails_leavesRoomAndIsTriedAgain() {
    Slot<Packed> broken =
        new Slot<>(
            60,
            () -> {
              if (reads.incrementAndGet() == 1) {
                throw new OutOfMemoryError("a test");
              }
              return Packer.missing(60);
            },
            outdated::get);

    assertThatThrownBy(() -> read(broken)).isInstanceOf(OutOfMemoryError.class);
    assertThat(memory.usedBytes()).isEqualTo(memory.keptBytes());
    assertThat(memory.keptBytes()).isZero();
    assertThat(read(broken).length()).isEqualTo(60);
  }

  @Test
  void memory_thatFitsOneQueryAtATime_letsTwoFinishOneAfterTheOther() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch bothAsk = new CountDownLatch(2);
    Callable<Long> query =
        () -> {
          Set<Slot<?>> slots = Set.of(slot(30), slot(40));
          bothAsk.countDown();
          bothAsk.await();
          return memory.holding(
              slots,
              () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                slots.forEach(Slot::content);
                pause();
                inside.decrementAndGet();
                return memory.usedBytes() - memory.keptBytes();
              });
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Long> answer : threads.invokeAll(List.of(query, query))) {
        assertThat(answer.get()).isEqualTo(70);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).hasValue(1);
    assertThat(memory.usedBytes()).isEqualTo(memory.keptBytes());
  }

  @Test
  void memory_queryAboveTheLimit_runsAloneAndIsOvertakenByNobody() throws Exception {
    CountDownLatch smallHolds = new CountDownLatch(1);
    CountDownLatch smallMayEnd = new CountDownLatch(1);
    List<String> order = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Slot<Packed> small = slot(50);
      Future<?> first =
          threads.submit(
              () ->
                  memory.holding(
                      Set.of(small),
                      () -> {
                        smallHolds.countDown();
                        await(smallMayEnd);
                        return small.content();
                      }));
      smallHolds.await();
      Slot<Packed> large = slot(150);
      Future<?> second = threads.submit(() -> holdAndNote(large, "large", order));
      while (memory.waiting() < 1) {
        pause();
      }
      // It would fit beside the first, but the large one has waited for longer.
      Slot<Packed> late = slot(10);
      Future<?> third = threads.submit(() -> holdAndNote(late, "late", order));
      while (memory.waiting() < 2) {
        pause();
      }
      smallMayEnd.countDown();
      for (Future<?> query : List.of(first, second, third)) {
        query.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(order).containsExactly("large 150", "late 10");
  }

  private long holdAndNote(Slot<Packed> slot, String name, List<String> order) {
    return memory.holding(
        Set.of(slot),
        () -> {
          synchronized (order) {
            order.add(name + " " + (memory.usedBytes() - memory.keptBytes()));
          }
          return (long) slot.content().length();
        });
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void memory_manyThreads_stayWithinTheLimitAndAllFinish(long seed) throws Exception {
    int[] sizes = new java.util.Random(seed).ints(12, 1, 45).toArray();
    List<Slot<Packed>> slots = Arrays.stream(sizes).mapToObj(this::slot).toList();
    AtomicLong most = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Integer>> queries =
          IntStream.range(0, 6).mapToObj(i -> queries(seed * 6 + i, slots, most)).toList();
      for (Future<Integer> finished : threads.invokeAll(queries)) {
        assertThat(finished.get()).as("seed %d", seed).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most.get()).as("seed %d", seed).isBetween(1L, 100L);
    assertThat(memory.usedBytes()).isEqualTo(memory.keptBytes());
    assertThat(memory.keptBytes()).as("seed %d", seed).isBetween(1L, 100L);
  }

  /** Queries for at most two columns, which always fit. */
  private Callable<Integer> queries(long seed, List<Slot<Packed>> slots, AtomicLong most) {
    java.util.Random random = new java.util.Random(seed);
    return () -> {
      int finished = 0;
      for (int i = 0; i < 200; i++) {
        Set<Slot<Packed>> asked = new HashSet<>();
        asked.add(slots.get(random.nextInt(slots.size())));
        asked.add(slots.get(random.nextInt(slots.size())));
        finished +=
            memory.holding(
                asked,
                () -> {
                  most.accumulateAndGet(memory.usedBytes(), Math::max);
                  asked.forEach(
                      slot -> assertThat((long) slot.content().length()).isEqualTo(slot.bytes()));
                  return 1;
                });
      }
      return finished;
    };
  }

  private static void inAnotherThread(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
