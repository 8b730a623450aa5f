package io.discreet.engine.noise;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.PlannedMeasure;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.SecureBits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Turns a tally into the rows of a release.
 *
 * <p>Everything after the noisy integers is post-processing of them and of the plan.
 */
public final class Noiser {
  private final Supplier<RandomBits> generators;

  Noiser(Supplier<RandomBits> generators) {
    this.generators = generators;
  }

  /** Noise from a generator freshly seeded by the operating system for every release (law 4). */
  public static Noiser secure() {
    return new Noiser(SecureBits::fromOperatingSystem);
  }

  /** The axes of a plan as a release publishes them. */
  public static List<Axis> axes(QueryPlan plan) {
    return plan.axes().stream()
        .limit(plan.labels(0).size())
        .map(axis -> new Axis(axis.name(), axis.column().name()))
        .toList();
  }

  /** The measures of a plan, and their noise, as a release publishes them. */
  public static List<MeasureInfo> measures(QueryPlan plan) {
    List<MeasureInfo> infos = new ArrayList<>();
    for (PlannedMeasure measure : plan.measures()) {
      List<Noise> noise = new ArrayList<>();
      for (int position : measure.answers()) {
        Answer answer = plan.answers().get(position);
        noise.add(
            new Noise(
                answer.part().words(),
                answer.noise().mechanism(),
                answer.noise().scaleUnits(),
                answer.unit().toPlainString()));
      }
      infos.add(new MeasureInfo(measure.name(), measure.kind(), measure.decimals(), noise));
    }
    return infos;
  }

  /** One row for each segment of the plan, in the order of the segments. */
  public List<Row> rows(QueryPlan plan, Tally tally) {
    RandomBits bits = generator();
    long[][] noisy = noisy(plan, tally, bits);
    NoisyTrees trees = new NoisyTrees(plan, tally, bits);
    List<Estimator> estimators =
        plan.measures().stream().map(measure -> Estimator.of(plan, measure, trees)).toList();
    List<Row> rows = new ArrayList<>(plan.segments());
    for (int segment = 0; segment < plan.segments(); segment++) {
      List<Estimate> estimates = new ArrayList<>(estimators.size());
      for (Estimator estimator : estimators) {
        estimates.add(estimator.estimate(noisy, segment));
      }
      rows.add(new Row(plan.labels(segment), estimates));
    }
    return rows;
  }

  /** The generator of one release. */
  RandomBits generator() {
    return generators.get();
  }

  /** The noisy integers of every answer but the trees, whose nodes {@link NoisyTrees} draws. */
  static long[][] noisy(QueryPlan plan, Tally tally, RandomBits bits) {
    long[][] noisy = new long[tally.totals().length][];
    for (int answer = 0; answer < noisy.length; answer++) {
      if (plan.answers().get(answer).tree().isPresent()) {
        noisy[answer] = new long[0];
        continue;
      }
      long[] totals = tally.totals()[answer];
      long[] values = new long[totals.length];
      plan.answers().get(answer).noise().fill(values, bits);
      for (int segment = 0; segment < values.length; segment++) {
        // |total| <= 2^62 and |noise| <= 2^61: the sum cannot overflow.
        values[segment] += totals[segment];
      }
      noisy[answer] = values;
    }
    return noisy;
  }
}
