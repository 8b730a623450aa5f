package io.discreet.engine.memory;

import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.MeasureInfo.Kind;
import io.discreet.engine.release.Release.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Combines successive releases of one question by a Kalman filter of the local-level model, whose
 * noise is known because it was added on purpose.
 *
 * <p>Combined are releases of one query text, purpose, {@code l0} and policy: the policy holds the
 * clamps, and with another one the same text asks something else. Only numbers of customers, rows
 * and sums, whose noise does not depend on the data; and only releases of complete coverage, since
 * otherwise who takes part changes from night to night. A segment that one of the releases lacks is
 * followed from where it came back.
 *
 * <p>Immutable. Costs no customer anything: it is post-processing.
 */
public final class Memory {

  /** Older ones hardly count, and a night should not take longer every night. */
  private static final int MOST_RELEASES = 90;

  private static final Set<Kind> KNOWN_NOISE = EnumSet.of(Kind.CUSTOMERS, Kind.ROWS, Kind.SUM);

  private static final Comparator<Release> NEWEST_LAST =
      Comparator.comparing(Release::asOf).thenComparing(Release::at).thenComparing(Release::id);

  private final Map<Question, List<Release>> histories = new HashMap<>();

  /** What releases must share to be answers to one question. */
  private record Question(
      String query, String purpose, int l0, String policyHash, List<MeasureInfo.Kind> measures) {

    static Question of(Release release) {
      return new Question(
          release.query(),
          release.purpose(),
          release.l0(),
          release.policyHash(),
          release.measures().stream().map(MeasureInfo::kind).toList());
    }
  }

  private Memory() {}

  /** A memory of these releases, in any order; a release given twice counts once. */
  public static Memory of(Collection<Release> releases) {
    Memory memory = new Memory();
    releases.stream()
        .filter(release -> release.coverage() == Coverage.COMPLETE)
        .sorted(NEWEST_LAST)
        .distinct()
        .forEach(
            release ->
                memory
                    .histories
                    .computeIfAbsent(Question.of(release), question -> new ArrayList<>())
                    .add(release));
    return memory;
  }

  /** A release with what those before it add; those after it are as if they were not there. */
  public Remembered recall(Release release) {
    List<Release> history = new ArrayList<>();
    if (release.coverage() == Coverage.COMPLETE) {
      for (Release earlier : histories.getOrDefault(Question.of(release), List.of())) {
        if (NEWEST_LAST.compare(earlier, release) < 0) {
          history.add(earlier);
        }
      }
    }
    history.add(release);
    List<Release> used =
        history.subList(Math.max(0, history.size() - MOST_RELEASES), history.size());
    List<Map<List<String>, Row>> bySegment = used.stream().map(Memory::bySegment).toList();
    List<List<Combined>> rows = new ArrayList<>();
    for (Row row : release.rows()) {
      List<Combined> combined = new ArrayList<>();
      for (int measure = 0; measure < release.measures().size(); measure++) {
        combined.add(combine(release, row, measure, used, bySegment));
      }
      rows.add(combined);
    }
    return new Remembered(release, used, rows);
  }

  /**
   * One value's way through the history of a release.
   *
   * @param raw as it was answered
   * @param combined what was known then: with the answers before it
   */
  public record Past(LocalDate asOf, Estimate raw, Combined combined) {}

  /**
   * How one segment's measure went over the history that was recalled, oldest first. Releases that
   * lack the segment are left out.
   */
  public List<Past> trail(Remembered remembered, int row, int measure) {
    List<Release> history = remembered.history();
    List<String> segment = remembered.release().rows().get(row).segment();
    List<Map<List<String>, Row>> bySegment = history.stream().map(Memory::bySegment).toList();
    List<Past> trail = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      Row then = bySegment.get(i).get(segment);
      if (then != null) {
        Combined combined =
            combine(
                history.get(i),
                then,
                measure,
                history.subList(0, i + 1),
                bySegment.subList(0, i + 1));
        trail.add(new Past(history.get(i).asOf(), then.estimates().get(measure), combined));
      }
    }
    return trail;
  }

  private static Map<List<String>, Row> bySegment(Release release) {
    Map<List<String>, Row> rows = new HashMap<>();
    for (Row row : release.rows()) {
      rows.putIfAbsent(row.segment(), row);
    }
    return rows;
  }

  private static Combined combine(
      Release release,
      Row row,
      int measure,
      List<Release> history,
      List<Map<List<String>, Row>> bySegment) {
    Estimate newest = row.estimates().get(measure);
    if (!KNOWN_NOISE.contains(release.measures().get(measure).kind())) {
      return Combined.raw(newest);
    }
    double[] values = new double[history.size()];
    double[] variances = new double[history.size()];
    double[] days = new double[history.size()];
    int first = history.size();
    for (int i = history.size() - 1; i >= 0; i--) {
      Row then = i == history.size() - 1 ? row : bySegment.get(i).get(row.segment());
      if (then == null || !(then.estimates().get(measure).standardError() > 0)) {
        break;
      }
      Estimate estimate = then.estimates().get(measure);
      values[i] = estimate.value();
      variances[i] = estimate.standardError() * estimate.standardError();
      days[i] = history.get(i).asOf().toEpochDay();
      first = i;
    }
    if (history.size() - first < 2) {
      return Combined.raw(newest);
    }
    Tracker.Standing standing =
        Tracker.follow(
            new LocalLevel(
                Arrays.copyOfRange(values, first, values.length),
                Arrays.copyOfRange(variances, first, values.length),
                Arrays.copyOfRange(days, first, values.length)));
    int releases = history.size() - first - standing.first();
    if (releases == 1) {
      return new Combined(newest, 1, true);
    }
    Level level = standing.level();
    return new Combined(
        new Estimate(level.mean(), level.error(), level.low(), level.high()), releases, false);
  }
}
