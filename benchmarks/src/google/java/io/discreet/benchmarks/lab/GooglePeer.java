package io.discreet.benchmarks.lab;

import com.google.privacy.differentialprivacy.BoundedQuantiles;
import com.google.privacy.differentialprivacy.BoundedSum;
import com.google.privacy.differentialprivacy.Count;
import com.google.privacy.differentialprivacy.InsecureSeededGaussian;
import com.google.privacy.differentialprivacy.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Google's differential-privacy library, as it is meant to be used. */
public final class GooglePeer implements Peer {

  /** For the service loader. */
  public GooglePeer() {}

  @Override
  public String words() {
    return "Google's library";
  }

  @Override
  public LongFunction<double[]> answers(DataSet data, Question question, Bounds bounds) {
    List<Segment> segments = segments(data, bounds.maxRows());
    return seed -> {
      Noise noise = InsecureSeededGaussian.of(seed);
      return segments.stream()
          .mapToDouble(
              segment ->
                  switch (question) {
                    case CUSTOMERS -> count(segment, bounds, noise);
                    case SUM -> sum(segment, bounds, noise);
                    case MEDIAN -> median(segment, bounds, noise);
                    case ROWS, MEAN, VARIANCE, DEVIATION, RATE ->
                        throw new IllegalArgumentException("not compared: " + question.measure());
                  })
          .toArray();
    };
  }

  /**
   * One segment.
   *
   * @param totals of each of its customers, in pounds
   * @param values of its rows that count, in pounds
   */
  private record Segment(List<Double> totals, List<Double> values) {}

  private static List<Segment> segments(DataSet data, int maxRows) {
    List<Segment> segments = new ArrayList<>();
    data.segments().forEach(label -> segments.add(new Segment(new ArrayList<>(), new ArrayList<>())));
    for (int customer = 0; customer < data.customers(); customer++) {
      int first = data.offsets()[customer];
      int end = Math.min(data.offsets()[customer + 1], first + maxRows);
      double total = 0;
      for (int row = first; row < end; row++) {
        if (data.segment()[row] != data.segment()[first]) {
          throw new IllegalArgumentException("a customer is in more than one segment");
        }
        double amount = data.cents()[row] / 100.0;
        total += amount;
        segments.get(data.segment()[row]).values().add(amount);
      }
      if (end > first) {
        segments.get(data.segment()[first]).totals().add(total);
      }
    }
    return segments;
  }

  private static double count(Segment segment, Bounds bounds, Noise noise) {
    Count count =
        Count.builder()
            .epsilon(bounds.epsilon())
            .delta(bounds.delta())
            .noise(noise)
            .maxPartitionsContributed(1)
            .build();
    count.incrementBy(segment.totals().size());
    return (double) count.computeResult();
  }

  private static double sum(Segment segment, Bounds bounds, Noise noise) {
    BoundedSum sum =
        BoundedSum.builder()
            .epsilon(bounds.epsilon())
            .delta(bounds.delta())
            .noise(noise)
            .maxPartitionsContributed(1)
            .lower(0)
            .upper(bounds.clamp())
            .build();
    sum.addEntries(segment.totals());
    return sum.computeResult();
  }

  private static double median(Segment segment, Bounds bounds, Noise noise) {
    BoundedQuantiles quantiles =
        BoundedQuantiles.builder()
            .epsilon(bounds.epsilon())
            .delta(bounds.delta())
            .noise(noise)
            .maxPartitionsContributed(1)
            .maxContributionsPerPartition(bounds.maxRows())
            .lower(0)
            .upper(bounds.greatest())
            .build();
    quantiles.addEntries(segment.values());
    return quantiles.computeResult(0.5);
  }
}
