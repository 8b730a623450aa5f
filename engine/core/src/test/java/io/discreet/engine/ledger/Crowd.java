package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Processes with threads each, which begin together when all of them are ready. */
public final class Crowd implements AutoCloseable {

  private final List<ChildJvm> members = new ArrayList<>();

  private Crowd() {}

  /** Starts one process, whose main method calls {@link #run}. */
  public interface Start {
    ChildJvm process(int number) throws Exception;
  }

  /** Starts processes and waits until all of them are ready. */
  public static Crowd start(int processes, Start start) throws Exception {
    Crowd crowd = new Crowd();
    try {
      for (int process = 0; process < processes; process++) {
        crowd.members.add(start.process(process));
      }
      for (ChildJvm member : crowd.members) {
        assertThat(member.read()).isEqualTo("ready");
      }
      return crowd;
    } catch (Exception | Error e) {
      crowd.close();
      throw e;
    }
  }

  /** Lets all begin. */
  public List<ChildJvm> go() {
    members.forEach(member -> member.tell("go"));
    return members;
  }

  /** Waits for all to end by themselves, without a fault. */
  public void await() throws Exception {
    for (ChildJvm member : members) {
      member.await();
    }
  }

  @Override
  public void close() {
    members.forEach(ChildJvm::close);
  }

  /** Inside a process of the crowd: waits for the others, and runs work in threads of its own. */
  public static void run(int threads, IntConsumer work) throws Exception {
    System.out.println("ready");
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int number = thread;
      all.add(pool.submit(() -> work.accept(number)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    pool.shutdown();
  }
}
