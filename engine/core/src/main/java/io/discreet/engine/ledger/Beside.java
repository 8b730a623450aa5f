package io.discreet.engine.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Work beside the calling thread, on threads that run nothing else.
 *
 * <p>A thread of a common pool that waits for a task may be given another one meanwhile: inside a
 * transaction, that could be a query which begins its own. So neither tasks nor waiting are those
 * of such a pool.
 */
final class Beside<T> {

  /** An idle thread ends by itself. */
  private static final Executor THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "discreet-ledger");
            thread.setDaemon(true);
            return thread;
          });

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final FutureTask<T> task;

  private Beside(Callable<T> work) {
    task = new FutureTask<>(work);
  }

  /** Begins some work. */
  static <T> Beside<T> begin(Callable<T> work) {
    Beside<T> begun = new Beside<>(work);
    THREADS.execute(begun.task);
    return begun;
  }

  /** Does work at once that is not worth another thread. */
  static <T> Beside<T> done(Callable<T> work) {
    Beside<T> done = new Beside<>(work);
    done.task.run();
    return done;
  }

  /** Does a piece of work for each of 0 to {@code count} − 1, in any order, on all processors. */
  static void each(int count, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    Callable<Integer> some =
        () -> {
          int done = 0;
          for (int piece; (piece = next.getAndIncrement()) < count; done++) {
            work.accept(piece);
          }
          return done;
        };
    List<Beside<Integer>> others = new ArrayList<>();
    try {
      for (int other = 1; other < Math.min(count, PROCESSORS); other++) {
        others.add(begin(some));
      }
      done(some).result();
    } finally {
      others.forEach(Beside::failure); // none goes on when this returns, whatever failed
    }
    others.forEach(Beside::result);
  }

  /** Waits for the result, or throws what the work threw, which is no checked exception. */
  T result() {
    try {
      return get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException known) {
        throw known;
      } else if (cause instanceof Error known) {
        throw known;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** Waits, and tells what the work threw. */
  Optional<Throwable> failure() {
    try {
      get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause());
    }
  }

  private T get() throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
