package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.query.QueryException;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.util.List;
import java.util.stream.IntStream;

/** What the segments of a question are expected to have, as stored releases tell. */
final class ExpectedValues {

  private ExpectedValues() {}

  /**
   * One value for each measure: the median over the segments of the oldest release that answers the
   * same question, whatever its weights. The oldest, so that what is stored later changes neither
   * the weights nor, with them, the question.
   *
   * @param releases newest first, as the books have them
   * @throws InputException if no release answers it
   */
  static List<Double> of(SegmentQuery query, List<Release> releases) {
    String text = query.unweighted().text();
    Release oldest =
        releases.stream()
            .filter(release -> release.purpose().equals(query.purpose()))
            .filter(release -> !release.rows().isEmpty())
            .filter(release -> unweighted(release).equals(text))
            .reduce((newer, older) -> older) // in the order of the books, since times can be equal
            .orElseThrow(
                () ->
                    new InputException(
                        "no stored release answers this question, so nothing tells what to expect;"
                            + " declare the values of a typical segment, or ask once with equal"
                            + " weights"));
    return IntStream.range(0, oldest.measures().size())
        .mapToObj(measure -> typical(oldest, measure))
        .toList();
  }

  /** The question of a release; empty where today's language has no such question any more. */
  private static String unweighted(Release release) {
    try {
      return SegmentQuery.parse(release.query(), release.purpose()).unweighted().text();
    } catch (QueryException e) {
      return "";
    }
  }

  /** What is below its own error counts as that error. */
  private static double typical(Release release, int measure) {
    double[] sizes =
        release.rows().stream()
            .map(row -> row.estimates().get(measure))
            .mapToDouble(estimate -> Math.max(Math.abs(estimate.value()), estimate.standardError()))
            .sorted()
            .toArray();
    return sizes[sizes.length / 2];
  }
}
