package io.discreet.engine.noise;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.PlannedMeasure;
import io.discreet.engine.plan.QuarterSteps;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.mechanisms.moments.CentredRange;
import io.discreet.mechanisms.moments.NoisyMoments;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.quantiles.NoisyQuantiles;
import java.math.BigDecimal;
import java.util.List;

/** Reads one measure's estimate from noisy integers. Sees nothing that is not noised. */
interface Estimator {
  double CONFIDENCE = 0.95;

  Estimate estimate(long[][] noisy, int segment);

  static Estimator of(QueryPlan plan, PlannedMeasure measure, NoisyTrees trees) {
    return switch (measure.kind()) {
      case CUSTOMERS, ROWS, SUM, TOP_K, LEFT_OUT -> new Total(plan, measure.answers().get(0));
      case MEAN -> new Mean(plan, measure.answers().get(0), measure.answers().get(1));
      case VARIANCE -> new Spread(plan, measure.answers(), false);
      case STANDARD_DEVIATION -> new Spread(plan, measure.answers(), true);
      case RATE -> new Rate(plan, measure.answers().get(0), measure.answers().get(1));
      case QUANTILE -> new Quantile(plan, measure, trees);
    };
  }

  private static double scaled(long units, int decimals) {
    return BigDecimal.valueOf(units, decimals).doubleValue();
  }

  /** A count or a sum: the noisy integer itself, and an interval of the noise's own quantiles. */
  final class Total implements Estimator {
    private final int answer;
    private final int decimals;
    private final double standardError;
    private final long halfWidth;

    Total(QueryPlan plan, int position) {
      Answer planned = plan.answers().get(position);
      answer = position;
      decimals = planned.decimals();
      standardError = Math.sqrt(planned.noise().variance()) * Math.pow(10, -decimals);
      halfWidth = planned.noise().halfWidth(CONFIDENCE);
    }

    @Override
    public Estimate estimate(long[][] noisy, int segment) {
      long value = noisy[answer][segment];
      return new Estimate(
          scaled(value, decimals),
          standardError,
          scaled(value - halfWidth, decimals),
          scaled(value + halfWidth, decimals));
    }
  }

  /**
   * A mean: centre + noisy centred sum / noisy count, inside the column's range.
   *
   * <p>The interval holds both answers at 97.5 % (Bonferroni), so the mean at 95 % or more. Where
   * the count's own interval reaches below 1, a quotient says nothing and its first-order error is
   * no error: then the value is the centre, the error half the range, the interval all of it.
   */
  final class Mean implements Estimator {
    private static final double EACH = (1 + CONFIDENCE) / 2;

    private final Answer sum;
    private final Answer count;
    private final int sumPosition;
    private final int countPosition;
    private final double reach;
    private final long sumSlack;
    private final long countSlack;
    private final double sumVariance;
    private final double countVariance;

    Mean(QueryPlan plan, int sumPosition, int countPosition) {
      this.sumPosition = sumPosition;
      this.countPosition = countPosition;
      sum = plan.answers().get(sumPosition);
      count = plan.answers().get(countPosition);
      reach = (double) sum.high() / count.high();
      sumSlack = sum.noise().halfWidth(EACH);
      countSlack = count.noise().halfWidth(EACH);
      sumVariance = sum.noise().variance();
      countVariance = count.noise().variance();
    }

    @Override
    public Estimate estimate(long[][] noisy, int segment) {
      double total = noisy[sumPosition][segment];
      double values = noisy[countPosition][segment];
      double fewest = values - countSlack;
      if (fewest < 1) {
        return new Estimate(decimal(0), reach * unit(), decimal(-reach), decimal(reach));
      }
      double offset = within(total / values);
      double most = values + countSlack;
      double least = total - sumSlack;
      double greatest = total + sumSlack;
      double low = within(least < 0 ? least / fewest : least / most);
      double high = within(greatest > 0 ? greatest / fewest : greatest / most);
      double error = Math.sqrt(sumVariance + offset * offset * countVariance) / values;
      return new Estimate(
          decimal(offset), Math.min(2 * reach, error) * unit(), decimal(low), decimal(high));
    }

    private double within(double offset) {
      return Math.max(-reach, Math.min(reach, offset));
    }

    private double decimal(double offset) {
      return (sum.centre() + offset) * unit();
    }

    private double unit() {
      return Math.pow(10, -sum.decimals());
    }
  }

  /**
   * A variance, or its root.
   *
   * <p>The interval holds the three answers behind it at 1 − 0.05/3 each (Bonferroni), so the
   * variance at 95 % or more. Where the count's own interval reaches below 1, the value is the
   * middle of what the range allows, the error half of that, the interval all of it.
   */
  final class Spread implements Estimator {
    private static final double EACH = 1 - (1 - CONFIDENCE) / 3;

    private final boolean root;
    private final int squaresPosition;
    private final int sumPosition;
    private final int countPosition;
    private final LatticeNoise squares;
    private final LatticeNoise sum;
    private final LatticeNoise count;
    private final CentredRange range;
    private final long squaresSlack;
    private final long sumSlack;
    private final long countSlack;
    private final double unit;

    /**
     * @param positions of the centred squares, the centred sum and the count
     */
    Spread(QueryPlan plan, List<Integer> positions, boolean root) {
      this.root = root;
      squaresPosition = positions.get(0);
      sumPosition = positions.get(1);
      countPosition = positions.get(2);
      Answer ofSum = plan.answers().get(sumPosition);
      squares = plan.answers().get(squaresPosition).noise();
      sum = ofSum.noise();
      count = plan.answers().get(countPosition).noise();
      range = ofSum.range().orElseThrow();
      squaresSlack = squares.halfWidth(EACH);
      sumSlack = sum.halfWidth(EACH);
      countSlack = count.halfWidth(EACH);
      unit = Math.pow(10, -ofSum.decimals());
    }

