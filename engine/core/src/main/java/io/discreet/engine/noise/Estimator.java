package io.discreet.engine.noise;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.PlannedMeasure;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.release.Release.Estimate;
import java.math.BigDecimal;

/** Reads one measure's estimate from noisy integers. Sees nothing that is not noised. */
interface Estimator {
  double CONFIDENCE = 0.95;

  Estimate estimate(long[][] noisy, int segment);

  static Estimator of(QueryPlan plan, PlannedMeasure measure) {
    return switch (measure.kind()) {
      case CUSTOMERS, ROWS, SUM -> new Total(plan, measure.answers().get(0));
      case MEAN -> new Mean(plan, measure.answers().get(0), measure.answers().get(1));
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
   * <p>The interval holds both answers at 97.5 % (Bonferroni), so the mean at 95 % or more; it is
   * the whole range where the count may be 0.
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
      double offset = values < 1 ? 0 : within(total / values);
      double low = -reach;
      double high = reach;
      if (fewest >= 1) {
        double most = values + countSlack;
        double least = total - sumSlack;
        double greatest = total + sumSlack;
        low = within(least < 0 ? least / fewest : least / most);
        high = within(greatest > 0 ? greatest / fewest : greatest / most);
      }
      double error = Math.sqrt(sumVariance + offset * offset * countVariance) / Math.max(1, values);
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
}
