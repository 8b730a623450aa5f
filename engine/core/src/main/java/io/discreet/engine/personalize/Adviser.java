package io.discreet.engine.personalize;

import static io.discreet.engine.personalize.Quantiles.Z_975;

import io.discreet.engine.personalize.Comparison.ItemLift;
import io.discreet.engine.release.Release.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks the levels of a segment from the finest to all customers and collects what stands out. */
final class Adviser {

  private final List<CustomerCounts> sources;
  private final String itemAxis;

  /**
   * @param sources releases of one population, all of them with the item axis
   */
  Adviser(List<CustomerCounts> sources, String itemAxis) {
    this.sources = sources;
    this.itemAxis = itemAxis;
  }

  Advice advise(Level segment, int top) {
    List<Level> levels = levels(segment);
    Map<Level, LevelCounts> known = new HashMap<>();
    for (Level level : levels) {
      LevelCounts.of(level, itemAxis, sources).ifPresent(counts -> known.put(level, counts));
    }
    // The most certain first among levels of equally many axes; the sort is stable.
    levels.sort(
        Comparator.comparingInt((Level level) -> -level.cells().size())
            .thenComparingDouble(
                level -> {
                  LevelCounts counts = known.get(level);
                  return counts == null ? Double.POSITIVE_INFINITY : -counts.signalToNoise();
                }));
    List<Recommendation> found = new ArrayList<>();
    List<Advice.Note> notes = new ArrayList<>();
    Set<String> decided = new HashSet<>();
    for (Level level : levels) {
      if (found.size() >= top) {
        break;
      }
      LevelCounts counts = known.get(level);
      if (counts == null) {
        notes.add(new Advice.Note(level, "no release counts these customers by " + itemAxis));
        continue;
      }
      @Nullable LevelCounts wider = widerThan(level, levels, known);
      Comparison comparison = new Comparison(counts, wider);
      notes.add(new Advice.Note(level, Reason.note(comparison)));
      String before = notes.size() == 1 ? "" : Reason.whyNot(notes.get(0));
      comparison.lifts().stream()
          .filter(lift -> lift.standsOut() || lift.staysBehind())
          .filter(lift -> decided.add(lift.item()))
          .filter(ItemLift::standsOut)
          .sorted(
              Comparator.comparingDouble((ItemLift lift) -> -lift.lift().estimate())
                  .thenComparing(ItemLift::item))
          .forEach(lift -> found.add(recommendation(lift, counts, wider, before)));
    }
    return new Advice(found.subList(0, Math.min(top, found.size())), notes);
  }

  /** All subsets of the segment's axes. */
  private static List<Level> levels(Level segment) {
    List<Map<String, String>> subsets = new ArrayList<>();
    subsets.add(Map.of());
    segment
        .cells()
        .forEach(
            (axis, cell) -> {
              for (Map<String, String> subset : List.copyOf(subsets)) {
                Map<String, String> larger = new LinkedHashMap<>(subset);
                larger.put(axis, cell);
                subsets.add(larger);
              }
            });
    List<Level> levels = new ArrayList<>();
    subsets.forEach(subset -> levels.add(new Level(subset)));
    return levels;
  }

  /** The narrowest level around one; null where the counts of none are known. */
  private static @Nullable LevelCounts widerThan(
      Level level, List<Level> narrowestFirst, Map<Level, LevelCounts> known) {
    for (Level other : narrowestFirst) {
      LevelCounts counts = known.get(other);
      if (counts != null && level.isWithin(other)) {
        return counts;
      }
    }
    return null;
  }

  private static Recommendation recommendation(
      ItemLift lift, LevelCounts counts, @Nullable LevelCounts wider, String before) {
    int place = counts.indexOf(lift.item());
    double standardError = Math.sqrt(counts.variance(place));
    double count = Math.max(0, counts.count(place));
    Estimate customers =
        new Estimate(
            count,
            standardError,
            Math.max(0, count - Z_975 * standardError),
            count + Z_975 * standardError);
    Set<String> releases = new LinkedHashSet<>(counts.releases());
    if (wider != null) {
      releases.addAll(wider.releases());
    }
    Optional<Level> comparedWith = Optional.ofNullable(wider).map(LevelCounts::level);
    return new Recommendation(
        lift.item(),
        counts.level(),
        comparedWith,
        Math.min(1, lift.share()),
        lift.lift(),
        customers,
        List.copyOf(releases),
        before + Reason.of(counts.level(), comparedWith, customers, lift.lift()));
  }
}
