package io.discreet.engine.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts the weights of a query's measures in lowest terms, so that equal ratios are one question.
 */
final class MeasureWeights {

  private static final BigInteger MOST = BigInteger.valueOf(1_000_000);

  private MeasureWeights() {}

  /** The same measures with whole weights that have no common factor. */
  static List<Measure> normal(List<Measure> measures) {
    int decimals = measures.stream().mapToInt(measure -> measure.weight().scale()).max().orElse(0);
    List<BigInteger> whole =
        measures.stream()
            .map(
                measure ->
                    measure.weight().movePointRight(Math.max(0, decimals)).toBigIntegerExact())
            .toList();
    BigInteger common = whole.stream().reduce(BigInteger.ZERO, BigInteger::gcd);
    return IntStream.range(0, measures.size())
        .mapToObj(i -> weighted(measures.get(i).unweighted(), whole.get(i).divide(common)))
        .toList();
  }

  private static Measure weighted(Measure measure, BigInteger weight) {
    if (weight.compareTo(MOST) > 0) {
      throw new QueryException("weights are too far apart: one may be at most 1,000,000 others");
    }
    return weight.equals(BigInteger.ONE)
        ? measure
        : new Measure.Weighted(measure, new BigDecimal(weight));
  }
}
