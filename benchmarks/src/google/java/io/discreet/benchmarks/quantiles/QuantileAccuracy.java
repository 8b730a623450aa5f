package io.discreet.benchmarks.quantiles;

import com.google.privacy.differentialprivacy.BoundedQuantiles;
import com.google.privacy.differentialprivacy.GaussianNoise;
import com.google.privacy.differentialprivacy.LaplaceNoise;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.SecureBits;
import io.discreet.mechanisms.quantiles.LeafCounts;
import io.discreet.mechanisms.quantiles.NoisyQuantiles;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.NullMarked;

/**
 * How far quantiles of ours and of Google's {@code BoundedQuantiles} are off, at equal privacy: the
 * same (ε, δ) for a customer with one value. Prints medians over runs of {@link QuantileErrors};
 * each run has values of its own, which both are fed.
 *
 * <pre>{@code
 * mvn -q -Pgoogle-dp -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   io.discreet.benchmarks.quantiles.QuantileAccuracy
 * }</pre>
 *
 * <p>The first argument is the number of runs instead of {@value #RUNS}; the second a part of a
 * setting, to measure only those that have it: {@code "Gaussian | 0.5 | 20,000 | zero-inflated"}.
 */
@NullMarked
public final class QuantileAccuracy {

  private static final int RUNS = 200;
  private static final double DELTA = 1e-6;

  private final SecureBits bits = SecureBits.fromOperatingSystem();
  private final QuantileTree tree = new QuantileTree(0, MadeUpValues.GREATEST);
  private final boolean pure;
  private final double epsilon;
  private final double delta;
  private final LatticeNoise noise;

  private QuantileAccuracy(boolean pure, double epsilon) {
    this.pure = pure;
    this.epsilon = epsilon;
    delta = pure ? 0 : DELTA;
    Currency currency = pure ? Currency.pure() : Currency.gaussian();
    double norm = tree.normBound(currency.norm(), 1);
    noise = currency.noise(currency.noiseScale(norm, currency.budgetUnits(epsilon, delta)));
  }

  /** Measures both on every kind of values and prints a line for each. */
  public static void main(String[] arguments) {
    int runs = arguments.length == 0 ? RUNS : Integer.parseInt(arguments[0]);
    report(System.out, runs, arguments.length < 2 ? "" : arguments[1]);
  }

  private static void report(PrintStream out, int runs, String part) {
    out.println("| noise | ε | rows | values | ours | Google's | ratio | rank: ours | Google's |");
    out.println("| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
    for (boolean pure : new boolean[] {false, true}) {
      for (double epsilon : new double[] {0.5, 2}) {
        QuantileAccuracy accuracy = new QuantileAccuracy(pure, epsilon);
        for (int rows : new int[] {1_000, 20_000}) {
          for (MadeUpValues values : MadeUpValues.values()) {
            String setting = accuracy.setting(values, rows);
            if (setting.contains(part)) {
              out.println("| " + setting + accuracy.errors(values, rows, runs));
            }
          }
        }
      }
    }
  }

  private String setting(MadeUpValues values, int count) {
    return String.format(
        Locale.ROOT,
        "%s | %.1f | %,d | %s",
        pure ? "Laplace" : "Gaussian",
        epsilon,
        count,
        values.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private String errors(MadeUpValues values, int count, int runs) {
    QuantileErrors[] ours = new QuantileErrors[runs];
    QuantileErrors[] google = new QuantileErrors[runs];
    for (int run = 0; run < runs; run++) {
      long[] rows = values.rows(count, run);
      ours[run] = QuantileErrors.of(rows, ours(rows));
      google[run] = QuantileErrors.of(rows, google(rows));
    }
    double ourValue = median(ours, QuantileErrors::value);
    double googleValue = median(google, QuantileErrors::value);
    return String.format(
        Locale.ROOT,
        " | %,.1f | %,.1f | %.2f | %.2f %% | %.2f %% |",
        ourValue,
        googleValue,
        ourValue / googleValue,
        100 * median(ours, QuantileErrors::rank),
        100 * median(google, QuantileErrors::rank));
  }

  private DoubleUnaryOperator ours(long[] rows) {
    LeafCounts counts = tree.newCounts();
    counts.add(rows, 0, rows.length);
    NoisyQuantiles quantiles = tree.release(counts, noise, bits).quantiles();
    return quantiles::quantile;
  }

  private DoubleUnaryOperator google(long[] rows) {
    BoundedQuantiles quantiles =
        BoundedQuantiles.builder()
            .epsilon(epsilon)
            .delta(delta)
            .noise(pure ? new LaplaceNoise() : new GaussianNoise())
            .maxPartitionsContributed(1)
            .maxContributionsPerPartition(1)
            .lower(0)
            .upper(MadeUpValues.GREATEST)
            .build();
    for (long row : rows) {
      quantiles.addEntry((double) row);
    }
    return quantiles::computeResult;
  }

  private static double median(
      QuantileErrors[] errors, ToDoubleFunction<QuantileErrors> measure) {
    double[] sorted = Arrays.stream(errors).mapToDouble(measure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
