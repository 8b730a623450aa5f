package io.discreet.cli.nightly;

import io.discreet.engine.plan.Explanation;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a segment of a query typically has, from the plan or from answers stored before: never from
 * data.
 */
final class Typical {

  private final List<Release> newestFirst;

  private Typical(List<Release> newestFirst) {
    this.newestFirst = newestFirst;
  }

  /** From answers of any day. */
  static Typical of(List<Release> newestFirst) {
    return new Typical(newestFirst);
  }

  /**
   * From answers as of earlier days alone, so that a night that is run again finds what it found
   * the first time.
   */
  static Typical before(List<Release> newestFirst, LocalDate night) {
    return new Typical(
        newestFirst.stream().filter(release -> release.asOf().isBefore(night)).toList());
  }

  /**
   * What the plan expects, for its first measure, or the median of the newest stored answer to the
   * same question; a median below its own standard error counts as that.
   */
  OptionalDouble value(NightlyQuery query, Explanation asked, int measure) {
    return measure == 0 && query.expect().isPresent()
        ? query.expect()
        : median(asked, asked.measures().get(measure).name());
  }

  private OptionalDouble median(Explanation asked, String name) {
    for (Release release : newestFirst) {
      if (release.query().equals(asked.query()) && release.purpose().equals(asked.purpose())) {
        for (int i = 0; i < release.measures().size(); i++) {
          if (release.measures().get(i).name().equals(name) && !release.rows().isEmpty()) {
            return OptionalDouble.of(median(release, i));
          }
        }
      }
    }
    return OptionalDouble.empty();
  }

  private static double median(Release release, int measure) {
    double[] values =
        release.rows().stream()
            .map(row -> row.estimates().get(measure))
            .mapToDouble(Typical::atLeastItsError)
            .toArray();
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static double atLeastItsError(Estimate estimate) {
    return Math.max(Math.abs(estimate.value()), estimate.standardError());
  }
}
