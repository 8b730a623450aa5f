package io.discreet.cli.nightly;

import io.discreet.engine.plan.Explanation;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.MeasureInfo.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What a segment of a query typically has, from the plan or from answers stored before: never from
 * data.
 */
final class Typical {

  private static final Set<Kind> KNOWN_BEFOREHAND =
      EnumSet.of(Kind.CUSTOMERS, Kind.ROWS, Kind.SUM, Kind.TOP_K, Kind.LEFT_OUT);

  private final List<Release> newestFirst;

  private Typical(List<Release> newestFirst) {
    this.newestFirst = newestFirst;
  }

  /** From answers of any day. */
  static Typical of(List<Release> newestFirst) {
    return new Typical(newestFirst);
  }

  /**
   * From answers as of earlier days that were there before the night's first, so that a night that
   * is run again finds what it found the first time, whatever was asked as of an earlier day since.
   */
  static Typical before(List<Release> newestFirst, String plan, LocalDate night) {
    Instant begun =
        newestFirst.stream()
            .filter(release -> release.asOf().equals(night))
            .filter(release -> release.night().filter(of -> of.plan().equals(plan)).isPresent())
            .map(Release::at)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    return new Typical(
        newestFirst.stream()
            .filter(release -> release.asOf().isBefore(night) && release.at().isBefore(begun))
            .toList());
  }

  /**
   * What the plan expects, or the median of the newest stored answer to the same question; a median
   * below its own standard error counts as that.
   */
  OptionalDouble value(NightlyQuery query, Explanation asked, int measure) {
    return measure < query.expect().size()
        ? OptionalDouble.of(query.expect().get(measure))
        : newest(asked, asked.measures().get(measure).name())
            .map(stored -> OptionalDouble.of(median(stored, Typical::atLeastItsError)))
            .orElseGet(OptionalDouble::empty);
  }

  /**
   * The error that a quotient had in the newest stored answer, as one draw of this share would have
   * it; empty for counts and sums, whose error is known beforehand. Explanations state a quotient's
   * for 1,000 rows, while this knows how many there are.
   */
  OptionalDouble errorOfQuotient(Explanation asked, int measure) {
    return newest(asked, asked.measures().get(measure).name())
        .filter(stored -> !KNOWN_BEFOREHAND.contains(stored.info().kind()))
        .filter(stored -> stored.release().charged().share() > 0)
        .map(
            stored -> {
              double ratio = stored.release().charged().share() / asked.share();
              boolean gaussian = asked.currency().equals("gaussian-dp");
              return OptionalDouble.of(
                  median(stored, Estimate::standardError) * (gaussian ? Math.sqrt(ratio) : ratio));
            })
        .orElseGet(OptionalDouble::empty);
  }

  /** One measure of a stored answer. */
  private record Stored(Release release, int measure) {
    MeasureInfo info() {
      return release.measures().get(measure);
    }
  }

  private Optional<Stored> newest(Explanation asked, String name) {
    for (Release release : newestFirst) {
      if (release.query().equals(asked.query()) && release.purpose().equals(asked.purpose())) {
        for (int i = 0; i < release.measures().size(); i++) {
          if (release.measures().get(i).name().equals(name) && !release.rows().isEmpty()) {
            return Optional.of(new Stored(release, i));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static double median(Stored stored, ToDoubleFunction<Estimate> what) {
    double[] values =
        stored.release().rows().stream()
            .map(row -> row.estimates().get(stored.measure()))
            .mapToDouble(what)
            .sorted()
            .toArray();
    return values[values.length / 2];
  }

  private static double atLeastItsError(Estimate estimate) {
    return Math.max(Math.abs(estimate.value()), estimate.standardError());
  }
}
