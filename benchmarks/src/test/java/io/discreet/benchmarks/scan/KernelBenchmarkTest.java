package io.discreet.benchmarks.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.benchmarks.scan.KernelBenchmark.Kernel;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.Packed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each kernel computes what its figure is printed for. */
class KernelBenchmarkTest {
  private static final int STORES = MadeUpRows.STORES.size();
  private static final int CLAMP = 20_000;

  /** The least amount of the range, in units. */
  private static final int LEAST = -5_000;

  @ParameterizedTest
  @EnumSource
  void scan_everyKernel_equalsCountingRowByRow(Kernel kernel) {
    KernelBenchmark benchmark = new KernelBenchmark();
    benchmark.kernel = kernel;
    benchmark.rows = 20_000;
    benchmark.threads = 2;
    benchmark.make();
    int[] offsets = benchmark.shop().table("purchases").offsets();
    Packed stores = benchmark.shop().table("purchases").column("store").values();
    Packed amounts = benchmark.shop().table("purchases").column("amount").values();
    long[] customers = new long[STORES + 2];
    long[] sums = new long[STORES + 2];
    long[] rows = new long[STORES + 2];
    Map<List<Integer>, Long> leaves = new HashMap<>();
    long bounded = 0;
    long paying = 0;
    for (int customer = 0; customer + 1 < offsets.length; customer++) {
      boolean[] seen = new boolean[STORES];
      long[] own = new long[STORES];
      for (int row = offsets[customer]; row < offsets[customer + 1]; row++) {
        seen[stores.get(row)] = true;
        own[stores.get(row)] += amounts.get(row) == Packed.NULL ? 0 : amounts.get(row);
      }
      for (int row = offsets[customer]; row < offsets[customer + 1]; row++) {
        rows[stores.get(row)]++;
        if (amounts.get(row) != Packed.NULL) {
          leaves.merge(List.of(stores.get(row), amounts.get(row) - LEAST), 1L, Long::sum);
        }
      }
      int cells = 0;
      for (int store = 0; store < STORES; store++) {
        cells += seen[store] ? 1 : 0;
        customers[store] += seen[store] ? 1 : 0;
        sums[store] += Math.max(0, Math.min(CLAMP, own[store]));
      }
      bounded += Math.min(5, cells);
      paying += cells > 0 ? 1 : 0;
    }

    Tally tally = benchmark.scan();

    long[] totals = tally.totals()[0];
    long payers = tally.payers().count();
    switch (kernel) {
      case FILTER -> {
        assertThat(totals).containsOnly(0);
        assertThat(payers).isZero();
      }
      case GROUP -> {
        assertThat(totals).containsExactly(customers);
        assertThat(payers).isEqualTo(paying);
      }
      case BOUND -> {
        assertThat(Arrays.stream(totals).sum()).isEqualTo(bounded);
        assertThat(payers).isEqualTo(paying);
      }
      case COUNT -> {
        // At most five of a customer's segments count, which are fewer rows than all.
        for (int store = 0; store < STORES; store++) {
          assertThat(totals[store]).isBetween(1L, rows[store]);
        }
        assertThat(payers).isEqualTo(paying);
      }
      case LEAVES -> {
        int cells = totals.length / customers.length;
        leaves.forEach(
            (leaf, count) ->
                assertThat(totals[leaf.get(0) * cells + leaf.get(1)]).isEqualTo(count));
        assertThat(Arrays.stream(totals).sum())
            .isEqualTo(leaves.values().stream().mapToLong(count -> count).sum());
      }
      case ACCUMULATE -> assertThat(totals).containsExactly(sums);
    }
    assertThat(benchmark.plainSum()).isEqualTo(plainSum(kernel, stores, amounts));
  }

  private static long plainSum(Kernel kernel, Packed stores, Packed amounts) {
    long sum = 0;
    int bytes = 0;
    if (kernel != Kernel.FILTER) {
      bytes += Byte.BYTES;
      for (int row = 0; row < stores.length(); row++) {
        sum += stores.get(row);
      }
    }
    if (kernel == Kernel.FILTER || kernel == Kernel.ACCUMULATE || kernel == Kernel.LEAVES) {
      bytes += Short.BYTES;
      for (int row = 0; row < amounts.length(); row++) {
        int amount = amounts.get(row);
        sum += amount == Packed.NULL ? Packed.Shorts.MISSING : amount;
      }
    }
    assertThat(kernel.bytesPerRow()).isEqualTo(bytes);
    return sum;
  }
}