    @Override
    public Estimate estimate(long[][] noisy, int segment) {
      NoisyMoments moments =
          new NoisyMoments(
              range,
              noisy[countPosition][segment],
              noisy[sumPosition][segment],
              noisy[squaresPosition][segment],
              count.variance(),
              sum.variance(),
              squares.variance());
      double greatest = moments.greatestVariance();
      boolean nothingKnown = moments.count() - countSlack < 1;
      NoisyMoments.Interval interval = moments.varianceInterval(countSlack, sumSlack, squaresSlack);
      if (root) {
        double most = Math.sqrt(greatest);
        double value = nothingKnown ? most / 2 : Math.sqrt(moments.variance());
        double error = nothingKnown ? most / 2 : rootError(moments, most);
        return new Estimate(
            value * unit,
            error * unit,
            Math.sqrt(interval.low()) * unit,
            Math.sqrt(interval.high()) * unit);
      }
      double value = nothingKnown ? greatest / 2 : moments.variance();
      double error = nothingKnown ? greatest / 2 : Math.min(greatest, moments.varianceError());
      return new Estimate(
          value * unit * unit,
          error * unit * unit,
          interval.low() * unit * unit,
          interval.high() * unit * unit);
    }

    /** To first order e / 2√v; never more than √e, since |√v − √w| ≤ √|v − w|. */
    private static double rootError(NoisyMoments moments, double most) {
      double error = moments.varianceError();
      double root = Math.sqrt(moments.variance());
      return Math.min(most, Math.min(Math.sqrt(error), error / (2 * root)));
    }
  }

  /**
   * A rate: those who meet / (those who meet + those who do not).
   *
   * <p>The interval is Fieller's (1954): all p at which (1 − p) · meeting − p · missing is within
   * what its noise explains, w √((1 − p)² + p²). For Gaussian noise, w is the 95 % half-width and
   * what rounding may add: ½ to the combination, of which the root is never below √½, and ½ to the
   * half-width. For Laplace noise that is more than 95 %: sums of two have the lighter tail. Where
   * the set is not an interval, the noise may be all there is: then the value is ½, the error ½,
   * the interval [0, 1].
   */
  final class Rate implements Estimator {
    private static final double ROUNDING = 0.5 + Math.sqrt(0.5);

    private final int meetingPosition;
    private final int missingPosition;
    private final double variance;
    private final double slack;

    Rate(QueryPlan plan, int meetingPosition, int missingPosition) {
      this.meetingPosition = meetingPosition;
      this.missingPosition = missingPosition;
      LatticeNoise noise = plan.answers().get(meetingPosition).noise();
      variance = noise.variance();
      slack = noise.halfWidth(CONFIDENCE) + ROUNDING;
    }

    @Override
    public Estimate estimate(long[][] noisy, int segment) {
      double meeting = noisy[meetingPosition][segment];
      double missing = noisy[missingPosition][segment];
      double customers = meeting + missing;
      double explained = slack * slack;
      double leading = customers * customers - 2 * explained;
      if (!(customers > 0 && leading > 0)) {
        return new Estimate(0.5, 0.5, 0, 1);
      }
      double middle = meeting * customers - explained;
      // leading > 0 makes meeting² + missing² more than what is explained.
      double half = slack * Math.sqrt(meeting * meeting + missing * missing - explained);
      double share = within(meeting / customers);
      double error = Math.sqrt(variance * ((1 - share) * (1 - share) + share * share)) / customers;
      return new Estimate(
          share,
          Math.min(1, error),
          within((middle - half) / leading),
          within((middle + half) / leading));
    }

    private static double within(double share) {
      return Math.max(0, Math.min(1, share));
    }
  }

  /**
   * A quantile of the fitted tree, with the interval that the noise of its ranks leaves open. The
   * error is half of that over 1.96. Of customers, the value is the end of a step that is further
   * from 0, so that a bound there holds the whole step.
   */
  final class Quantile implements Estimator {
    private static final double Z_975 = 1.959963984540054;

    private final int answer;
    private final double q;
    private final double unit;
    private final boolean ofRows;
    private final NoisyTrees trees;

    Quantile(QueryPlan plan, PlannedMeasure measure, NoisyTrees trees) {
      answer = measure.answers().get(0);
      q = measure.quantile().orElseThrow();
      ofRows = plan.answers().get(answer).part() == Answer.Part.LEAVES;
      unit = Math.pow(10, -plan.answers().get(answer).decimals());
      this.trees = trees;
    }

    @Override
    public Estimate estimate(long[][] noisy, int segment) {
      NoisyQuantiles tree = trees.of(answer, segment);
      double value = tree.quantile(q);
      NoisyQuantiles.Interval interval = tree.interval(q, CONFIDENCE);
      double low = Math.min(value, interval.low());
      double high = Math.max(value, interval.high());
      if (!ofRows) {
        value = QuarterSteps.furthest((int) value);
        low = low < 0 ? QuarterSteps.furthest((int) low) : QuarterSteps.nearest((int) low);
        high = high < 0 ? QuarterSteps.nearest((int) high) : QuarterSteps.furthest((int) high);
      }
      return new Estimate(value * unit, (high - low) / (2 * Z_975) * unit, low * unit, high * unit);
    }
  }
}
