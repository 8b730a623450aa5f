package io.discreet.benchmarks.scan;

import io.discreet.benchmarks.suite.ShortProfile;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.Packed;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds of the scan alone, by the part of it that a query is mostly made of, beside a plain
 * sum over the same arrays on one thread, which is what this machine can read at most.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -Xmx6g -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     org.openjdk.jmh.Main KernelBenchmark -p rows=1000000,10000000,50000000 -p threads=1,2
 * }</pre>
 *
 * <p>A customer has 50 rows on average. {@link Kernel#bytesPerRow} times rows by time is bytes a
 * second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
  private static final int ROWS_OF_CUSTOMER = 50;

  /** Keeps all segments: a customer counts wherever there are rows. */
  private static final int UNBOUNDED = 10_000;

  /** Numbers of two bytes whose sum fits an int. */
  private static final int SUMMED = 1 << 15;

  /** What is asked. */
  public enum Kernel {
    /** A condition on a number that no row meets. */
    FILTER(
        "SELECT store, COUNT(DISTINCT customer) FROM purchases WHERE amount > 49.99 GROUP BY store",
        UNBOUNDED,
        2),
    /** Which of 52 segments a customer has rows in. */
    GROUP("SELECT store, COUNT(DISTINCT customer) FROM purchases GROUP BY store", UNBOUNDED, 1),
    /** The same, of which at most five count. */
    BOUND("SELECT store, COUNT(DISTINCT customer) FROM purchases GROUP BY store", 5, 1),
    /** The rows of the at most five. */
    COUNT("SELECT store, COUNT(*) FROM purchases GROUP BY store", 5, 1),
    /** A clamped sum in each of all segments. */
    ACCUMULATE("SELECT store, SUM(amount) FROM purchases GROUP BY store", UNBOUNDED, 3),
    /** A tree of its numbers in each of them. */
    LEAVES("SELECT store, MEDIAN(amount) FROM purchases GROUP BY store", UNBOUNDED, 3);

    private final String query;
    private final int l0;
    private final int bytesPerRow;

    Kernel(String query, int l0, int bytesPerRow) {
      this.query = query;
      this.l0 = l0;
      this.bytesPerRow = bytesPerRow;
    }

    /** The width of the columns that the query reads. */
    int bytesPerRow() {
      return bytesPerRow;
    }
  }

  /** What is asked. */
  @Param Kernel kernel = Kernel.GROUP;

  /** How many rows there are. */
  @Param({"1000000"})
  int rows = 1_000_000;

  /** How many threads walk customers at once. */
  @Param({"1", "2"})
  @ShortProfile("1")
  int threads = 1;

  private @Nullable KernelShop shop;
  private @Nullable QueryPlan plan;

  /** Makes rows and plan of the parameters. */
  @Setup
  public void make() {
    KernelShop made = new KernelShop(Math.max(1, rows / ROWS_OF_CUSTOMER), rows);
    plan = made.plan(kernel.query, kernel.l0);
    shop = made;
  }

  KernelShop shop() {
    return Objects.requireNonNull(shop);
  }

  /** The scan: exact totals and who pays. */
  @Benchmark
  public Tally scan() {
    return shop().tally(Objects.requireNonNull(plan), threads);
  }

  /** The sum of all numbers of the columns that the query reads. */
  @Benchmark
  public long plainSum() {
    long sum = 0;
    if (kernel != Kernel.FILTER) {
      byte[] stores = ((Packed.Bytes) values("store")).values();
      for (int from = 0; from < stores.length; from += SUMMED) {
        int part = 0;
        int end = Math.min(stores.length, from + SUMMED);
        for (int row = from; row < end; row++) {
          part += stores[row];
        }
        sum += part;
      }
    }
    if (kernel.bytesPerRow > Byte.BYTES) {
      short[] amounts = ((Packed.Shorts) values("amount")).values();
      for (int from = 0; from < amounts.length; from += SUMMED) {
        int part = 0;
        int end = Math.min(amounts.length, from + SUMMED);
        for (int row = from; row < end; row++) {
          part += amounts[row];
        }
        sum += part;
      }
    }
    return sum;
  }

  private Packed values(String column) {
    return shop().table("purchases").column(column).values();
  }
}
