package io.discreet.engine.personalize;

import io.discreet.engine.memory.Memory;
import io.discreet.engine.release.Conditions;
import io.discreet.engine.release.Release;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The releases that asked about the same rows for the same purpose, the newest of each set of axes,
 * with what earlier answers to the same question remember: only these may be compared.
 */
final class Population {

  /** Newest by the date it is about, then by the time it was drawn; the id breaks ties. */
  static final Comparator<Release> NEWEST_LAST =
      Comparator.comparing(Release::asOf).thenComparing(Release::at).thenComparing(Release::id);

  /**
   * What releases must share.
   *
   * @param condition which rows were asked about; empty for all
   */
  record Key(String table, String purpose, String condition) {

    static Key of(Release release) {
      return new Key(release.table(), release.purpose(), Conditions.of(release));
    }
  }

  private final Key key;
  private final Map<Set<String>, CustomerCounts> byAxes = new LinkedHashMap<>();
  private final Map<String, Hierarchy> hierarchies = new ConcurrentHashMap<>();

  private Population(Key key) {
    this.key = key;
  }

  /** Sorts releases with a number of customers into populations; others are left out. */
  static List<Population> of(Collection<Release> releases) {
    Memory memory = Memory.of(releases);
    Map<Key, Population> populations = new LinkedHashMap<>();
    releases.stream()
        .sorted(NEWEST_LAST.reversed())
        .filter(CustomerCounts::isHeldBy)
        .forEach(
            release ->
                populations
                    .computeIfAbsent(Key.of(release), Population::new)
                    .addIfNew(release, memory));
    return List.copyOf(populations.values());
  }

  private void addIfNew(Release release, Memory memory) {
    Set<String> axes = new HashSet<>();
    for (Release.Axis axis : release.dimensions()) {
      axes.add(axis.name());
    }
    byAxes.computeIfAbsent(axes, key -> new CustomerCounts(memory.recall(release)));
  }

  Key key() {
    return key;
  }

  Collection<CustomerCounts> counts() {
    return byAxes.values();
  }

  /** The releases that have the item axis. */
  List<CustomerCounts> countsOf(String itemAxis) {
    List<CustomerCounts> having = new ArrayList<>();
    for (CustomerCounts counts : byAxes.values()) {
      if (counts.axis(itemAxis).isPresent()) {
        having.add(counts);
      }
    }
    return having;
  }

  /** The expected shares of the cells of the item axis. */
  Hierarchy hierarchyOf(String itemAxis) {
    return hierarchies.computeIfAbsent(itemAxis, axis -> new Hierarchy(countsOf(axis), axis));
  }

  /** The most axes of a segment that one release with the item axis has; −1 where none has it. */
  int reach(Set<String> segmentAxes, String itemAxis) {
    int most = -1;
    for (Map.Entry<Set<String>, CustomerCounts> entry : byAxes.entrySet()) {
      if (entry.getKey().contains(itemAxis)) {
        int shared = 0;
        for (String axis : segmentAxes) {
          shared += entry.getKey().contains(axis) ? 1 : 0;
        }
        most = Math.max(most, shared);
      }
    }
    return most;
  }

  /** Of all its releases that have the item axis, the newest. */
  Optional<Release> newest(String itemAxis) {
    return countsOf(itemAxis).stream().map(CustomerCounts::release).max(NEWEST_LAST);
  }
}
