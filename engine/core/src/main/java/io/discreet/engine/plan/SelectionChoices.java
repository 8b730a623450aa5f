package io.discreet.engine.plan;

import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.selection.SelectionChoice;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The choices of segments that were planned last, by what they may cost: to find a threshold takes
 * milliseconds, and queries of one cost come again. Thread-safe.
 */
final class SelectionChoices {

  /** A choice for a large l0 holds as many numbers, so that not many are kept. */
  private static final int MOST = 16;

  private record Cost(long units, long deltaUnits, int l0) {}

  private final Map<Cost, PlannedSelection> newest =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Cost, PlannedSelection> eldest) {
          return size() > MOST;
        }
      };

  /** The choice that names most segments for so much of μ² and of δ. */
  synchronized PlannedSelection namingMost(long units, long deltaUnits, int l0) {
    return newest.computeIfAbsent(
        new Cost(units, deltaUnits, l0),
        cost ->
            new PlannedSelection(
                SelectionChoice.namingMost(units, DeltaUnits.toDeltaDown(deltaUnits), l0),
                units,
                deltaUnits));
  }
}
