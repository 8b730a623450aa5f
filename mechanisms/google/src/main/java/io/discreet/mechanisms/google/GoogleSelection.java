package io.discreet.mechanisms.google;

import com.google.privacy.differentialprivacy.PreAggSelectPartition;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.selection.NoisyThreshold;
import io.discreet.mechanisms.selection.SegmentSelection;
import io.discreet.mechanisms.selection.TruncatedGeometric;
import java.util.BitSet;

/**
 * The choice of segments of Google's library, at (ε, δ) for all segments of a customer together.
 *
 * <p>Up to {@value #MOST_GEOMETRIC} segments a customer the library keeps each with the optimal
 * probability at (ε/l0, δ/l0); beyond that it noises the count with its Gaussian at (ε, δ/2) and
 * compares it with a threshold for the other half of δ.
 *
 * <p>For comparisons only. The probabilities and the threshold are computed in floating point, and
 * the Gaussian is no μ-GDP; {@link #costUnits}, {@link #delta} and {@link #meanThreshold} are those
 * of the {@link TruncatedGeometric} or {@link NoisyThreshold} that is approximated, so that no
 * ledger may carry them.
 *
 * <p>The bits handed in are not used: the library draws from a {@code SecureRandom} of its own.
 * Thread-safe.
 */
public final class GoogleSelection implements SegmentSelection {

  /** The most segments of a customer for which the library uses the truncated geometric. */
  static final int MOST_GEOMETRIC = 3;

  private final double epsilon;
  private final double delta;
  private final SegmentSelection approximated;

  /**
   * @param epsilon of all segments of a customer
   * @param delta of all segments of a customer, in (0, 1)
   * @param l0 the most segments of one customer, at least 1
   * @throws IllegalArgumentException if a parameter is out of the range of what is approximated
   */
  public GoogleSelection(double epsilon, double delta, int l0) {
    this.epsilon = epsilon;
    this.delta = delta;
    approximated =
        l0 <= MOST_GEOMETRIC
            ? new TruncatedGeometric(epsilon / l0, delta / l0, l0)
            : thresholding(epsilon, delta / 2, l0);
  }

  private static NoisyThreshold thresholding(double epsilon, double half, int l0) {
    Currency currency = Currency.gaussian();
    double sigma = currency.noiseScale(l0, currency.budgetUnits(epsilon, half));
    return NoisyThreshold.counting(sigma, l0, half);
  }

  @Override
  public String mechanism() {
    return "google-" + approximated.mechanism();
  }

  @Override
  public int l0() {
    return approximated.l0();
  }

  @Override
  public long costUnits(int segments) {
    return approximated.costUnits(segments);
  }

  @Override
  public double delta(int segments) {
    return approximated.delta(segments);
  }

  @Override
  public double meanThreshold() {
    return approximated.meanThreshold();
  }

  @Override
  public BitSet select(long[] totals, RandomBits bits) {
    BitSet named = new BitSet(totals.length);
    PreAggSelectPartition.Params.Builder builder =
        PreAggSelectPartition.builder()
            .epsilon(epsilon)
            .delta(delta)
            .maxPartitionsContributed(l0());
    for (int i = 0; i < totals.length; i++) {
      PreAggSelectPartition segment = builder.build(); // one serves once
      segment.incrementBy(totals[i]);
      if (segment.shouldKeepPartition()) {
        named.set(i);
      }
    }
    return named;
  }

  @Override
  public String toString() {
    return mechanism() + "(epsilon " + epsilon + ", delta " + delta + ", l0 " + l0() + ")";
  }
}
