package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work beside a thread is done once, whole, and by nobody who could be given other work. */
class BesideTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 1_000})
  void each_anyCount_doesEveryPieceOnce(int count) {
    AtomicIntegerArray done = new AtomicIntegerArray(count);
    Beside.each(count, done::incrementAndGet);
    for (int piece = 0; piece < count; piece++) {
      assertThat(done.get(piece)).isOne();
    }
  }

  @Test
  void each_pieceThatFails_isToldWhenNobodyIsAtWorkAnyMore() {
    AtomicInteger atWork = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Beside.each(
                    100,
                    piece -> {
                      atWork.incrementAndGet();
                      try {
                        if (piece == 3) {
                          throw new IllegalArgumentException("piece 3");
                        }
                      } finally {
                        atWork.decrementAndGet();
                      }
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("piece 3");
    assertThat(atWork).hasValue(0);
  }

  @Test
  void failure_ofWork_isWhatItThrew() {
    IllegalStateException thrown = new IllegalStateException("of the work");
    Beside<Integer> failing =
        Beside.begin(
            () -> {
              throw thrown;
            });
    assertThat(failing.failure()).containsSame(thrown);
    assertThatThrownBy(failing::result).isSameAs(thrown);
    assertThat(Beside.done(() -> 7).failure()).isEmpty();
  }

  @Test
  void result_whileInterrupted_isWaitedForAndTheInterruptKept() {
    CountDownLatch interrupted = new CountDownLatch(1);
    Beside<Integer> begun =
        Beside.begin(
            () -> {
              interrupted.await();
              return 7;
            });
    Thread.currentThread().interrupt();
    interrupted.countDown();
    assertThat(begun.result()).isEqualTo(7);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void result_waitedForByAThreadOfAPool_givesThatThreadNoOtherTask() throws Exception {
    AtomicBoolean waiting = new AtomicBoolean();
    ConcurrentHashMap.KeySetView<String, Boolean> during = ConcurrentHashMap.newKeySet();
    ForkJoinPool pool = new ForkJoinPool(1);
    try {
      pool.submit(
              () -> {
                ForkJoinTask<?> other =
                    ForkJoinTask.adapt(
                            () -> {
                              if (waiting.get()) {
                                during.add("another task");
                              }
                            })
                        .fork();
                Beside<Integer> begun =
                    Beside.begin(
                        () -> {
                          Thread.sleep(50);
                          return 7;
                        });
                waiting.set(true);
                begun.result();
                waiting.set(false);
                other.join();
              })
          .get();
    } finally {
      pool.shutdown();
    }
    assertThat(during).isEmpty();
  }
}
