package io.discreet.engine.noise;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.PlannedMeasure;
import io.discreet.engine.plan.PlannedSelection;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.SegmentOrder;
import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Noise;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.release.Release.Selection;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.SecureBits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns a tally into the rows of a release.
 *
 * <p>Everything after the noisy integers is post-processing of them and of the plan.
 */
public final class Noiser {

  /** Streams of segments with trees: so many processors can draw, wherever it is. */
  private static final int STREAMS = 8;

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
        .limit(plan.labelledAxes())
        .map(axis -> new Axis(axis.name(), axis.column().name()))
        .toList();
  }

  /** The choice of a plan's segments as a release publishes it. */
  public static Optional<Selection> selection(QueryPlan plan) {
    return plan.selection()
        .map(
            selection ->
                new Selection(
                    selection.choice().mechanism(),
                    selection.choice().meanThreshold(),
                    DeltaUnits.toDeltaUp(selection.deltaUnits())));
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

  /** The one measure of a question that is answered from a joint draw, as its release says it. */
  public static List<MeasureInfo> measures(JointPlan plan, int question) {
    String name = plan.asked().get(question).measures().get(0).name();
    Noise noise =
        new Noise(JointPlan.ANSWER, JointPlan.MECHANISM, plan.standardError(question), "1");
    return List.of(
        new MeasureInfo(name, MeasureInfo.Kind.CUSTOMERS, JointPlan.DECIMALS, List.of(noise)));
  }

  /**
   * One row for each segment that is answered: every segment of the plan in its order, or those
   * that the plan's private choice names among the found ones, in the order of their labels. Of a
   * ranking, those that come first.
   */
  public List<Row> rows(QueryPlan plan, Tally tally) {
    RandomBits bits = generator();
    int[] answered =
        plan.selection().map(s -> named(plan, s, tally, bits)).orElseGet(() -> all(plan));
    long[][] noisy = noisy(plan, tally, answered, bits);
    NoisyTrees trees = new NoisyTrees(plan, tally);
    List<Estimator> estimators =
        plan.measures().stream().map(measure -> Estimator.of(plan, measure, trees)).toList();
    List<Row> rows = new ArrayList<>(answered.length);
    IntFunction<Row> estimated =
        row ->
            new Row(
                tally.labels().apply(answered[row]),
                estimators.stream().map(estimator -> estimator.estimate(noisy, row)).toList());
    if (trees.isEmpty()) {
      IntStream.range(0, answered.length).mapToObj(estimated).forEach(rows::add);
    } else {
      rows.addAll(readWithTrees(trees, answered.length, estimated));
    }
    return plan.ranking().map(ranking -> new RankedRows(plan, ranking).of(rows)).orElse(rows);
  }

  /**
   * Draws and reads the trees on all processors: a stream of segments on each at a time, whose
   * noise comes from a generator of its own, one segment after the other.
   */
  private List<Row> readWithTrees(NoisyTrees trees, int segments, IntFunction<Row> estimated) {
    int streams = Math.min(STREAMS, segments);
    List<RandomBits> bits = Stream.generate(this::generator).limit(streams).toList();
    return IntStream.range(0, streams)
        .parallel()
        .mapToObj(
            stream ->
                IntStream.range(segments * stream / streams, segments * (stream + 1) / streams)
                    .mapToObj(segment -> readWithTrees(trees, segment, bits.get(stream), estimated))
                    .toList())
        .flatMap(List::stream)
        .toList();
  }

  private static Row readWithTrees(
      NoisyTrees trees, int segment, RandomBits bits, IntFunction<Row> estimated) {
    trees.draw(segment, bits);
    Row row = estimated.apply(segment);
    trees.letGo(segment);
    return row;
  }

  /** For each question that is answered from one draw, one row for each of its segments. */
  public List<List<Row>> rows(JointPlan plan, Tally tally) {
    return new JointRows(plan).of(tally, generator());
  }

  private static int[] all(QueryPlan plan) {
    return IntStream.range(0, plan.segments()).toArray();
  }

  /**
   * The positions of the named segments. Law 8: that the others exist, and how many there are,
   * shows nowhere.
   */
  private static int[] named(
      QueryPlan plan, PlannedSelection selection, Tally tally, RandomBits bits) {
    SegmentOrder order = new SegmentOrder(plan.axes());
    return selection.choice().select(tally.customers(), bits).stream()
        .boxed()
        .sorted(Comparator.comparing(tally.labels()::apply, order))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The generator of one release. */
  RandomBits generator() {
    return generators.get();
  }

  /**
   * The noisy integers of every answer but the trees, whose nodes {@link NoisyTrees} draws.
   *
   * @param answered the positions of the answered segments
   */
  static long[][] noisy(QueryPlan plan, Tally tally, int[] answered, RandomBits bits) {
    long[][] noisy = new long[plan.answers().size()][];
    for (int answer = 0; answer < noisy.length; answer++) {
      if (plan.answers().get(answer).tree().isPresent()) {
        noisy[answer] = new long[0];
        continue;
      }
      long[] totals = tally.totals()[answer];
      long[] values = new long[answered.length];
      plan.answers().get(answer).noise().fill(values, bits);
      for (int row = 0; row < values.length; row++) {
        // |total| <= 2^62 and |noise| <= 2^61: the sum cannot overflow.
        values[row] += totals[answered[row]];
      }
      noisy[answer] = values;
    }
    return noisy;
  }
}
