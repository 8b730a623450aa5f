package io.discreet.cli.report;

import io.discreet.cli.output.ReleaseSheet;
import io.discreet.engine.release.Release.Estimate;
import java.util.Optional;

/** Why a value says nothing. */
final class Doubt {

  private Doubt() {}

  /** Whether the value may be nothing but noise. An exact 0 is known to be 0. */
  static boolean isUnsure(Estimate estimate) {
    return ReleaseSheet.mayBeZero(estimate) && estimate.high() > estimate.low();
  }

  /** The reason in words; empty where the value stands out of its noise. */
  static Optional<String> reason(Estimate estimate) {
    return isUnsure(estimate) ? Optional.of("too small to tell from noise") : Optional.empty();
  }
}
