package io.discreet.engine.personalize;

import io.discreet.engine.personalize.Comparison.ItemLift;
import io.discreet.engine.release.Release.Estimate;
import java.util.Locale;
import java.util.Optional;

/** Says in plain words what the numbers say. */
final class Reason {

  private Reason() {}

  /** Why an item is recommended. */
  static String of(Level level, Optional<Level> comparedWith, Estimate customers, Lift lift) {
    return String.format(
        Locale.ROOT,
        "about %,.0f ± %,.0f %s: some %.2f × %s (measured %.2f ×, 95 %% interval %.2f to %.2f;"
            + " noise alone would show at most %.2f ×)",
        customers.value(),
        customers.high() - customers.value(),
        level.isAll() ? "of " + level.words() : level.words(),
        lift.estimate(),
        comparedWith
            .map(wider -> "the share that it has among " + wider.words())
            .orElse("an even share of all items"),
        lift.measured(),
        lift.low(),
        lift.high(),
        lift.noiseAlone());
  }

  /** What a level gave. */
  static String note(Comparison comparison) {
    if (comparison.isDrowned()) {
      return "the noise is as large as the counts";
    }
    long standingOut = comparison.lifts().stream().filter(ItemLift::standsOut).count();
    return standingOut + " of " + comparison.lifts().size() + " items stand out of the noise";
  }

  /** Why a recommendation does not rest on the segment that was asked for. */
  static String whyNot(Advice.Note finest) {
    return "not certain for " + finest.level().words() + " (" + finest.words() + "); ";
  }
}
