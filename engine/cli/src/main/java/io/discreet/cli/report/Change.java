package io.discreet.cli.report;

import io.discreet.cli.output.Figures;
import io.discreet.engine.memory.Remembered;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has changed since the last answer to the same question, where the noise does not hide it.
 * Nothing of rankings: a value is in one for its noise, too, and that noise is not what its
 * standard error says.
 */
final class Change {

  private static final double Z_975 = 1.959963984540054;

  private final Map<List<String>, Row> before = new HashMap<>();
  private final Optional<LocalDate> since;

  /** Since the release before the one that is shown; of nothing where there is none. */
  Change(Remembered remembered) {
    List<Release> history = remembered.history();
    Optional<Release> last =
        history.size() < 2 || Segments.areRanked(remembered.release())
            ? Optional.empty()
            : Optional.of(history.get(history.size() - 2));
    last.ifPresent(release -> release.rows().forEach(row -> before.put(row.segment(), row)));
    this.since = last.map(Release::asOf);
  }

  /** Such as {@code +120 since 2026-11-23}; empty where the noise of both could explain it. */
  Optional<String> words(Row now, int measure, int decimals) {
    Row then = before.get(now.segment());
    if (then == null || since.isEmpty()) {
      return Optional.empty();
    }
    Estimate a = then.estimates().get(measure);
    Estimate b = now.estimates().get(measure);
    double change = b.value() - a.value();
    double noise = Z_975 * Math.hypot(a.standardError(), b.standardError());
    if (!(Math.abs(change) > noise)) {
      return Optional.empty();
    }
    String sign = change > 0 ? "+" : "";
    return Optional.of(sign + Figures.plusMinus(change, noise, decimals) + " since " + since.get());
  }
}
