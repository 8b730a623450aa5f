package io.discreet.engine.ranges;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Runs tasks as another machine would: from their bytes, in any order, some of them twice. */
final class WireRunner implements RangeRunner {
  private final int ranges;
  private final Random random;
  private int mostBytes;

  WireRunner(int ranges, long seed) {
    this.ranges = ranges;
    this.random = new Random(seed);
  }

  @Override
  public int ranges() {
    return ranges;
  }

  @Override
  public void run(List<RangeTask> tasks, Consumer<RangeResult> results) {
    List<byte[]> sent = tasks.stream().map(WireRunner::bytes).toList();
    List<Integer> order = new ArrayList<>();
    for (int task = 0; task < tasks.size(); task++) {
      order.addAll(Collections.nCopies(1 + random.nextInt(2), task));
    }
    Collections.shuffle(order, random);
    boolean[] returned = new boolean[tasks.size()];
    for (int task : order) {
      byte[] result = bytes(((RangeTask) object(sent.get(task))).run());
      mostBytes = Math.max(mostBytes, result.length);
      if (!returned[task]) {
        returned[task] = true;
        results.accept((RangeResult) object(result));
      }
    }
  }

  /** The size of the largest result. */
  int mostBytes() {
    return mostBytes;
  }

  private static byte[] bytes(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static Object object(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
